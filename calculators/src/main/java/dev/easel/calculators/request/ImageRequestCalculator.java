package dev.easel.calculators.request;

import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.ImageStore;
import dev.easel.calculators.http.RunContext;
import dev.easel.calculators.model.ImageModel;
import dev.easel.calculators.task.ImageTask;
import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.pool.NodeResources;

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
 * <p><b>Failure</b>: a request's mistake for anything that the model cannot do.
 */
public final class ImageRequestCalculator extends Calculator {

  @Override
  public void contract(CalculatorContract cc) {
    cc.inputs().tag("HTTP_REQUEST_PAYLOAD").set(HttpRequestPayload.class);
    cc.inputSidePackets().tag("IMAGE_GEN_NODE_RESOURCES").set(NodeResources.class);
    cc.outputs().tag("TASK").set(ImageTask.class);
    cc.useService(RunContext.SERVICE);
    cc.useService(ImageStore.PREFERRED).optional();
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
    ImageTask task =
        new RequestParser(
                model.description(), cc.optionalService(ImageStore.PREFERRED).orElse(false))
            .parse(request);
    task.timeout().ifPresent(cc.service(RunContext.SERVICE)::limitTo);
    cc.outputs().tag("TASK").add(task, cc.inputTimestamp());
  }
}
