package dev.easel.cli.author;

import dev.easel.cli.serve.ServeCommand;
import dev.easel.cli.shared.EaselVersion;
import dev.easel.cli.shared.Failures;
import dev.easel.cli.shared.Misuse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Serves a project of calculators while it is written. */
@Command(
    name = "dev",
    mixinStandardHelpOptions = true,
    versionProvider = EaselVersion.class,
    description = {
      "Builds a project of calculators, serves its config.json on this machine alone, and builds"
          + " again whenever a source is saved; graphs and config.json are followed too.",
      "It compiles src/main/java with the JDK's compiler, against what the server shares with"
          + " calculators and the jars in the project's folder lib."
    },
    footer = {
      "",
      "Example:",
      "  easel new calculator Blur",
      "  easel dev blur",
      "  easel dev blur -- --rest_port 8001 --log_level DEBUG"
    })
public final class DevCommand implements Callable<Integer> {
  private static final double NANOS = 1e9;

  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  @Spec
  private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "The project's folder (default: this one).")
  private Path project = Path.of(".");

  @Parameters(
      index = "1..*",
      paramLabel = "FLAG",
      arity = "0..*",
      description = "Flags of 'serve', after --.")
  private List<String> flags = new ArrayList<>();

  @Option(
      names = "--build",
      description =
          "Builds target/dev/calculators/project.jar and ends; the exit status is 1 after a"
              + " mistake.")
  private boolean isBuildOnly;

  @Override
  public Integer call() throws IOException {
    Path config = project.resolve("config.json");
    ProjectBuild build = ProjectBuild.of(project);
    if (isBuildOnly) {
      return build(build) ? 0 : Failures.FAILED;
    }
    new Misuse(spec).when(!Files.exists(config), config + " is missing; it lists what is served");
    Files.createDirectories(build.calculators());
    build(build);
    SourceWatch watch = SourceWatch.open(build.watched(), () -> build(build));
    try {
      return Failures.handledBy(new CommandLine(new ServeCommand()))
          .setOut(spec.commandLine().getOut())
          .setErr(spec.commandLine().getErr())
          .execute(arguments(config, build.calculators()));
    } finally {
      watch.close();
    }
  }

  private String[] arguments(Path config, Path calculators) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--config_path", config.toString(), "--calculators_path", calculators.toString()));
    if (!flags.contains("--rest_bind_address")) {
      arguments.addAll(List.of("--rest_bind_address", "127.0.0.1"));
    }
    arguments.addAll(flags);
    return arguments.toArray(String[]::new);
  }

  /** Whether there is a new jar; says so, or what is wrong. */
  private boolean build(ProjectBuild build) {
    long begun = System.nanoTime();
    PrintWriter err = spec.commandLine().getErr();
    try {
      List<String> mistakes = build.build().mistakes();
      if (mistakes.isEmpty()) {
        err.println("built in %.1f s".formatted((System.nanoTime() - begun) / NANOS));
        return true;
      }
      mistakes.forEach(err::println);
      String count = mistakes.size() == 1 ? "1 mistake" : mistakes.size() + " mistakes";
      err.println(count + "; what was built before goes on");
    } catch (IOException | RuntimeException e) {
      err.println("cannot build: " + e);
    } finally {
      err.flush();
    }
    return false;
  }
}
