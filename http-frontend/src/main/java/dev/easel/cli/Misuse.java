package dev.easel.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Stops a command whose options make no sense together. */
final class Misuse {
  private final CommandSpec spec;

  Misuse(CommandSpec spec) {
    this.spec = spec;
  }

  void when(boolean isWrong, String message) {
    if (isWrong) {
      throw because(message);
    }
  }

  ParameterException because(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
