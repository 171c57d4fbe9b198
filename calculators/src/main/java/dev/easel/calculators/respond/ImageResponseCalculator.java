package dev.easel.calculators.respond;

import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.calculators.http.ImageStore;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.http.RunContext;
import dev.easel.calculators.http.StoredImage;
import dev.easel.calculators.task.EncodedImage;
import dev.easel.calculators.task.EncodedImages;
import dev.easel.calculators.task.GenerationProgress;
import dev.easel.calculators.task.GenerationReport;
import dev.easel.calculators.task.ImageTask;
import dev.easel.calculators.task.QueuePosition;
import dev.easel.calculators.task.StreamRequest;
import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Makes the answer to an image request: OpenAI's JSON with the images in it, or with URLs under
 * which the server keeps them for a while; or OpenAI's stream of events.
 *
 * <p>Input streams {@code TASK}: {@link ImageTask}; {@code ENCODED}: {@link EncodedImages}; {@code
 * REPORT}, optional: {@link GenerationReport}, for the token counts; {@code PROGRESS}, optional:
 * {@link GenerationProgress}, needed where the generating node emits it, to tell unfinished images
 * from finished ones; {@code POSITION}, optional: {@link QueuePosition}, to tell a client that
 * waits where it stands; {@code HTTP_REQUEST_PAYLOAD}, optional: {@link HttpRequestPayload}, for
 * the host name in URLs. Task and request stand until the next ones. Output stream {@code
 * HTTP_RESPONSE_PAYLOAD}: {@link HttpResponsePayload}. No options.
 *
 * <pre>{@code
 * node {
 *   calculator: "ImageResponseCalculator"
 *   input_stream: "HTTP_REQUEST_PAYLOAD:input"
 *   input_stream: "TASK:task"
 *   input_stream: "ENCODED:encoded"
 *   input_stream: "REPORT:report"
 *   input_stream: "PROGRESS:progress"
 *   input_stream: "POSITION:position"
 *   output_stream: "HTTP_RESPONSE_PAYLOAD:output"
 * }
 * }</pre>
 *
 * <p><b>Failure</b>: a request's mistake when URLs are asked for and the server keeps no images;
 * what the store fails with when it cannot keep them; {@code CANCELLED} within an image when the
 * run is cancelled.
 */
public final class ImageResponseCalculator extends Calculator {

