package dev.easel.cli.shared;

import dev.easel.framework.name.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Gives a command's flags by the environment: {@code --rest_port} by {@code EASEL_REST_PORT}. A
 * flag on the command line counts more, what the flag is without both counts less. An empty
 * variable is none, since deployments set variables that way which they do not want.
 */
public final class EnvironmentFlags implements IDefaultValueProvider {
  private static final String PREFIX = "EASEL_";

  /** Read by the launcher and by others than flags. */
  private static final Set<String> OTHERS =
      Set.of("EASEL_CACHE", "EASEL_EXPORT_ENVIRONMENT", "EASEL_JAVA_OPTS");

  /** What Kubernetes tells each pod of a service that is called easel, or easel-something. */
  private static final Pattern SERVICE_NAME =
      Pattern.compile(
          "EASEL_(.+_)?(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT_\\d+_(TCP|UDP|SCTP)(_.+)?)");

  private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

  private final Map<String, String> environment;

  /** Of this process; called by the command line. */
  public EnvironmentFlags() {
    this(System.getenv());
  }

  EnvironmentFlags(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    return variable(argument).map(environment::get).orElse(null);
  }

  /** The variable that gives this flag now; empty when none does. */
  public Optional<String> variable(ArgSpec argument) {
    return argument instanceof OptionSpec option && !option.hidden()
        ? names(option).filter(this::isGiven).findFirst()
        : Optional.empty();
  }

  /** A line for each variable that looks like a flag and is none. */
  public List<String> warnings(CommandSpec command) {
    Set<String> known = new TreeSet<>(OTHERS);
    Set<String> withoutEffect = new TreeSet<>();
    for (OptionSpec option : command.options()) {
      names(option).forEach(option.hidden() ? withoutEffect::add : known::add);
    }
    List<String> warnings = new ArrayList<>();
    for (String name : new TreeMap<>(environment).keySet()) {
      boolean isOurs = name.startsWith(PREFIX) && !SERVICE_NAME.matcher(name).matches();
      if (isOurs && isGiven(name) && withoutEffect.contains(name)) {
        warnings.add(name + " has no effect: only graphs are served, and only over HTTP");
      } else if (isOurs && isGiven(name) && !known.contains(name)) {
        warnings.add(
            "the environment variable "
                + name
                + " is unknown and has no effect; "
                + Nearest.hint(name, known, "'easel serve --help' lists the flags"));
      }
    }
    return warnings;
  }

  private static Stream<String> names(OptionSpec option) {
    if (option.usageHelp() || option.versionHelp()) {
      return Stream.empty();
    }
    return Stream.of(option.names())
        .filter(name -> name.startsWith("--"))
        .map(name -> PREFIX + name.substring(2).replace('-', '_').toUpperCase(Locale.ROOT));
  }

  private boolean isGiven(String name) {
    String value = environment.getOrDefault(name, "");
    // A service that is called easel sets EASEL_PORT, one called easel-rest EASEL_REST_PORT.
    boolean isService = name.endsWith("_PORT") && SERVICE_ADDRESS.matcher(value).matches();
    return !value.isEmpty() && !isService;
  }
}
