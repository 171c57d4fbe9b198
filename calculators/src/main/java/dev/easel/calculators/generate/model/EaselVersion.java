package dev.easel.calculators.generate.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which Easel made an image. */
final class EaselVersion {

  static final String OF_EASEL = read();

  private EaselVersion() {}

  private static String read() {
    try (InputStream in =
        EaselVersion.class.getResourceAsStream("/dev/easel/calculators/version.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