  private final Clock clock = Clock.systemUTC();
  private Optional<ImageTask> task = Optional.empty();
  private Optional<HttpRequestPayload> request = Optional.empty();
  private boolean isOpened;

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Writes the answer of the images API, or its stream of events.");
    cc.inputs().tag("TASK").set(ImageTask.class);
    cc.inputs().tag("ENCODED").set(EncodedImages.class);
    cc.inputs().tag("REPORT").set(GenerationReport.class).optional();
    cc.inputs().tag("PROGRESS").set(GenerationProgress.class).optional();
    cc.inputs().tag("POSITION").set(QueuePosition.class).optional();
    cc.inputs().tag("HTTP_REQUEST_PAYLOAD").set(HttpRequestPayload.class).optional();
    cc.outputs().tag("HTTP_RESPONSE_PAYLOAD").set(HttpResponsePayload.class);
    cc.useService(ImageStore.SERVICE).optional();
    cc.useService(RunContext.SERVICE);
    cc.setTimestampOffset(0);
    if (cc.inputs().hasTag("POSITION")) {
      // What a client is told while it waits comes before there is anything else.
      cc.setApart("POSITION");
    }
  }

  @Override
  public void process(CalculatorContext cc) {
    cc.optionalInput("POSITION", QueuePosition.class)
        .ifPresentOrElse(position -> tell(cc, position), () -> answer(cc));
  }

  private void tell(CalculatorContext cc, QueuePosition position) {
    EventBody body = new EventBody(position.task(), cc::checkCancelled);
    body.addWaiting(position.position(), position.seconds());
    isOpened = true;
    send(
        cc,
        new HttpResponsePayload(
            200, AnswerHeaders.of(position.task(), Optional.empty()), body.pieces(), true));
  }

  private void answer(CalculatorContext cc) {
    task = cc.optionalInput("TASK", ImageTask.class).or(() -> task);
    request = cc.optionalInput("HTTP_REQUEST_PAYLOAD", HttpRequestPayload.class).or(() -> request);
    List<EncodedImage> images =
        cc.optionalInput("ENCODED", EncodedImages.class)
            .map(EncodedImages::images)
            .orElse(List.of());
    Optional<GenerationProgress> progress = cc.optionalInput("PROGRESS", GenerationProgress.class);
    Optional<GenerationReport> report = cc.optionalInput("REPORT", GenerationReport.class);
    if (task.isEmpty() || (images.isEmpty() && progress.isEmpty())) {
      return;
    }
    ImageTask asked = task.get();
    if (asked.output().asUrl() && progress.isEmpty()) {
      cc.suspendUntil(
          keep(cc, images), (then, urls) -> answer(then, asked, images, urls, progress, report));
    } else {
      answer(cc, asked, images, List.of(), progress, report);
    }
  }

  private void answer(
      CalculatorContext cc,
      ImageTask asked,
      List<EncodedImage> images,
      List<String> urls,
      Optional<GenerationProgress> progress,
      Optional<GenerationReport> report) {
    boolean streams = asked.output().stream().isPresent();
    List<ByteBuffer> body =
        streams
            ? events(cc, asked, images, urls, progress, report)
            : new AnswerBody(asked, report, cc::checkCancelled).build(images, urls, now());
    // The first packet opens the answer, though it may have nothing to tell yet.
    if (!body.isEmpty() || !isOpened) {
      isOpened = true;
      send(cc, new HttpResponsePayload(200, AnswerHeaders.of(asked, report), body, streams));
    }
  }

  private List<ByteBuffer> events(
      CalculatorContext cc,
      ImageTask asked,
      List<EncodedImage> images,
      List<String> urls,
      Optional<GenerationProgress> progress,
      Optional<GenerationReport> report) {
    EventBody body = new EventBody(asked, cc::checkCancelled);
    if (progress.isEmpty()) {
      body.addCompleted(images, urls, report, now());
      return body.pieces();
    }
    GenerationProgress made = progress.get();
    if (made.step() > 0 && asked.output().stream().map(StreamRequest::progress).orElse(false)) {
      body.addStep(made);
    }
    made.partialIndex().ifPresent(index -> body.addPartial(images, made, index, now()));
    return body.pieces();
  }

  private static void send(CalculatorContext cc, HttpResponsePayload answer) {
    cc.outputs().tag("HTTP_RESPONSE_PAYLOAD").add(answer, cc.inputTimestamp());
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  /**
   * Has the store keep the images, all at once; the call waits for it without a thread. What is
   * kept already when another one fails, or the run is cancelled, goes when its time is over.
   */
  private CompletionStage<List<String>> keep(CalculatorContext cc, List<EncodedImage> images) {
    ImageStore store =
        cc.optionalService(ImageStore.SERVICE)
            .orElseThrow(
                () ->
                    RequestException.unsupported(
                        "response_format", "no pictures are kept here; send b64_json"));
    Optional<HttpRequestPayload> asked = request;
    String owner = cc.service(RunContext.SERVICE).owner();
    CompletionStage<List<String>> urls = CompletableFuture.completedFuture(List.of());
    for (EncodedImage image : images) {
      CompletionStage<String> place =
          store.put(new StoredImage(image.format().mediaType(), image.content()), owner);
      urls = urls.thenCombine(place, (before, last) -> joined(before, whole(asked, last)));
    }
    return urls;
  }

  private static List<String> joined(List<String> before, String last) {
    List<String> all = new ArrayList<>(before);
    all.add(last);
    return all;
  }

  /** A place on this server, under the same prefixes as the request's own path. */
  private static String whole(Optional<HttpRequestPayload> request, String place) {
    if (request.isEmpty() || !place.startsWith("/")) {
      return place;
    }
    HttpRequestPayload asked = request.get();
    String path = asked.path().startsWith("/v1/") ? place.replaceFirst("^/v3/", "/v1/") : place;
    return asked.base() + path;
  }
}
