package dev.easel.cli.model;

import dev.easel.cli.shared.Misuse;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.hub.HubAddress;
import dev.easel.hub.ModelPull;
import dev.easel.serving.config.ConfigEditor;
import dev.easel.serving.config.ConfigReader;
import dev.easel.serving.config.ServableEntry;
import dev.easel.serving.repository.RepositorySource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which model to fetch. */
public final class PullOptions {
  @Option(
      names = "--source_model",
      paramLabel = "ORG/MODEL",
      description =
          "Model on the hub, https://huggingface.co unless HF_ENDPOINT names another; HF_TOKEN lets"
              + " in. A model that is already"
              + " in --model_repository_path is not asked for again.")
  private @Nullable String sourceModel;

  @Option(
      names = "--overwrite_models",
      arity = "0..1",
      paramLabel = "BOOL",
      fallbackValue = "true",
      defaultValue = "false",
      description = "Fetches the model even if it is there.")
  private boolean overwrites;

  @Mixin private ConversionOptions conversion = new ConversionOptions();

  /** The model that is asked for. */
  public Optional<String> sourceModel() {
    return Optional.ofNullable(sourceModel);
  }

  /** Refuses values that no conversion takes. */
  public void check(Misuse misuse) {
    conversion.check(misuse);
  }

  /** Where the model lies below a repository. */
  Path target(Path repository, String model) {
    return repository.resolve(model);
  }

  /** What goes into a model's folder beside its files. */
  public interface Extras {
    /** Looks, before anything is fetched, whether it will be possible. */
    void check();

    /** Adds to the folder. */
    void in(Path folder, boolean overwrites);
  }

  /**
   * Fetches the model unless it is there, with a graph that serves it; says where it is.
   *
   * @param extras called in any case, with the folder in which the model is, or is to be
   */
  public Path fetch(Path repository, String model, String graph, Extras extras, PrintWriter err) {
    Path target = target(repository, model);
    if (Files.exists(target.resolve("model_index.json")) && !overwrites) {
      err.println("already there: " + target);
      extras.in(target, false);
      return target;
    }
    extras.check();
    ModelPull pull = hub(err);
    if (pull.isSource(model)) {
      convert(target, model, graph, extras, err);
    } else {
      pull.fetch(
          model,
          target,
          staging -> {
            extras.in(staging, true);
            Files.writeString(staging.resolve("graph.pbtxt"), graph, StandardCharsets.UTF_8);
          });
    }
    return target;
  }

  /** The hub that the environment names. */
  static ModelPull hub(PrintWriter err) {
    Map<String, String> environment = System.getenv();
    return new ModelPull(HubAddress.of(environment), environment, ProgressLine.on(err));
  }

  private void convert(Path target, String model, String graph, Extras extras, PrintWriter err) {
    err.println(model + " is not in OpenVINO's format, so it is converted");
    try {
      new Conversion(model, conversion.withDefault("int8")).into(target, graph, extras, err);
    } catch (IOException e) {
      throw new StatusException(
          StatusCode.UNKNOWN, "cannot write the model to " + target + ": " + e, e);
    }
  }

  /**
   * Lists the model in the repository's {@code config.json}. A new one lists what the folder showed
   * before, so that nothing stops being served.
   */
  static void list(Path repository, String name) {
    ConfigEditor editor = new ConfigEditor(repository.resolve("config.json"));
    if (!Files.exists(editor.file())) {
      for (ServableEntry entry : new RepositorySource.Folder(repository).entries()) {
        editor.add(entry.name(), entry.name());
      }
    }
    List<String> listed =
        Files.exists(editor.file())
            ? ConfigReader.read(editor.file()).servables().stream()
                .map(ServableEntry::name)
                .toList()
            : List.of();
    if (!listed.contains(name)) {
      editor.add(name, name);
    }
  }
}
