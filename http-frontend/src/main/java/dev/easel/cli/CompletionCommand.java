package dev.easel.cli;

import dev.easel.cli.shared.EaselVersion;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what makes a shell complete Easel's command lines. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    versionProvider = EaselVersion.class,
    description = "Prints a script that makes bash and zsh complete commands and options.",
    footer = {"", "Example:", "  source <(easel completion)"})
final class CompletionCommand implements Runnable {
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  @Spec
  private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().getOut().print(AutoComplete.bash("easel", spec.root().commandLine()));
    spec.commandLine().getOut().flush();
  }
}
