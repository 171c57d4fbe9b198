package dev.easel.cli.check;

import dev.easel.cli.shared.CacheFolder;
import dev.easel.cli.shared.EaselVersion;
import dev.easel.cli.shared.Failures;
import dev.easel.cli.shared.Home;
import dev.easel.cli.shared.Misuse;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks the machine. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = EaselVersion.class,
    description = {
      "Checks whether this machine can serve, and says what to do where it cannot.",
      "The exit status is 1 when something would keep the server from working."
    },
    footer = {"", "Example:", "  easel doctor --rest_port 8000"})
public final class DoctorCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--rest_port",
      paramLabel = "PORT",
      defaultValue = "8000",
      description = "Port that the server shall have (default: ${DEFAULT-VALUE}).")
  private int port = 8000;

  @Mixin private CacheFolder cache = new CacheFolder();

  @Override
  public Integer call() {
    new Misuse(spec).when(port < 1 || port > 65_535, "rest_port must be in 1 to 65535");
    List<Finding> findings =
        List.of(
            MachineChecks.java(),
            MachineChecks.processors(),
            MachineChecks.memory(),
            MachineChecks.openFiles(),
            MachineChecks.runtime(),
            MachineChecks.port(port),
            MachineChecks.shipped(Home.find()),
            MachineChecks.tuning(cache.tuning()));
    PrintWriter out = spec.commandLine().getOut();
    findings.forEach(out::println);
    out.flush();
    boolean isFit = findings.stream().noneMatch(f -> f.verdict() == Finding.Verdict.FAIL);
    return isFit ? 0 : Failures.FAILED;
  }
}
