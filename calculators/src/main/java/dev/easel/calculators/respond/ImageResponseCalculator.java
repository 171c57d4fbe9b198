package dev.easel.calculators.respond;

import dev.easel.calculators.payload.EncodedImage;
import dev.easel.calculators.payload.EncodedImages;
import dev.easel.calculators.payload.GenerationReport;
import dev.easel.calculators.payload.HttpRequestPayload;
import dev.easel.calculators.payload.HttpResponsePayload;
import dev.easel.calculators.payload.ImageStore;
import dev.easel.calculators.payload.ImageTask;
import dev.easel.calculators.payload.RequestException;
import dev.easel.calculators.payload.StoredImage;
import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the answer to an image request: OpenAI's JSON with the pictures in it, or with URLs under
 * which the server keeps them for a while.
 *
 * <p>Input streams {@code TASK}: {@link ImageTask}; {@code ENCODED}: {@link EncodedImages}; {@code
 * REPORT}, optional: {@link GenerationReport}, for the token counts; {@code HTTP_REQUEST_PAYLOAD},
 * optional: {@link HttpRequestPayload}, for the host name in URLs. Output stream {@code
 * HTTP_RESPONSE_PAYLOAD}: {@link HttpResponsePayload}. No options.
 *
 * <pre>{@code
 * node {
 *   calculator: "ImageResponseCalculator"
 *   input_stream: "HTTP_REQUEST_PAYLOAD:input"
 *   input_stream: "TASK:task"
 *   input_stream: "ENCODED:encoded"
 *   input_stream: "REPORT:report"
 *   output_stream: "HTTP_RESPONSE_PAYLOAD:output"
 * }
 * }</pre>
 *
 * <p><b>Failure</b>: a request's mistake when URLs are asked for and the server keeps no pictures.
 */
public final class ImageResponseCalculator extends Calculator {

  private final Clock clock = Clock.systemUTC();

  @Override
  public void contract(CalculatorContract cc) {
    cc.inputs().tag("TASK").set(ImageTask.class);
    cc.inputs().tag("ENCODED").set(EncodedImages.class);
    cc.inputs().tag("REPORT").set(GenerationReport.class).optional();
    cc.inputs().tag("HTTP_REQUEST_PAYLOAD").set(HttpRequestPayload.class).optional();
    cc.outputs().tag("HTTP_RESPONSE_PAYLOAD").set(HttpResponsePayload.class);
    cc.useService(ImageStore.SERVICE).optional();
    cc.setTimestampOffset(0);
  }

  @Override
  public void process(CalculatorContext cc) {
    if (cc.inputs().tag("TASK").isEmpty() || cc.inputs().tag("ENCODED").isEmpty()) {
      return;
    }
    ImageTask task = cc.inputs().tag("TASK").get(ImageTask.class);
    List<EncodedImage> images = cc.inputs().tag("ENCODED").get(EncodedImages.class).images();
    Optional<GenerationReport> report = optional(cc, "REPORT", GenerationReport.class);
    List<ByteBuffer> body =
        new AnswerBody(task, report)
            .build(images, clock.instant().getEpochSecond(), image -> keep(cc, image));
    HttpResponsePayload answer = new HttpResponsePayload(200, headers(task, report), body, false);
    cc.outputs().tag("HTTP_RESPONSE_PAYLOAD").add(answer, cc.inputTimestamp());
  }

  private static <T> Optional<T> optional(CalculatorContext cc, String tag, Class<T> type) {
    return cc.inputs().hasTag(tag) && !cc.inputs().tag(tag).isEmpty()
        ? Optional.of(cc.inputs().tag(tag).get(type))
        : Optional.empty();
  }

  private static Map<String, String> headers(ImageTask task, Optional<GenerationReport> report) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("content-type", "application/json; charset=utf-8");
    if (!task.ignoredParameters().isEmpty()) {
      headers.put("x-easel-ignored-parameters", String.join(", ", task.ignoredParameters()));
    }
    report
        .filter(made -> made.keptTokens() < made.promptTokens())
        .ifPresent(
            made -> {
              headers.put("x-easel-prompt-tokens-sent", String.valueOf(made.promptTokens()));
              headers.put("x-easel-prompt-tokens-kept", String.valueOf(made.keptTokens()));
            });
    report
        .filter(made -> made.nativeRuns() > 1)
        .ifPresent(made -> headers.put("x-easel-native-runs", String.valueOf(made.nativeRuns())));
    return headers;
  }

  private static String keep(CalculatorContext cc, EncodedImage image) {
    ImageStore store =
        cc.optionalService(ImageStore.SERVICE)
            .orElseThrow(
                () ->
                    RequestException.unsupported(
                        "response_format", "no pictures are kept here; send b64_json"));
    String key = store.put(new StoredImage(image.format().mediaType(), image.content()));
    return optional(cc, "HTTP_REQUEST_PAYLOAD", HttpRequestPayload.class)
            .map(ImageResponseCalculator::origin)
            .orElse("")
        + ImageStore.PATH
        + key;
  }

  /** The server as the client sees it; without a host name the URL is a path on this server. */
  private static String origin(HttpRequestPayload request) {
    String scheme = request.header("x-forwarded-proto").orElse("http");
    return request
        .header("x-forwarded-host")
        .or(() -> request.header("host"))
        .map(host -> scheme + "://" + host)
        .orElse("");
  }
}
