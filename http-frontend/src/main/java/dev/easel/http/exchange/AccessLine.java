package dev.easel.http.exchange;

import dev.easel.calculators.trace.TraceContext;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What the log says of one request when it is over.
 *
 * @param head the request
 * @param servable the servable that was asked; "" when none was
 * @param status the answer's status; 499 when the client disconnected before it
 * @param nanos from the end of the request's head to the answer's end
 * @param bytes how many bytes of bodies were sent
 * @param steps the answer's {@code x-easel-steps}
 * @param seed the answer's {@code x-easel-seed}
 */
record AccessLine(
    RequestHead head,
    String servable,
    int status,
    long nanos,
    long bytes,
    String steps,
    String seed) {

  private static final Logger LOG = LoggerFactory.getLogger("access");
  private static final double NANOS_PER_MILLI = 1e6;

  void write() {
    if (LOG.isInfoEnabled()) {
      LoggingEventBuilder line =
          LOG.atInfo()
              .addKeyValue("method", head.method())
              .addKeyValue("path", printable(head.path()))
              .addKeyValue("servable", servable.isEmpty() ? "-" : printable(servable))
              .addKeyValue("status", status)
              .addKeyValue("ms", Math.round(nanos / NANOS_PER_MILLI * 10) / 10.0)
              .addKeyValue("bytes", bytes)
              .addKeyValue("steps", steps.isEmpty() ? "-" : steps)
              .addKeyValue("seed", seed.isEmpty() ? "-" : seed)
              .addKeyValue("id", head.id());
      Optional<TraceContext> trace = TraceContext.of(head.headers());
      if (trace.isPresent()) {
        line = line.addKeyValue("trace", trace.get().traceId());
      }
      line.log("request");
    }
  }

  /** A client's text must not begin a line of its own, nor look like another field. */
  private static String printable(String text) {
    StringBuilder clean = new StringBuilder(text);
    for (int i = 0; i < clean.length(); i++) {
      char c = clean.charAt(i);
      if (c <= ' ' || Character.isISOControl(c)) {
        clean.setCharAt(i, '?');
      }
    }
    return clean.toString();
  }
}
