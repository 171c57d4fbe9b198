package dev.easel.cli;

import dev.easel.cli.shared.EaselVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What stands before every command. */
@Command(
    name = "easel",
    versionProvider = EaselVersion.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Serves image generation models, and runs graphs of calculators.",
    footer = {
      "",
      "'easel bench' measures a server, 'easel install-authors' installs what calculators are"
          + " compiled with; they come with the sources, with a help of their own.",
      "Flags without a command are those of 'serve'. Every command has its own --help.",
      "",
      "Example:",
      "  easel generate \"a red circle on a white background\" -o out.png"
    })
final class EaselCommand implements Runnable {
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  @Spec
  private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
