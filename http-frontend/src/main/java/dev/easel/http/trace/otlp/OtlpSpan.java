package dev.easel.http.trace.otlp;

import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.RunContext;
import dev.easel.framework.calls.NodeTimes;
import dev.easel.http.trace.AnswerSummary;
import dev.easel.http.trace.RequestSpan;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The span of one request or of one stored task's run, and those of its run's nodes below it.
 *
 * <p><b>Threads</b>: any. The lock guards what decides on the end; the SDK's span guards itself.
 */
final class OtlpSpan implements RequestSpan {
  private static final AttributeKey<String> STAGE = AttributeKey.stringKey("easel.stage");
  private static final AttributeKey<Double> TOOK = AttributeKey.doubleKey("easel.duration_ms");
  private static final double NANOS_PER_MILLI = 1e6;
  private static final int SERVER_ERRORS = 500;
  private static final int ERRORS = 400;

  private final NodeSpans nodes;
  private final boolean isExchange;
  private final Span span;
  private final Context context;
  private final Map<String, String> headers = new HashMap<>();
  private final SpanClock clock = SpanClock.start();
  private boolean isRunning;
  private boolean isAnswered;

  private OtlpSpan(NodeSpans nodes, Context parent, SpanBuilder span, boolean isExchange) {
    this.nodes = nodes;
    this.isExchange = isExchange;
    this.span =
        span.setParent(parent).setStartTimestamp(clock.micros(), TimeUnit.MICROSECONDS).startSpan();
    context = parent.with(this.span);
    W3CTraceContextPropagator.getInstance()
        .inject(context, headers, (all, name, value) -> headers.put(name, value));
  }

  /** The span of a request, a child of its client's. */
  static OtlpSpan ofRequest(Tracer tracer, NodeSpans nodes, Context parent, RequestLine line) {
    SpanBuilder span = tracer.spanBuilder(line.name()).setSpanKind(SpanKind.SERVER);
    line.describe(span);
    return new OtlpSpan(nodes, parent, span, true);
  }

  /**
   * The span of a stored task's run. It begins a trace, since the request that stored the task is
   * long over, and may have stored many; it is linked to that.
   */
  static OtlpSpan ofTask(
      Tracer tracer, NodeSpans nodes, SpanContext asked, String id, String path) {
    SpanBuilder span =
        tracer
            .spanBuilder("task " + path)
            .setSpanKind(SpanKind.CONSUMER)
            .setAttribute("easel.task", id);
    if (asked.isValid()) {
      span.addLink(asked);
    }
    return new OtlpSpan(nodes, Context.root(), span, false);
  }

  @Override
  public Map<String, String> headers() {
    return headers;
  }

  @Override
  public boolean isRecorded() {
    return span.isRecording();
  }

  @Override
  public synchronized void beginRun() {
    isRunning = true;
  }

  @Override
  public void asks(HttpRequestPayload payload) {
    if (isRecorded()) {
      ImageFields.describe(payload, span);
    }
  }

  @Override
  public void stage(RunContext.Stage stage, long nanos) {
    span.addEvent(
        "easel.stage",
        Attributes.of(STAGE, stage.name().toLowerCase(Locale.ROOT), TOOK, nanos / NANOS_PER_MILLI),
        clock.now(),
        TimeUnit.MICROSECONDS);
  }

  @Override
  public void ran(NodeTimes times) {
    if (isRecorded()) {
      nodes.add(times, context, clock);
    }
  }

  @Override
  public void endRun() {
    synchronized (this) {
      isRunning = false;
      if (!isAnswered) {
        return;
      }
    }
    end();
  }

  @Override
  public void answered(AnswerSummary answer) {
    describe(answer);
    synchronized (this) {
      isAnswered = true;
      if (isRunning) {
        return;
      }
    }
    end();
  }

  /** An end that is told twice is one. */
  private void end() {
    span.end(clock.now(), TimeUnit.MICROSECONDS);
  }

  /** That a client has made a mistake is no error of this server, by the conventions. */
  private void describe(AnswerSummary answer) {
    if (isExchange && answer.status() > 0) {
      span.setAttribute("http.response.status_code", (long) answer.status());
    }
    if (isExchange) {
      span.setAttribute("http.response.body.size", answer.bytes());
    }
    number("gen_ai.request.seed", answer.seed());
    number("easel.steps", answer.steps());
    if (!answer.error().isEmpty()) {
      span.setAttribute("error.type", answer.error());
      if (answer.status() < ERRORS || answer.status() >= SERVER_ERRORS) {
        span.setStatus(StatusCode.ERROR);
      }
    }
  }

  private void number(String attribute, String text) {
    try {
      if (!text.isEmpty()) {
        span.setAttribute(attribute, Long.parseLong(text));
      }
    } catch (NumberFormatException e) {
      span.setAttribute(attribute, text); // a seed may be larger than a long
    }
  }
}
