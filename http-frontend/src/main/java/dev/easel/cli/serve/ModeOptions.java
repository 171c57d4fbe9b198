package dev.easel.cli.serve;

import dev.easel.cli.model.ImageTaskOptions;
import dev.easel.cli.model.ModelsCommand;
import dev.easel.cli.shared.Misuse;
import dev.easel.cli.shared.RepositoryOptions;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.serving.config.ConfigEditor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** OVMS's flags that do something else than serve; each has a command of its own too. */
final class ModeOptions {
  @Option(
      names = "--pull",
      arity = "0..1",
      paramLabel = "BOOL",
      fallbackValue = "true",
      defaultValue = "false",
      description = "Only fetches --source_model; 'easel pull' lists it in config.json too.")
  private boolean pulls;

  @Option(
      names = "--configure",
      arity = "0..1",
      paramLabel = "BOOL",
      fallbackValue = "true",
      defaultValue = "false",
      description = "Only writes a graph.pbtxt into --model_path.")
  private boolean configures;

  @Option(
      names = "--list_models",
      arity = "0..1",
      paramLabel = "BOOL",
      fallbackValue = "true",
      defaultValue = "false",
      description = "Only lists --model_repository_path, as 'easel models list' does.")
  private boolean lists;

  @Option(
      names = "--add_to_config",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "CONFIG",
      description = "Only adds --model_name to a config.json, as 'easel models add' does.")
  private @Nullable String addTo;

  @Option(
      names = "--remove_from_config",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "CONFIG",
      description = "Only takes --model_name out of one, as 'easel models remove' does.")
  private @Nullable String removeFrom;

  @Option(
      names = "--group_name",
      paramLabel = "GROUP",
      description =
          "Group of the servable that --add_to_config adds: what is loaded and unloaded together;"
              + " 'permanent' is never unloaded.")
  private @Nullable String group;

  /** Whether only a graph is to be written. */
  boolean configures() {
    return configures;
  }

  /** Whether only a model is to be fetched. */
  boolean pulls() {
    return pulls;
  }

  /**
   * Refuses modes that exclude each other or lack what they need, in OVMS's words.
   *
   * @param isModelGiven whether a model is to be fetched, or a task is named
   */
  void check(boolean isModelGiven, RepositoryOptions repository, Misuse misuse) {
    boolean isHub = pulls || isModelGiven;
    refuse(isHub && lists, "--list_models cannot be used with --pull or --task", misuse);
    refuse(
        isHub && removeFrom != null,
        "--remove_from_config cannot be used with --pull or --task",
        misuse);
    refuse(isHub && addTo != null, "--add_to_config cannot be used with --pull or --task", misuse);
    refuse(configures && pulls, "--configure cannot be used with --pull", misuse);
    refuse(addTo != null && lists, "--list_models cannot be used with --add_to_config", misuse);
    refuse(
        removeFrom != null && lists,
        "--list_models cannot be used with --remove_from_config",
        misuse);
    refuse(
        addTo != null && removeFrom != null,
        "--add_to_config cannot be used with --remove_from_config",
        misuse);
    refuse(
        removeFrom != null && repository.modelPath().isPresent(),
        "--model_path cannot be used with --remove_from_config",
        misuse);
    boolean edits = addTo != null || removeFrom != null;
    boolean hasConfig =
        !String.valueOf(addTo != null ? addTo : removeFrom).isEmpty()
            || repository.configPath().isPresent()
            || repository.repositoryPath().isPresent();
    misuse.when(edits && !hasConfig, "Set config_path with add_to_config/remove_from_config");
    misuse.when(group != null && addTo == null, "group_name is for --add_to_config");
    misuse.when(
        edits && repository.modelName().isEmpty(),
        "Set model_name with add_to_config/remove_from_config");
    misuse.when(
        lists && repository.repositoryPath().isEmpty(),
        "Use --list_models with --model_repository_path");
  }

  private static void refuse(boolean isWrong, String why, Misuse misuse) {
    misuse.when(isWrong, "error parsing options - " + why);
  }

  /** Carries a flag out; false when none was given, so that the command goes on to serve. */
  boolean carriedOut(
      RepositoryOptions repository,
      ImageTaskOptions image,
      Optional<Path> cacheDir,
      Misuse misuse,
      CommandSpec spec) {
    if (lists) {
      Path folder = folder(repository, misuse);
      misuse.when(
          !Files.isDirectory(folder), "model_repository_path " + folder + " is not a folder");
      ModelsCommand.list(folder, spec.commandLine().getOut());
    } else if (addTo != null) {
      add(repository, misuse);
    } else if (removeFrom != null) {
      new ConfigEditor(config(removeFrom, repository, misuse)).remove(name(repository, misuse));
    } else if (configures) {
      configure(repository, image, cacheDir, misuse, spec.commandLine().getErr());
    }
    return lists || addTo != null || removeFrom != null || configures;
  }

  private static Path folder(RepositoryOptions repository, Misuse misuse) {
    return repository
        .repositoryPath()
        .orElseThrow(() -> misuse.because("model_repository_path is missing"));
  }

  private static String name(RepositoryOptions repository, Misuse misuse) {
    return repository.modelName().orElseThrow(() -> misuse.because("model_name is missing"));
  }

  private static Path config(String given, RepositoryOptions repository, Misuse misuse) {
    return given.isEmpty()
        ? repository.configPath().orElseGet(() -> folder(repository, misuse))
        : Path.of(given);
  }

  private void add(RepositoryOptions repository, Misuse misuse) {
    String name = name(repository, misuse);
    ConfigEditor editor = new ConfigEditor(config(String.valueOf(addTo), repository, misuse));
    // Below the repository means below it from the file, too, which may lie somewhere else.
    Optional<Path> below =
        repository.repositoryPath().map(path -> fromFile(editor.file(), path.resolve(name)));
    editor.add(
        name,
        repository.modelPath().or(() -> below).orElse(Path.of(name)).toString(),
        Optional.ofNullable(group));
  }

  private static Path fromFile(Path file, Path folder) {
    Path whole = folder.toAbsolutePath().normalize();
    Path beside = file.toAbsolutePath().normalize().resolveSibling("");
    return whole.startsWith(beside) ? beside.relativize(whole) : whole;
  }

  private static void configure(
      RepositoryOptions repository,
      ImageTaskOptions image,
      Optional<Path> cacheDir,
      Misuse misuse,
      PrintWriter err) {
    Path folder =
        repository.modelFolder().orElseThrow(() -> misuse.because("model_path is missing"));
    misuse.when(
        !Files.exists(folder.resolve("model_index.json")),
        folder + " holds no model_index.json, so there is no model for image_generation in it");
    image.fetchLoras(folder, false, err, misuse);
    try {
      Files.writeString(
          folder.resolve("graph.pbtxt"),
          image.graph(".", cacheDir, misuse).text(),
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new StatusException(
          StatusCode.PERMISSION_DENIED, "cannot write a graph into " + folder + ": " + e, e);
    }
  }
}
