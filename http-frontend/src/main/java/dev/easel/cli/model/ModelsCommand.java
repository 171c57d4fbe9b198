package dev.easel.cli.model;

import dev.easel.cli.shared.EaselVersion;
import dev.easel.cli.shared.Misuse;
import dev.easel.serving.config.ConfigEditor;
import dev.easel.serving.config.ServableEntry;
import dev.easel.serving.repository.RepositorySource;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists, adds and removes servables. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    versionProvider = EaselVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Lists the servables of a folder, and edits the config.json that names them.",
    footer = {
      "",
      "Examples:",
      "  easel models list models",
      "  easel models add models/config.json sd --model_path stable-diffusion",
      "  easel models remove models/config.json sd"
    })
public final class ModelsCommand implements Runnable {
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  @Spec
  private CommandSpec spec;

  @Override
  public void run() {
    throw new Misuse(spec).because("one of the commands list, add and remove is needed");
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Prints the name of every folder that holds a graph or a model.",
      footer = {"", "Example:", "  easel models list models"})
  void list(@Parameters(paramLabel = "DIR", description = "The folder.") Path folder) {
    new Misuse(spec).when(!Files.isDirectory(folder), folder + " is not a folder");
    list(folder, spec.commandLine().getOut());
  }

  /** Prints the servables that a folder shows. */
  public static void list(Path folder, PrintWriter out) {
    List<ServableEntry> entries = new RepositorySource.Folder(folder).entries();
    entries.forEach(entry -> out.println(entry.name()));
    out.flush();
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Adds a servable to a config.json.",
      footer = {"", "Example:", "  easel models add models/config.json sd --model_path sd"})
  void add(
      @Parameters(paramLabel = "CONFIG", description = "The config.json, or its folder.")
          Path config,
      @Parameters(paramLabel = "NAME", description = "The servable's name.") String name,
      @Option(
              names = "--model_path",
              paramLabel = "DIR",
              description = "Its folder, absolute or from the config.json (default: NAME).")
          @Nullable String modelPath) {
    new ConfigEditor(config).add(name, modelPath == null ? name : modelPath);
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Takes a servable out of a config.json; its files stay.",
      footer = {"", "Example:", "  easel models remove models/config.json sd"})
  void remove(
      @Parameters(paramLabel = "CONFIG", description = "The config.json, or its folder.")
          Path config,
      @Parameters(paramLabel = "NAME", description = "The servable's name.") String name) {
    new ConfigEditor(config).remove(name);
  }
}
