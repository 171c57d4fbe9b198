package dev.easel.cli.serve;

import dev.easel.cli.shared.Bytes;
import dev.easel.cli.shared.Misuse;
import dev.easel.http.body.BodyLimits;
import dev.easel.http.form.FormLimits;
import dev.easel.http.server.Timeouts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much a client may ask for. */
final class LimitOptions {
  @Option(
      names = "--max_body_size",
      paramLabel = "SIZE",
      defaultValue = "256M",
      description = "Largest request body, such as 64M (default: ${DEFAULT-VALUE}).")
  private String maxBodySize = "256M";

  @Option(
      names = "--max_bodies_size",
      paramLabel = "SIZE",
      description =
          "Memory that the bodies of all requests may take together, such as 2G; beyond it requests"
              + " get a 503 (default: a quarter of the Java heap).")
  private @Nullable String maxBodiesSize;

  @Option(
      names = "--max_request_seconds",
      paramLabel = "SECONDS",
      defaultValue = "86400",
      description = "Longest time that a request may run (default: ${DEFAULT-VALUE}).")
  private int maxRequestSeconds = 86_400;

  @Option(
      names = "--max_idle_seconds",
      paramLabel = "SECONDS",
      defaultValue = "75",
      description =
          "Time after which a connection without a request is closed (default: ${DEFAULT-VALUE}).")
  private int maxIdleSeconds = 75;

  @Option(
      names = "--max_stall_seconds",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description =
          "Time after which a client that takes nothing of its answer, or has vanished, counts as"
              + " gone (default: ${DEFAULT-VALUE}).")
  private int maxStallSeconds = 60;

  @Option(
      names = "--shutdown_seconds",
      paramLabel = "SECONDS",
      defaultValue = "25",
      description =
          "Time that runs have to finish once the process is asked to end; Kubernetes kills it after"
              + " 30 s (default: ${DEFAULT-VALUE}).")
  private int shutdownSeconds = 25;

  Duration shutdown(Misuse misuse) {
    misuse.when(shutdownSeconds < 0, "shutdown_seconds must not be negative");
    return Duration.ofSeconds(shutdownSeconds);
  }

  BodyLimits body(Misuse misuse) {
    long bytes = size("max_body_size", maxBodySize, misuse);
    long total =
        maxBodiesSize == null
            ? BodyLimits.quarterOfHeap()
            : size("max_bodies_size", maxBodiesSize, misuse);
    misuse.when(total < 1, "max_bodies_size must be at least 1");
    try {
      return new BodyLimits(bytes, total, FormLimits.DEFAULT);
    } catch (IllegalArgumentException e) {
      throw misuse.because("max_body_size: " + e.getMessage());
    }
  }

  private static long size(String option, String text, Misuse misuse) {
    return Bytes.parse(text)
        .orElseThrow(
            () -> misuse.because(option + " must be a number of bytes, or one with K, M or G"));
  }

  Timeouts timeouts(Misuse misuse) {
    misuse.when(maxRequestSeconds < 1, "max_request_seconds must be at least 1");
    misuse.when(maxIdleSeconds < 1, "max_idle_seconds must be at least 1");
    misuse.when(maxStallSeconds < 1, "max_stall_seconds must be at least 1");
    return Timeouts.DEFAULT.with(
        Duration.ofSeconds(maxIdleSeconds),
        Duration.ofSeconds(maxStallSeconds),
        Duration.ofSeconds(maxRequestSeconds));
  }
}
