package dev.easel.cli.shared;

import dev.easel.serving.config.ServableName;
import dev.easel.serving.repository.RepositorySource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is served. */
public final class RepositoryOptions {
  @Option(
      names = "--config_path",
      paramLabel = "FILE",
      description = "config.json that lists the servables.")
  private @Nullable Path configPath;

  @Option(
      names = "--model_name",
      paramLabel = "NAME",
      description = "Name of a single servable; with --model_path.")
  private @Nullable String modelName;

  @Option(
      names = "--model_path",
      paramLabel = "DIR",
      description = "Folder of a single servable: a graph.pbtxt, or a model.")
  private @Nullable Path modelPath;

  @Option(
      names = "--model_repository_path",
      paramLabel = "DIR",
      description =
          "Folder with a config.json, or with one folder per servable; the environment variable"
              + " OVMS_MODEL_REPOSITORY_PATH stands in for it.")
  private @Nullable Path repositoryPath;

  /** The {@code config.json} that is named. */
  public Optional<Path> configPath() {
    return Optional.ofNullable(configPath);
  }

  /** The name of a single servable. */
  public Optional<String> modelName() {
    return Optional.ofNullable(modelName);
  }

  /** The folder that is named for a single servable. */
  public Optional<Path> modelPath() {
    return Optional.ofNullable(modelPath);
  }

  /** The folder of many servables, named here or by the environment. */
  public Optional<Path> repositoryPath() {
    return Optional.ofNullable(repositoryPath).or(() -> pathOfEnvironment());
  }

  /** Refuses options that contradict each other, in OVMS's words. */
  public void check(Misuse misuse) {
    boolean hasModel = modelName != null || modelPath != null;
    misuse.when(
        configPath != null && hasModel, "Use either config_path or model_path with model_name");
    misuse.when(
        repositoryPath != null && configPath != null,
        "Use either config_path or model_repository_path");
    misuse.when(
        modelName == null && modelPath != null, "Use config_path or model_path with model_name");
    if (modelName != null) {
      ServableName.mistake(modelName)
          .ifPresent(
              mistake -> {
                throw misuse.because(mistake.replace("'name'", "model_name"));
              });
    }
  }

  /** The servables that the options name, or those that ship when they name none. */
  public RepositorySource source(Home home, Misuse misuse) {
    if (configPath != null) {
      return RepositorySource.configFile(configPath);
    }
    Optional<Path> repository = repositoryPath();
    if (repository.isPresent()) {
      misuse.when(
          !Files.isDirectory(repository.get()),
          "model_repository_path " + repository.get() + " is not a folder");
      return RepositorySource.folder(repository.get());
    }
    return home.config()
        .map(RepositorySource::configFile)
        .orElseThrow(() -> misuse.because("Use config_path or model_path with model_name"));
  }

  /** Where a repository lies when the command line does not say. */
  public static Optional<Path> pathOfEnvironment() {
    return Optional.ofNullable(System.getenv("OVMS_MODEL_REPOSITORY_PATH"))
        .filter(path -> !path.isEmpty())
        .map(Path::of);
  }

  /** The folder of a single servable: the one that is named, or the one of its name. */
  public Optional<Path> modelFolder() {
    return modelPath()
        .or(() -> modelName().flatMap(name -> repositoryPath().map(path -> path.resolve(name))));
  }
}
