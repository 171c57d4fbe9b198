package dev.easel.cli.shared;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Stops a command whose options make no sense together. */
public final class Misuse {
  private final CommandSpec spec;

  /** Speaks of the command that {@code spec} describes. */
  public Misuse(CommandSpec spec) {
    this.spec = spec;
  }

  /** Stops the command when {@code isWrong}. */
  public void when(boolean isWrong, String message) {
    if (isWrong) {
      throw because(message);
    }
  }

  /** What stops the command when it is thrown. */
  public ParameterException because(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
