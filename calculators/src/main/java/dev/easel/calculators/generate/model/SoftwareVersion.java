package dev.easel.calculators.generate.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which Easel made an image. */
final class SoftwareVersion {

  static final String OF_EASEL = read();

  private SoftwareVersion() {}

  private static String read() {
    try (InputStream in =
        SoftwareVersion.class.getResourceAsStream("/dev/easel/calculators/version.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
