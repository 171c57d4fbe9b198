package dev.easel.cli.tune;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.calculators.generate.pipeline.ModelTuning;
import dev.easel.calculators.generate.pipeline.TuningTerms;
import dev.easel.calculators.generate.tuning.RecordJson;
import dev.easel.calculators.model.Resolution;
import dev.easel.cli.shared.CacheFolder;
import dev.easel.cli.shared.EaselVersion;
import dev.easel.cli.shared.Failures;
import dev.easel.cli.shared.Home;
import dev.easel.cli.shared.Misuse;
import dev.easel.serving.plugin.CalculatorFolder;
import dev.easel.serving.repository.RepositorySettings;
import dev.easel.serving.repository.RepositoryTuning;
import dev.easel.serving.repository.RepositoryTuning.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

/** Measures how models are best compiled here, and keeps what it finds for the server. */
@Command(
    name = "tune",
    mixinStandardHelpOptions = true,
    versionProvider = EaselVersion.class,
    sortOptions = false,
    description = {
      "Measures how a model is best compiled on this machine, and how many requests are best run at"
          + " once, and keeps that for 'serve', which reads it when it loads the model.",
      "What is chosen makes the same pixels as before, is as fast for a lone request, and serves"
          + " most pictures to one, two, four and eight clients. The precision stays: that is for"
          + " plugin_config to say. Nothing else should run on the machine meanwhile.",
      "The exit status is 1 when a model could not be measured, or other programs took so much of the"
          + " cores that the figures are not kept."
    },
    footer = {
      "",
      "Examples:",
      "  easel tune models/stable-diffusion",
      "  easel tune models/config.json --name sd --size 512x512 --size 768x768"
    })
public final class TuneCommand implements Callable<Integer> {
  private static final long MOST_SECONDS = 3600;

  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  @Spec
  private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "PATH",
      description =
          "A model's folder, a graph.pbtxt, a config.json or a folder of servables (default: what"
              + " ships).")
  private @Nullable Path path;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Of several servables only this one.")
  private @Nullable String name;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      description =
          "Size of the images, several times for several (default: the one that a request gets"
              + " which names none).")
  private List<String> sizes = List.of();

  @Option(
      names = "--seconds",
      paramLabel = "SECONDS",
      defaultValue = "6",
      description =
          "How long each way of compiling is measured with each number of requests at once"
              + " (default: ${DEFAULT-VALUE}).")
  private long seconds = 6;

  @Option(names = "--long", description = "Also a model whose step takes seconds.")
  private boolean takesLong;

  @Option(
      names = "--other_pixels",
      description =
          "May choose what makes slightly other pixels of the same seed. They are then those of"
              + " this choice for every request.")
  private boolean allowsOtherPixels;

  @Option(
      names = "--busy",
      description =
          "Keeps what was measured although other programs took more than 20 %% of the cores.")
  private boolean keepsRough;

  @Option(names = "--json", description = "Prints one JSON object, for programs.")
  private boolean isJson;

  @Option(
      names = "--calculators_path",
      paramLabel = "DIR",
      description = "Folder of jars with calculators that you trust: their code runs.")
  private @Nullable Path calculatorsPath;

  @Mixin private CacheFolder cache = new CacheFolder();

  @Override
  public Integer call() throws InterruptedException {
    Misuse misuse = new Misuse(spec);
    misuse.when(seconds < 1 || seconds > MOST_SECONDS, "seconds must be in 1 to " + MOST_SECONDS);
    Path what =
        Optional.ofNullable(path)
            .or(() -> Home.find().config())
            .orElseThrow(() -> misuse.because("PATH is missing"));
    misuse.when(!Files.exists(what), "there is no " + what);
    TuningTerms terms =
        new TuningTerms(
            sizes(misuse),
            Duration.ofSeconds(seconds),
            takesLong,
            allowsOtherPixels,
            keepsRough,
            this::tell);
    List<Outcome> outcomes =
        new RepositoryTuning(settings()).tune(what, Optional.ofNullable(name), terms);
    PrintWriter out = spec.commandLine().getOut();
    if (isJson) {
      out.println(json(outcomes));
    } else {
      outcomes.forEach(outcome -> print(outcome, out));
    }
    out.flush();
    boolean isDone =
        outcomes.stream()
            .allMatch(outcome -> outcome.result().flatMap(ModelTuning.Result::file).isPresent());
    return isDone ? 0 : Failures.FAILED;
  }

  private RepositorySettings settings() {
    RepositorySettings settings =
        RepositorySettings.standard(
                new CalculatorFolder(Optional.ofNullable(calculatorsPath), this::tell))
            .withDeployment("tuning_dir", cache.tuning().toString());
    return cache
        .folder()
        .map(folder -> settings.withDeployment("cache_dir", folder.toString()))
        .orElse(settings);
  }

  private List<Resolution> sizes(Misuse misuse) {
    List<Resolution> read = new ArrayList<>();
    for (String size : sizes) {
      read.add(
          Resolution.parse(size)
              .orElseThrow(() -> misuse.because("size '" + size + "' is not like 512x768")));
    }
    return read;
  }

  private void tell(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }

  private static void print(Outcome outcome, PrintWriter out) {
    out.println(outcome.servable() + ":");
    if (outcome.result().isEmpty()) {
      out.println("  not measured: " + outcome.obstacle());
      return;
    }
    ModelTuning.Result result = outcome.result().get();
    TuningTable.print(result.record(), out);
    out.println(
        result
            .file()
            .map(file -> "  kept in " + file)
            .orElse("  not kept: repeat it when nothing else runs, or add --busy"));
  }

  private static String json(List<Outcome> outcomes) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    ArrayNode models = root.putArray("models");
    for (Outcome outcome : outcomes) {
      ObjectNode one = models.addObject();
      one.put("servable", outcome.servable());
      if (outcome.result().isEmpty()) {
        one.put("obstacle", outcome.obstacle());
      } else {
        ModelTuning.Result result = outcome.result().get();
        result.file().ifPresent(file -> one.put("file", file.toString()));
        try {
          one.set("record", mapper.readTree(RecordJson.write(result.record())));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return root.toPrettyString();
  }
}
