package dev.easel.cli;

import dev.easel.cli.access.KeysCommand;
import dev.easel.cli.author.DevCommand;
import dev.easel.cli.author.NewCommand;
import dev.easel.cli.check.DoctorCommand;
import dev.easel.cli.check.ValidateCommand;
import dev.easel.cli.graph.GraphCommand;
import dev.easel.cli.image.GenerateCommand;
import dev.easel.cli.image.InspectCommand;
import dev.easel.cli.model.ExportCommand;
import dev.easel.cli.model.ModelsCommand;
import dev.easel.cli.model.PullCommand;
import dev.easel.cli.serve.ServeCommand;
import dev.easel.cli.shared.Failures;
import dev.easel.cli.shared.StartTimes;
import dev.easel.cli.tune.TuneCommand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import picocli.CommandLine;

/** The program. */
public final class Easel {
  private static final String DEFAULT_COMMAND = "serve";

  private Easel() {}

  /**
   * Runs a command and ends the process with its exit status: 0, 1 for a failure, 64 for misuse.
   */
  public static void main(String[] arguments) {
    StartTimes.begin();
    System.exit(commandLine(arguments).execute(words(arguments)));
  }

  /**
   * The command line for these arguments. Only the command that they name is set up: building the
   * options of all of them would take longer than a short command runs.
   */
  static CommandLine commandLine(String... arguments) {
    Map<String, Supplier<Object>> commands = commands();
    String named = words(arguments).length == 0 ? "" : words(arguments)[0];
    CommandLine root = new CommandLine(new EaselCommand());
    if (named.equals("--version")) {
      return Failures.handledBy(root);
    }
    if (commands.containsKey(named) && !named.equals("completion")) {
      root.addSubcommand(named, commands.get(named).get());
    } else {
      commands.forEach((name, command) -> root.addSubcommand(name, command.get()));
    }
    return Failures.handledBy(root);
  }

  private static Map<String, Supplier<Object>> commands() {
    Map<String, Supplier<Object>> commands = new TreeMap<>();
    commands.put("calculators", CalculatorsCommand::new);
    commands.put("completion", CompletionCommand::new);
    commands.put("dev", DevCommand::new);
    commands.put("doctor", DoctorCommand::new);
    commands.put("export", ExportCommand::new);
    commands.put("generate", GenerateCommand::new);
    commands.put("graph", GraphCommand::new);
    commands.put("inspect", InspectCommand::new);
    commands.put("keys", KeysCommand::new);
    commands.put("models", ModelsCommand::new);
    commands.put("new", NewCommand::new);
    commands.put("pull", PullCommand::new);
    commands.put("serve", ServeCommand::new);
    commands.put("tune", TuneCommand::new);
    commands.put("validate", ValidateCommand::new);
    return commands;
  }

  /**
   * The arguments, with {@code serve} put before flags, or a file of flags, that stand alone, as
   * OVMS's do.
   */
  static String[] words(String... arguments) {
    boolean flagsAlone =
        arguments.length > 0
            && (arguments[0].startsWith("--") || arguments[0].startsWith("@"))
            && !List.of("--help", "--version").contains(arguments[0]);
    if (!flagsAlone) {
      return arguments.clone();
    }
    List<String> words = new ArrayList<>(List.of(DEFAULT_COMMAND));
    words.addAll(Arrays.asList(arguments));
    return words.toArray(String[]::new);
  }
}
