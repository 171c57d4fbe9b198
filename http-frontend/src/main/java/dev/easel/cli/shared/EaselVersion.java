package dev.easel.cli.shared;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/** Says which build this is. */
public final class EaselVersion implements IVersionProvider {
  private static final String FILE = "version.txt";

  /** The version, which the build writes into a file beside the class. */
  public static String text() {
    try (InputStream in = EaselVersion.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("the program has no " + FILE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String[] getVersion() {
    return new String[] {"easel " + text()};
  }
}
