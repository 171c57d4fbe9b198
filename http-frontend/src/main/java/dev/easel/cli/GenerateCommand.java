package dev.easel.cli;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.repository.RepositorySource;
import dev.easel.repository.Servable;
import dev.easel.repository.ServableRepository;
import dev.easel.repository.ServableState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes pictures without a server. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Makes pictures from a prompt, without a server, through the same graph that would serve them.",
      "With --image it changes a picture; with --mask too, only its white part."
    },
    footer = {
      "",
      "Examples:",
      "  easel generate \"a red circle on a white background\" -o out.png",
      "  easel generate \"a blue star\" --image out.png --strength 0.7 -o star.png"
    })
final class GenerateCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "PROMPT", description = "What the picture shows.")
  private String prompt = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      defaultValue = "out.png",
      description =
          "Where to put the picture: .png, .jpg or .webp; - for standard output (default:"
              + " ${DEFAULT-VALUE}). Several are numbered: out-1.png, out-2.png.")
  private String output = "out.png";

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Servable or alias to use (default: the first that is listed).")
  private @Nullable String model;

  @Mixin private ImageOptions image = new ImageOptions();
  @Mixin private RepositoryOptions repository = new RepositoryOptions();
  @Mixin private LoadOptions load = new LoadOptions();

  @Override
  public Integer call() {
    Misuse misuse = new Misuse(spec);
    repository.check(misuse);
    load.check(misuse);
    image.check(misuse);
    RepositorySource source =
        RepositorySource.one(repository.source(Home.find(), misuse), Optional.ofNullable(model));
    Pictures pictures = new Pictures(output);
    Logging.configure(LogOptions.Level.ERROR, Optional.empty());
    try (ServableRepository opened =
        ServableRepository.open(source, load.settings(Optional.empty()).withPoll(Duration.ZERO))) {
      opened.load();
      opened.awaitFirstLoad();
      Servable servable = chosen(opened);
      Answer answer =
          Answer.of(servable, image.payload(servable, model, prompt, pictures.format()));
      List<Path> written = pictures.write(answer);
      written.forEach(path -> spec.commandLine().getErr().println("wrote " + path));
    }
    return 0;
  }

  private Servable chosen(ServableRepository opened) {
    if (model != null) {
      Servable servable =
          opened
              .find(model)
              .orElseThrow(
                  () ->
                      new StatusException(
                          StatusCode.NOT_FOUND, "there is no servable named '" + model + "'"));
      return available(servable);
    }
    return opened.all().stream()
        .findFirst()
        .map(GenerateCommand::available)
        .orElseThrow(() -> new StatusException(StatusCode.NOT_FOUND, "there is no servable"));
  }

  private static Servable available(Servable servable) {
    if (servable.state() != ServableState.AVAILABLE) {
      throw new StatusException(
          StatusCode.UNAVAILABLE,
          servable.failure().orElse("servable '" + servable.name() + "' is not loaded"));
    }
    return servable;
  }
}
