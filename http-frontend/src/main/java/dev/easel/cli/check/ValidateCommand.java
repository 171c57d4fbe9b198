package dev.easel.cli.check;

import dev.easel.access.AccessReader;
import dev.easel.cli.shared.EaselVersion;
import dev.easel.cli.shared.Failures;
import dev.easel.cli.shared.Misuse;
import dev.easel.framework.config.Mistake;
import dev.easel.framework.status.StatusCode;
import dev.easel.serving.config.ConfigException;
import dev.easel.serving.plugin.CalculatorFolder;
import dev.easel.serving.repository.CheckReport;
import dev.easel.serving.repository.RepositoryCheck;
import dev.easel.serving.repository.RepositorySettings;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks files without serving them. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    versionProvider = EaselVersion.class,
    description = {
      "Checks a config.json, a graph.pbtxt or a folder without serving it.",
      "Every mistake is named with its file, line, column and node. The exit status is 0 when there"
          + " is none, otherwise 1."
    },
    footer = {"", "Example:", "  easel validate models/config.json"})
public final class ValidateCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "PATH", description = "What to check.")
  private Path path = Path.of(".");

  @Option(names = "--json", description = "Prints one JSON object, for programs.")
  private boolean isJson;

  @Option(names = "--load", description = "Also opens the models, as serving would.")
  private boolean opensModels;

  @Option(
      names = "--calculators_path",
      paramLabel = "DIR",
      description =
          "Folder of jars with calculators that you trust: their code runs. Without it no jar is"
              + " loaded, also none that serve would find beside a config.json.")
  private @Nullable Path calculatorsPath;

  @Option(
      names = "--access_config",
      paramLabel = "FILE",
      description = "Also checks this file of groups and keys, as serving would.")
  private @Nullable Path accessFile;

  @Override
  public Integer call() {
    Misuse misuse = new Misuse(spec);
    misuse.when(!Files.exists(path), "there is no " + path);
    misuse.when(
        calculatorsPath != null && !Files.isDirectory(calculatorsPath),
        "calculators_path " + calculatorsPath + " is not a folder");
    Optional<Path> calculators = Optional.ofNullable(calculatorsPath);
    RepositorySettings settings =
        RepositorySettings.standard(
            new CalculatorFolder(
                calculators,
                line -> {
                  err().println(line);
                  err().flush();
                }));
    CheckReport report = withAccess(new RepositoryCheck(settings, opensModels).check(path));
    PrintWriter out = spec.commandLine().getOut();
    if (isJson) {
      out.println(CheckJson.text(report));
    } else {
      print(report, out);
      if (calculators.isEmpty()) {
        hint(out);
      }
    }
    out.flush();
    return report.isValid() ? 0 : Failures.FAILED;
  }

  private CheckReport withAccess(CheckReport report) {
    Path file = accessFile;
    if (file == null) {
      return report;
    }
    List<Mistake> mistakes = new ArrayList<>(report.mistakes());
    try {
      if (AccessReader.read(file).keys().isEmpty()) {
        String message = "there is no key; add one with 'easel keys add " + file + " GROUP'";
        mistakes.add(
            new Mistake(StatusCode.INVALID_ARGUMENT, file.toString(), 0, 0, "", message, ""));
      }
    } catch (ConfigException e) {
      mistakes.addAll(e.mistakes());
    }
    return new CheckReport(report.graphs(), mistakes, report.warnings());
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }

  private static void print(CheckReport report, PrintWriter out) {
    report.warnings().forEach(warning -> out.println("warning: " + warning));
    report.mistakes().forEach(out::println);
    int mistakes = report.mistakes().size();
    for (CheckReport.Graph graph : report.graphs()) {
      graph.warnings().forEach(warning -> out.println("warning: " + warning.message()));
      graph.mistakes().forEach(mistake -> out.println(line(graph, mistake)));
      mistakes += graph.mistakes().size();
    }
    int graphs = report.graphs().size();
    out.println(
        (graphs == 1 ? "1 graph" : graphs + " graphs")
            + ", "
            + (mistakes == 0
                ? "no mistakes"
                : mistakes == 1 ? "1 mistake" : mistakes + " mistakes"));
  }

  /** Looking at a folder must not run what lies in it, so that has to be asked for. */
  private void hint(PrintWriter out) {
    Path folder = Files.isDirectory(path) ? path : path.toAbsolutePath().resolveSibling(".");
    Path beside = folder.resolve("calculators").normalize();
    if (!CalculatorFolder.jars(beside).isEmpty()) {
      out.println(
          "The jars in "
              + beside
              + " were not loaded; if you trust their code, add --calculators_path "
              + beside);
    }
  }

  private static String line(CheckReport.Graph graph, Mistake mistake) {
    boolean isPlaced = mistake.line() > 0 || graph.name().isEmpty();
    return isPlaced
        ? mistake.toString()
        : "servable '" + graph.name() + "' cannot be loaded: " + mistake.message();
  }
}
