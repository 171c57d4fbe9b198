package dev.easel.cli.image;

import dev.easel.cli.shared.EaselVersion;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows how an image was made. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    versionProvider = EaselVersion.class,
    description = {
      "Prints, as JSON, what a PNG picture tells about its making: prompt, seed, steps and the rest.",
      "'easel generate --like FILE' makes it again."
    },
    footer = {"", "Example:", "  easel inspect out.png"})
public final class InspectCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli refuses a command line without it
  @Parameters(paramLabel = "FILE", description = "A PNG picture that Easel made.")
  private Path file;

  @Override
  public Integer call() {
    spec.commandLine().getOut().println(ImageFacts.read(file).toPrettyString());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
