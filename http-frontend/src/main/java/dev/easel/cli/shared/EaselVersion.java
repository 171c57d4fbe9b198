package dev.easel.cli.shared;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Says which build this is. */
public final class EaselVersion implements IVersionProvider {

  /** The jar's version; {@code development} when the classes come from no jar. */
  public static String text() {
    return Optional.ofNullable(EaselVersion.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"easel " + text()};
  }
}
