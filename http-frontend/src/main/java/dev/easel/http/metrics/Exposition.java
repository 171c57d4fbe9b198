package dev.easel.http.metrics;

import dev.easel.calculators.http.HttpResponsePayload;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Writes the values of a registry as OVMS's dashboards expect them. */
final class Exposition {

  /** The library ends every counter's name with {@code _total}; OVMS's names have no such end. */
  private static final Pattern TOTAL =
      Pattern.compile("^(# (?:HELP|TYPE) )?((?:ovms|easel)_[a-z_]+)_total\\b", Pattern.MULTILINE);

  private final PrometheusRegistry registry;
  private final MetricFamilies families;
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

  Exposition(PrometheusRegistry registry, MetricFamilies families) {
    this.registry = registry;
    this.families = families;
  }

  HttpResponsePayload write() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(8 << 10);
    try {
      writer.write(out, registry.scrape(families::has));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String text =
        TOTAL
            .matcher(out.toString(StandardCharsets.UTF_8))
            .replaceAll(found -> Optional.ofNullable(found.group(1)).orElse("") + found.group(2));
    return HttpResponsePayload.text(200, "text/plain; version=0.0.4; charset=utf-8", text);
  }
}
