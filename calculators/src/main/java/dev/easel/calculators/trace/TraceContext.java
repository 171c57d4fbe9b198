package dev.easel.calculators.trace;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Of which distributed trace a request is a part, by the headers of W3C's Trace Context. What is
 * not written as they say is as good as not sent.
 *
 * @param traceId the trace's id: 32 hexadecimal digits
 * @param parent the whole {@code traceparent}
 * @param state the {@code tracestate}; empty when there is none
 */
public record TraceContext(String traceId, String parent, Optional<String> state) {
  private static final String PARENT = "traceparent";
  private static final String STATE = "tracestate";

  /** The names of its headers. */
  public static final Set<String> NAMES = Set.of(PARENT, STATE);

  /** A later version may have more behind what is known. */
  private static final Pattern FORM =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-[!-~]*)?");

  private static final Pattern STATE_FORM = Pattern.compile("[ -~]{1,512}");

  /** What a request's headers say, which have lower-case names. */
  public static Optional<TraceContext> of(Map<String, String> headers) {
    String parent = headers.getOrDefault(PARENT, "");
    Matcher form = FORM.matcher(parent);
    boolean isKnown = form.matches() && (!parent.startsWith("00-") || form.group(2) == null);
    return isKnown
        ? Optional.of(
            new TraceContext(
                form.group(1),
                parent,
                Optional.ofNullable(headers.get(STATE))
                    .filter(text -> STATE_FORM.matcher(text).matches())))
        : Optional.empty();
  }

  /** The headers that say so to another server. */
  public Map<String, String> headers() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put(PARENT, parent);
    state.ifPresent(text -> all.put(STATE, text));
    return all;
  }
}
