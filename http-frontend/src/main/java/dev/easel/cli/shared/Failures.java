package dev.easel.cli.shared;

import dev.easel.framework.status.StatusException;
import dev.easel.serving.config.ConfigException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Turns what goes wrong into a line for people and an exit status for programs. */
public final class Failures {
  /** A command could not do what it was asked. */
  public static final int FAILED = 1;

  /** The command line makes no sense; the number that sysexits.h calls EX_USAGE. */
  static final int USAGE = 64;

  /** What speaks to a terminal; a message may quote a file of anybody's. */
  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}\\x80-\\x9f&&[^\\n\\t]]");

  private Failures() {}

  /** The command line, with failures told this way and texts laid out alike. */
  public static CommandLine handledBy(CommandLine line) {
    return line.registerConverter(Path.class, Failures::path)
        .setParameterExceptionHandler((e, words) -> misuse(e))
        .setExecutionExceptionHandler((e, command, parsed) -> failure(e, command))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(100)
        .setUsageHelpLongOptionsMaxWidth(34);
  }

  /** An empty path would be the working directory; what was meant is a variable that is not set. */
  private static Path path(String text) {
    if (text.isEmpty()) {
      throw new CommandLine.TypeConversionException("it is empty");
    }
    return Path.of(text);
  }

  private static int misuse(CommandLine.ParameterException e) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(e.getMessage() + origin(e));
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return USAGE;
  }

  /** Which variable of the environment a value came from that nobody sees on the command line. */
  private static String origin(CommandLine.ParameterException e) {
    CommandLine.Model.ArgSpec argument = e.getArgSpec();
    if (argument == null
        || !(e.getCommandLine().getCommandSpec().defaultValueProvider()
            instanceof EnvironmentFlags flags)) {
      return "";
    }
    String value = flags.defaultValue(argument);
    return value != null && String.valueOf(e.getMessage()).contains(value)
        ? flags.variable(argument).map(name -> " (the value is that of " + name + ")").orElse("")
        : "";
  }

  private static int failure(Exception e, CommandLine command) {
    command.getErr().println(CONTROLS.matcher(text(e)).replaceAll("?"));
    return FAILED;
  }

  /** What to tell a person; an exception that nobody foresaw also goes to the log. */
  static String text(Exception e) {
    if (e instanceof StatusException status) {
      return status.message();
    }
    if (e instanceof ConfigException || e instanceof UncheckedIOException) {
      return String.valueOf(e.getMessage());
    }
    LoggerFactory.getLogger(Failures.class).error("unexpected failure", e);
    return e.toString();
  }
}
