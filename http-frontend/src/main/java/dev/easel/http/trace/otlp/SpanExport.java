package dev.easel.http.trace.otlp;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.http.trace.Spans;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Whether spans are sent anywhere, by the variables that OpenTelemetry has for that. */
public final class SpanExport {
  private static final String RATIO = "OTEL_TRACES_SAMPLER_ARG";
  private static final String PROTOCOL = "http/protobuf";

  private final Map<String, String> environment;

  private SpanExport(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * The spans of a server with this environment; none without an endpoint.
   *
   * <p><b>Failure</b>: {@code INVALID_ARGUMENT} naming the variable.
   *
   * @param version the product's version
   */
  public static Spans of(Map<String, String> environment, String version) {
    SpanExport export = new SpanExport(environment);
    if (export.isOff()) {
      return Spans.NONE;
    }
    export.check();
    try {
      return OtlpSpans.open(export.properties(), version);
    } catch (RuntimeException e) {
      Throwable why = e.getCause() == null ? e : e.getCause();
      throw mistake(
          "OpenTelemetry cannot be set up: " + variables(String.valueOf(why.getMessage())));
    }
  }

  private boolean isOff() {
    return exporter("ENDPOINT").stream().allMatch(name -> text(name).isEmpty())
        || text("OTEL_SDK_DISABLED").equalsIgnoreCase("true")
        || text("OTEL_TRACES_EXPORTER").equals("none");
  }

  /** What the SDK would not, or not say by the variable's name; it judges the rest. */
  private void check() {
    for (String name : exporter("ENDPOINT")) {
      if (!text(name).isEmpty() && !isAddress(text(name))) {
        throw mistake(name + " must be an address such as http://localhost:4318");
      }
    }
    for (String name : exporter("PROTOCOL")) {
      checkIsOneOf(name, List.of(PROTOCOL));
    }
    for (String name : exporter("COMPRESSION")) {
      checkIsOneOf(name, List.of("gzip", "none"));
    }
    for (String name : exporter("HEADERS")) {
      // The values may be passwords, so none is repeated.
      for (String each : text(name).split(",", -1)) {
        if (!each.isBlank() && each.indexOf('=') < 1) {
          throw mistake(name + " must be written as name=value,name=value");
        }
      }
    }
    if (!text(RATIO).isEmpty() && !isRatio(text(RATIO))) {
      throw mistake("%s=%s must be a number from 0 to 1".formatted(RATIO, text(RATIO)));
    }
  }

  /** A variable of everything that is sent, and the one of traces that counts more. */
  private static List<String> exporter(String what) {
    return List.of("OTEL_EXPORTER_OTLP_" + what, "OTEL_EXPORTER_OTLP_TRACES_" + what);
  }

  private void checkIsOneOf(String name, List<String> known) {
    if (!text(name).isEmpty() && !known.contains(text(name))) {
      throw mistake("%s=%s must be %s".formatted(name, text(name), String.join(" or ", known)));
    }
  }

  private static boolean isAddress(String text) {
    try {
      URI address = new URI(text);
      String scheme = String.valueOf(address.getScheme());
      return address.getHost() != null && List.of("http", "https").contains(scheme);
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean isRatio(String text) {
    try {
      double ratio = Double.parseDouble(text);
      return ratio >= 0 && ratio <= 1;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private String text(String variable) {
    return environment.getOrDefault(variable, "").strip();
  }

  /** As the SDK names what the variables say. */
  private Map<String, String> properties() {
    Map<String, String> all = new HashMap<>();
    all.put("otel.exporter.otlp.protocol", PROTOCOL);
    for (String name : environment.keySet()) {
      if (name.startsWith("OTEL_") && !text(name).isEmpty()) {
        all.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), text(name));
      }
    }
    all.put("otel.metrics.exporter", "none");
    all.put("otel.logs.exporter", "none");
    return all;
  }

  /** The SDK's message with the names that operators know. */
  private static String variables(String message) {
    return Pattern.compile("otel(\\.[a-z0-9]+)+")
        .matcher(message)
        .replaceAll(found -> found.group().toUpperCase(Locale.ROOT).replace('.', '_'));
  }

  private static StatusException mistake(String text) {
    return new StatusException(StatusCode.INVALID_ARGUMENT, text);
  }
}
