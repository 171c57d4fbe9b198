package dev.easel.cli.model;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.genai.GenAi;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The Python environment in which models are converted: made on first use with the versions that
 * {@code export-requirements.txt} pins, and kept for later.
 *
 * @param folder where it is
 */
record ExportEnvironment(Path folder) {
  private static final String REQUIREMENTS = "export-requirements.txt";
  private static final String WHOLE = "easel-export-is-whole";

  /**
   * The environment that {@code EASEL_EXPORT_ENVIRONMENT} names, else one in Easel's cache whose
   * name changes with the pinned versions.
   */
  static ExportEnvironment of(Map<String, String> environment) {
    String named = environment.get("EASEL_EXPORT_ENVIRONMENT");
    if (named != null && !named.isBlank()) {
      return new ExportEnvironment(Path.of(named).toAbsolutePath());
    }
    return new ExportEnvironment(GenAi.cache().resolve("export-" + version()));
  }

  private static byte[] requirements() {
    try (InputStream in = ExportEnvironment.class.getResourceAsStream(REQUIREMENTS)) {
      return Objects.requireNonNull(in, REQUIREMENTS).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String version() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(requirements());
      return HexFormat.of().formatHex(Arrays.copyOf(hash, 6));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The program that converts. */
  Path converter() {
    return folder.resolve("bin").resolve("optimum-cli");
  }

  /** Makes the environment unless it is there. */
  void prepare(PrintWriter err) {
    if (Files.exists(folder.resolve(WHOLE)) || (!isOurs() && Files.exists(converter()))) {
      return;
    }
    err.println("making the Python environment for conversions, once: it takes gigabytes");
    err.println("it goes to " + folder);
    err.flush();
    try {
      Files.createDirectories(folder);
      Path requirements = Files.write(folder.resolve(REQUIREMENTS), requirements());
      run(List.of("python3", "-m", "venv", folder.toString()), err);
      String python = folder.resolve("bin").resolve("python").toString();
      run(
          List.of(
              python,
              "-m",
              "pip",
              "install",
              "--disable-pip-version-check",
              "--no-input",
              "--progress-bar",
              "off",
              "-r",
              requirements.toString()),
          err);
      Files.writeString(folder.resolve(WHOLE), "");
    } catch (IOException e) {
      throw new StatusException(
          StatusCode.PERMISSION_DENIED, "cannot write to " + folder + ": " + e, e);
    }
  }

  /** Whether Easel may install into it. */
  private boolean isOurs() {
    return folder.getFileName().toString().startsWith("export-");
  }

  /** Runs a program and passes on what it says. */
  static void run(List<String> command, PrintWriter err) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    List<String> last = new ArrayList<>();
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          err.println("  " + line);
          err.flush();
          last.add(line);
        }
      }
      int status = process.waitFor();
      if (status != 0) {
        throw new StatusException(
            StatusCode.UNKNOWN,
            "'%s' failed with status %d%s"
                .formatted(
                    String.join(" ", command),
                    status,
                    last.isEmpty() ? "" : ": " + last.get(last.size() - 1)));
      }
    } catch (IOException e) {
      throw new StatusException(
          StatusCode.NOT_FOUND,
          command.get(0) + " cannot be started: sudo apt install python3 python3-venv python3-pip",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StatusException(StatusCode.CANCELLED, "interrupted", e);
    }
  }
}
