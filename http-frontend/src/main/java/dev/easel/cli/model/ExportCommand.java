package dev.easel.cli.model;

import dev.easel.cli.shared.EaselVersion;
import dev.easel.cli.shared.Misuse;
import dev.easel.hub.FolderSwap;
import dev.easel.serving.config.ConfigEditor;
import dev.easel.serving.config.ConfigReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Converts a model into OpenVINO's format. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    versionProvider = EaselVersion.class,
    sortOptions = false,
    description = {
      "Converts a diffusers model, a folder or a name on a hub, into OpenVINO's format, writes a"
          + " graph.pbtxt that serves it, and lists it in a config.json. The flags are those of"
          + " OVMS's export_model.py.",
      "The first use makes a Python environment with pinned versions of optimum-intel, which takes"
          + " gigabytes; EASEL_EXPORT_ENVIRONMENT names another one."
    },
    footer = {
      "",
      "Example:",
      "  easel export image_generation --source_model stable-diffusion-v1-5/stable-diffusion-v1-5"
          + " --weight-format int8 --config_file_path models/config.json --model_repository_path"
          + " models"
    })
public final class ExportCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "TASK", description = "image_generation.")
  private String task = "image_generation";

  @Option(
      names = "--source_model",
      paramLabel = "MODEL",
      required = true,
      description = "Folder of a model, or its name on the hub that HF_ENDPOINT names.")
  private String source = "";

  @Option(
      names = "--model_name",
      paramLabel = "NAME",
      description = "What the servable is called (default: the source model's name).")
  private @Nullable String name;

  @Option(
      names = "--ov_cache_dir",
      paramLabel = "DIR",
      description = "Where compiled models shall be kept; written into the graph.")
  private @Nullable Path cacheDir;

  @Option(
      names = "--config_file_path",
      paramLabel = "FILE",
      defaultValue = "config.json",
      description = "The config.json that shall list the model (default: ${DEFAULT-VALUE}).")
  private Path config = Path.of("config.json");

  @Option(
      names = "--model_repository_path",
      paramLabel = "DIR",
      defaultValue = "models",
      description = "Folder that the model goes into (default: ${DEFAULT-VALUE}).")
  private Path repository = Path.of("models");

  @Option(names = "--overwrite_models", description = "Converts even if the model is there.")
  private boolean overwrites;

  @Mixin private ConversionOptions conversion = new ConversionOptions();
  @Mixin private ImageTaskOptions image = new ImageTaskOptions();

  @Override
  public Integer call() throws IOException {
    Misuse misuse = new Misuse(spec);
    misuse.when(
        !task.equals("image_generation"),
        "task '" + task + "' is not served here; the only one is image_generation");
    image.check(misuse);
    conversion.check(misuse);
    PrintWriter err = spec.commandLine().getErr();
    String graph = image.graph("./", Optional.ofNullable(cacheDir), misuse).text();
    String servable = name == null ? source : name;
    Path target = repository.resolve(servable).normalize();
    misuse.when(
        !target.startsWith(repository.normalize()) || Path.of(servable).isAbsolute(),
        "the source is a folder, so model_name has to say what the servable is called");
    FolderSwap.of(target, "export").recover();
    if (Files.exists(target.resolve("model_index.json")) && !overwrites) {
      err.println("already there: " + target);
      image.fetchLoras(target, false, err, misuse);
    } else {
      new Conversion(source, conversion).into(target, graph, image.extras(err, misuse), err);
    }
    list(servable, target);
    err.println("serve it: easel serve --config_path " + config);
    err.flush();
    return 0;
  }

  private void list(String servable, Path target) throws IOException {
    ConfigEditor editor = new ConfigEditor(config);
    boolean isListed =
        Files.exists(editor.file())
            && ConfigReader.read(editor.file()).servables().stream()
                .anyMatch(entry -> entry.name().equals(servable));
    if (!isListed) {
      Path folder = editor.file().toAbsolutePath().normalize().resolveSibling("");
      Files.createDirectories(folder);
      editor.add(servable, folder.relativize(target.toAbsolutePath().normalize()).toString());
    }
  }
}
