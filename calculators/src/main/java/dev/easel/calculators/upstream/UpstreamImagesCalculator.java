package dev.easel.calculators.upstream;

import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.calculators.http.RunContext;
import dev.easel.calculators.proto.UpstreamImagesCalculatorOptions;
import dev.easel.calculators.upstream.send.ForwardedRequest;
import dev.easel.calculators.upstream.wire.UpstreamAnswer;
import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.pool.NodeResources;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Passes a request of the images API on to another server, and its answer back.
 *
 * <p>Input streams {@code HTTP_REQUEST_PAYLOAD}: {@link HttpRequestPayload}; {@code LOOPBACK}: the
 * back edge of the output stream of that tag, once round per piece of a streamed answer. Output
 * streams {@code HTTP_RESPONSE_PAYLOAD}: {@link HttpResponsePayload}; {@code LOOPBACK}. Input side
 * packet {@code UPSTREAMS}: the node's upstreams. Options: {@link UpstreamImagesCalculatorOptions}.
 *
 * <pre>{@code
 * node {
 *   calculator: "UpstreamImagesCalculator"
 *   input_stream: "HTTP_REQUEST_PAYLOAD:request"
 *   input_stream: "LOOPBACK:turn"
 *   input_stream_info { tag_index: "LOOPBACK" back_edge: true }
 *   input_side_packet: "UPSTREAMS:upstreams"
 *   output_stream: "HTTP_RESPONSE_PAYLOAD:response"
 *   output_stream: "LOOPBACK:turn"
 *   node_options {
 *     [type.googleapis.com/mediapipe.UpstreamImagesCalculatorOptions] {
 *       upstreams { base_url: "https://api.openai.com/v1" api_key_env: "OPENAI_API_KEY" }
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>While the upstream works, the call holds no thread. A piece of a stream is asked for when the
 * piece before has gone on; while the graph waits for a slow reader, nothing is read upstream.
 *
 * <p><b>Failure</b>: a request's mistake; an {@link
 * dev.easel.calculators.upstream.failure.UpstreamException} for what the upstreams answer or fail
 * to. When the run ends, for whatever reason, so does the request upstream.
 */
public final class UpstreamImagesCalculator extends Calculator {

  private static final String EVENTS = "text/event-stream; charset=utf-8";
  private static final String JSON = "application/json; charset=utf-8";

  private @Nullable UpstreamCall call;
  private UpstreamAnswer.@Nullable Events events;

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Passes requests on to another server with the images API.");
    cc.inputs().tag("HTTP_REQUEST_PAYLOAD").set(HttpRequestPayload.class);
    cc.inputs().tag("LOOPBACK").set(Boolean.class);
    cc.outputs().tag("HTTP_RESPONSE_PAYLOAD").set(HttpResponsePayload.class);
    cc.outputs().tag("LOOPBACK").set(Boolean.class);
    cc.inputSidePackets().tag("UPSTREAMS").set(NodeResources.class);
    cc.options(UpstreamImagesCalculatorOptions.class);
    cc.useService(RunContext.SERVICE);
    cc.setApart("LOOPBACK");
    cc.setTimestampOffset(0);
  }

  @Override
  public void process(CalculatorContext cc) {
    UpstreamAnswer.Events stream = events;
    if (!cc.inputs().tag("HTTP_REQUEST_PAYLOAD").isEmpty()) {
      begin(cc, cc.inputs().tag("HTTP_REQUEST_PAYLOAD").get(HttpRequestPayload.class));
    } else if (stream != null) {
      pull(cc, held(), stream);
    }
  }

  private void begin(CalculatorContext cc, HttpRequestPayload payload) {
    if (events != null) {
      throw new StatusException(
          StatusCode.FAILED_PRECONDITION, "a request came while another one is being answered");
    }
    closeCall();
    ForwardedRequest request = ForwardedRequest.of(payload);
    RunContext run = cc.service(RunContext.SERVICE);
    request.timeout().ifPresent(run::limitTo);
    UpstreamCall begun = upstreams(cc).call(request, cc.nodeName(), run);
    call = begun;
    run.spend(request.pixels(), request.pixelSteps(), true);
    cc.suspendUntil(begun.answer(), (again, answer) -> answer(again, begun, answer));
  }

  private void answer(CalculatorContext cc, UpstreamCall answered, UpstreamAnswer answer) {
    if (answer instanceof UpstreamAnswer.Whole whole) {
      send(cc, JSON, whole.body(), false);
    } else if (answer instanceof UpstreamAnswer.Events stream) {
      events = stream;
      pull(cc, answered, stream);
    }
  }

  private void pull(CalculatorContext cc, UpstreamCall answered, UpstreamAnswer.Events stream) {
    cc.suspendUntil(
        answered.next(stream), (again, piece) -> passOn(again, answered, stream, piece));
  }

  private void passOn(
      CalculatorContext cc,
      UpstreamCall answered,
      UpstreamAnswer.Events stream,
      Optional<List<ByteBuffer>> piece) {
    if (piece.isEmpty()) {
      events = null;
    } else if (piece.get().isEmpty()) {
      pull(cc, answered, stream);
    } else {
      send(cc, EVENTS, piece.get(), true);
      cc.outputs().tag("LOOPBACK").add(true, cc.inputTimestamp() + 1);
    }
  }

  private static void send(
      CalculatorContext cc, String type, List<ByteBuffer> body, boolean isStream) {
    Map<String, String> headers = Map.of("content-type", type);
    cc.outputs()
        .tag("HTTP_RESPONSE_PAYLOAD")
        .add(new HttpResponsePayload(200, headers, body, isStream), cc.inputTimestamp());
  }

  @Override
  public void close(CalculatorContext cc) {
    closeCall();
  }

  private void closeCall() {
    UpstreamCall over = call;
    call = null;
    if (over != null) {
      over.close();
    }
  }

  private UpstreamCall held() {
    UpstreamCall now = call;
    if (now == null) {
      throw new StatusException(StatusCode.INTERNAL, "there is no call under way");
    }
    return now;
  }

  private static Upstreams upstreams(CalculatorContext cc) {
    NodeResources resources = cc.inputSidePackets().tag("UPSTREAMS").get(NodeResources.class);
    return (Upstreams) resources.resource(cc.nodeName()).orElseThrow();
  }
}
