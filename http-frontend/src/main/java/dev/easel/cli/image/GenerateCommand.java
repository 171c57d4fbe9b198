package dev.easel.cli.image;

import dev.easel.cli.shared.EaselVersion;
import dev.easel.cli.shared.Home;
import dev.easel.cli.shared.LoadOptions;
import dev.easel.cli.shared.Misuse;
import dev.easel.cli.shared.RepositoryOptions;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.log.LogSettings;
import dev.easel.log.Logging;
import dev.easel.serving.Servable;
import dev.easel.serving.ServableState;
import dev.easel.serving.repository.RepositorySource;
import dev.easel.serving.repository.ServableRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes images without a server. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    versionProvider = EaselVersion.class,
    sortOptions = false,
    description = {
      "Makes pictures from a prompt, without a server, through the same graph that would serve them.",
      "With --image it changes a picture; with --mask too, only its white part.",
      "With --like it makes a picture of before again, pixel for pixel."
    },
    footer = {
      "",
      "Examples:",
      "  easel generate \"a red circle on a white background\" -o out.png",
      "  easel generate \"a blue star\" --image out.png --strength 0.7 -o star.png",
      "  easel generate --like star.png --image out.png -o again.png"
    })
public final class GenerateCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  @Spec
  private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "PROMPT",
      description = "What the picture shows; not with --like.")
  private @Nullable String prompt;

  @Option(
      names = "--like",
      paramLabel = "FILE",
      description =
          "PNG picture that Easel made and that is to be made again. One that was made from another"
              + " picture needs that one as --image.")
  private @Nullable Path like;

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
    misuse.when(
        (prompt == null) == (like == null),
        prompt == null ? "a prompt is missing, or --like FILE" : "--like brings its own prompt");
    Optional<ImageFacts> facts = Optional.ofNullable(like).map(ImageFacts::read);
    facts.ifPresent(picture -> image.checkLike(picture, misuse));
    Optional<String> wanted = Optional.ofNullable(model).or(() -> facts.map(ImageFacts::model));
    RepositorySource source = RepositorySource.one(repository.source(Home.find(), misuse), wanted);
    ImageFiles pictures = new ImageFiles(output);
    try (Logging log = Logging.configure(LogSettings.of("ERROR"));
        ServableRepository opened =
            ServableRepository.open(
                source, load.settings(Optional.empty()).withPoll(Duration.ZERO))) {
      // Why a servable cannot be loaded is told as the command's failure.
      log.mute("dev.easel.serving");
      opened.load();
      opened.awaitFirstLoad();
      Servable servable = chosen(opened, wanted);
      List<Path> written =
          facts.isPresent()
              ? repeat(servable, facts.get(), pictures)
              : make(servable, wanted.orElse(servable.name()), pictures);
      written.forEach(path -> spec.commandLine().getErr().println("wrote " + path));
    }
    return 0;
  }

  private List<Path> make(Servable servable, String name, ImageFiles pictures) {
    String text = Objects.requireNonNull(prompt);
    return pictures.write(
        Answer.of(servable, image.payload(servable, name, text, pictures.format())));
  }

  /** Images of one request share their random numbers, so all of them are made again. */
  private List<Path> repeat(Servable servable, ImageFacts facts, ImageFiles pictures) {
    Answer answer = Answer.of(servable, image.payload(servable, facts, pictures.format()));
    return pictures.write(answer, facts.index());
  }

  private static Servable chosen(ServableRepository opened, Optional<String> wanted) {
    if (wanted.isPresent()) {
      Servable servable =
          opened
              .find(wanted.get())
              .orElseThrow(
                  () ->
                      new StatusException(
                          StatusCode.NOT_FOUND,
                          "there is no servable named '%s'; there are %s"
                              .formatted(
                                  wanted.get(),
                                  opened.all().stream().map(Servable::name).toList())));
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
