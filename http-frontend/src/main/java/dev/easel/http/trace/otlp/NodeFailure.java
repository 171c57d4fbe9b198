package dev.easel.http.trace.otlp;

import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.http.RetryLaterException;
import dev.easel.calculators.upstream.failure.UpstreamException;
import dev.easel.framework.calls.Thrown;
import dev.easel.framework.status.StatusCode;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What the span of a node says of a call that failed, by the conventions for exceptions, without a
 * stack trace.
 */
final class NodeFailure {
  private static final AttributeKey<String> TYPE = AttributeKey.stringKey("exception.type");
  private static final AttributeKey<String> MESSAGE = AttributeKey.stringKey("exception.message");
  private static final AttributeKey<String> NODE = AttributeKey.stringKey("easel.node");

  /** What says that nothing is wrong with the node. */
  private static final Set<String> REFUSALS =
      Set.of(RequestException.class.getName(), RetryLaterException.class.getName());

  private NodeFailure() {}

  static void tell(Span span, String node, Thrown failure, long micros) {
    AttributesBuilder event = Attributes.builder().put(TYPE, failure.type()).put(NODE, node);
    if (!mayQuote(failure)) {
      event.put(MESSAGE, failure.message());
    }
    span.addEvent("exception", event.build(), micros, TimeUnit.MICROSECONDS);
    span.setAttribute("error.type", failure.code().map(Enum::name).orElse(failure.type()));
    boolean isEnded = failure.code().equals(Optional.of(StatusCode.CANCELLED));
    if (!isEnded && !REFUSALS.contains(failure.type())) {
      span.setStatus(io.opentelemetry.api.trace.StatusCode.ERROR);
    }
  }

  /** What is said to clients, or what another server has said, may repeat what was asked for. */
  private static boolean mayQuote(Thrown failure) {
    return REFUSALS.contains(failure.type())
        || failure.type().equals(UpstreamException.class.getName());
  }
}
