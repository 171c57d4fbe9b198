package dev.easel.calculators.request;

import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.ImageStore;
import dev.easel.calculators.http.RunContext;
import dev.easel.calculators.media.KeptImages;
import dev.easel.calculators.media.MediaSource;
import dev.easel.calculators.media.MediaSource.Fetched;
import dev.easel.calculators.model.ImageModel;
import dev.easel.calculators.task.ImageAddress;
import dev.easel.calculators.task.ImageTask;
import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.Suspension;
import dev.easel.framework.pool.NodeResources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Turns a request to one of the image endpoints into a validated task.
 *
 * <p>Input stream {@code HTTP_REQUEST_PAYLOAD}: {@link HttpRequestPayload}. Output stream {@code
 * TASK}: {@link ImageTask}. Input side packet {@code IMAGE_GEN_NODE_RESOURCES}: the one that the
 * generating node has too, for what its model can do. No options.
 *
 * <pre>{@code
 * node {
 *   calculator: "ImageRequestCalculator"
 *   input_stream: "HTTP_REQUEST_PAYLOAD:input"
 *   input_side_packet: "IMAGE_GEN_NODE_RESOURCES:pipes"
 *   output_stream: "TASK:task"
 * }
 * }</pre>
 *
 * <p>Where the services {@link MediaSource} and {@link KeptImages} are there, images that a request
 * names by their address are fetched once everything else about it is right, and those that the
 * server keeps are found. Meanwhile no thread waits, and no place of the model's queue is taken.
 *
 * <p><b>Failure</b>: a request's mistake for anything that the model cannot do.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails fails the call
public final class ImageRequestCalculator extends Calculator {

  private final List<Fetched> fetched = new ArrayList<>();

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Reads a request of the images API and checks its fields.");
    cc.inputs().tag("HTTP_REQUEST_PAYLOAD").set(HttpRequestPayload.class);
    cc.inputSidePackets().tag("IMAGE_GEN_NODE_RESOURCES").set(NodeResources.class);
    cc.outputs().tag("TASK").set(ImageTask.class);
    cc.useService(RunContext.SERVICE);
    cc.useService(ImageStore.PREFERRED).optional();
    cc.useService(MediaSource.SERVICE).optional();
    cc.useService(KeptImages.SERVICE).optional();
    cc.setTimestampOffset(0);
  }

  @Override
  public void process(CalculatorContext cc) {
    HttpRequestPayload request =
        cc.inputs().tag("HTTP_REQUEST_PAYLOAD").get(HttpRequestPayload.class);
    ImageModel model =
        cc.inputSidePackets()
            .tag("IMAGE_GEN_NODE_RESOURCES")
            .get(NodeResources.class)
            .nearest(cc.nodeName(), ImageModel.class);
    ReadRequest read =
        new RequestParser(
                model.description(),
                cc.optionalService(ImageStore.PREFERRED).orElse(false),
                cc.optionalService(MediaSource.SERVICE),
                cc.optionalService(KeptImages.SERVICE))
            .read(request);
    read.task().timeout().ifPresent(cc.service(RunContext.SERVICE)::limitTo);
    if (read.isComplete()) {
      cc.outputs().tag("TASK").add(read.task(), cc.inputTimestamp());
      return;
    }
    fetch(cc, read);
  }

  /** What comes when the run waits for it no more is closed here, the rest at the run's end. */
  private void fetch(CalculatorContext cc, ReadRequest read) {
    Suspension suspension = cc.suspend();
    CompletableFuture<Map<ImageAddress, Fetched>> images =
        read.fetch(cc.service(RunContext.SERVICE).owner());
    suspension.onCancel(() -> images.cancel(false));
    images.whenComplete(
        (got, failure) -> {
          if (got == null) {
            suspension.fail(cause(failure));
          } else if (!suspension.resume(again -> goOn(again, read, got))) {
            got.values().forEach(Fetched::close);
          }
        });
  }

  private void goOn(CalculatorContext cc, ReadRequest read, Map<ImageAddress, Fetched> images) {
    fetched.addAll(images.values());
    cc.outputs().tag("TASK").add(read.with(images), cc.inputTimestamp());
  }

  private static Exception cause(@Nullable Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof Exception exception ? exception : new IllegalStateException(cause);
  }

  @Override
  public void close(CalculatorContext cc) {
    fetched.forEach(Fetched::close);
  }
}
