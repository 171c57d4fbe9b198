package dev.easel.cli.model;

import dev.easel.cli.shared.EaselVersion;
import dev.easel.cli.shared.Misuse;
import dev.easel.cli.shared.RepositoryOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Fetches a model. */
@Command(
    name = "pull",
    mixinStandardHelpOptions = true,
    versionProvider = EaselVersion.class,
    sortOptions = false,
    description = {
      "Fetches a model in OpenVINO's format from a hub, writes a graph.pbtxt that serves it, and"
          + " lists it in the repository's config.json.",
      "A pull that was cut goes on where it was; sizes and hashes are checked."
    },
    footer = {
      "",
      "Example:",
      "  easel pull --source_model OpenVINO/stable-diffusion-v1-5-int8-ov --model_repository_path"
          + " models"
    })
public final class PullCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--model_repository_path",
      paramLabel = "DIR",
      description =
          "Folder that the model goes into; the environment variable OVMS_MODEL_REPOSITORY_PATH"
              + " stands in for it.")
  private @Nullable Path repositoryPath;

  @Option(
      names = "--cache_dir",
      paramLabel = "DIR",
      description = "Where compiled models are kept, for the graph.")
  private @Nullable Path cacheDir;

  @Mixin private PullOptions pull = new PullOptions();
  @Mixin private ImageTaskOptions image = new ImageTaskOptions();

  @Override
  public Integer call() {
    Misuse misuse = new Misuse(spec);
    image.check(misuse);
    pull.check(misuse);
    Path repository =
        Optional.ofNullable(repositoryPath)
            .or(RepositoryOptions::pathOfEnvironment)
            .orElseThrow(() -> misuse.because("model_repository_path is missing"));
    String model = pull.sourceModel().orElseThrow(() -> misuse.because("source_model is missing"));
    String graph = image.graph("./", Optional.ofNullable(cacheDir), misuse).text();
    PrintWriter err = spec.commandLine().getErr();
    pull.fetch(repository, model, graph, image.extras(err, misuse), err);
    PullOptions.list(repository, model);
    return 0;
  }
}
