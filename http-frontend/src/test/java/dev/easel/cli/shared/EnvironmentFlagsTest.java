package dev.easel.cli.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.cli.serve.ServeCommand;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

class EnvironmentFlagsTest {
  @Command(name = "flags")
  private static final class Flags implements Runnable {
    @Option(names = "--rest_port", defaultValue = "8000")
    private int port;

    @Option(
        names = "--metrics_enable",
        arity = "0..1",
        fallbackValue = "true",
        defaultValue = "false")
    private boolean hasMetrics;

    @Option(names = "--metrics_list", split = ",")
    private List<String> metrics = List.of();

    @Option(names = "--aliases", split = ",")
    private Map<String, String> aliases = Map.of();

    @Option(names = "--weight-format")
    private Optional<String> weights = Optional.empty();

    @Option(names = "--grpc_workers", hidden = true)
    private Optional<String> unused = Optional.empty();

    @Override
    public void run() {}
  }

  private final Flags flags = new Flags();

  private CommandLine parsed(Map<String, String> environment, String... words) {
    CommandLine line =
        new CommandLine(flags).setDefaultValueProvider(new EnvironmentFlags(environment));
    line.parseArgs(words);
    return line;
  }

  private List<String> warnings(Map<String, String> environment) {
    return new EnvironmentFlags(environment).warnings(parsed(environment).getCommandSpec());
  }

  @Test
  void givesEveryKindOfFlag() {
    parsed(
        Map.of(
            "EASEL_REST_PORT", "9000",
            "EASEL_METRICS_ENABLE", "true",
            "EASEL_METRICS_LIST", "a,b",
            "EASEL_ALIASES", "x=y,z=w",
            "EASEL_WEIGHT_FORMAT", "int8"));
    assertThat(flags.port).isEqualTo(9000);
    assertThat(flags.hasMetrics).isTrue();
    assertThat(flags.metrics).containsExactly("a", "b");
    assertThat(flags.aliases).containsExactlyInAnyOrderEntriesOf(Map.of("x", "y", "z", "w"));
    assertThat(flags.weights).contains("int8");
    assertThat(flags.unused).isEmpty();
  }

  @Test
  void countsLessThanTheCommandLineAndMoreThanTheDefault() {
    parsed(
        Map.of("EASEL_REST_PORT", "9000", "EASEL_METRICS_LIST", "a,b", "EASEL_METRICS_ENABLE", ""),
        "--rest_port=9001",
        "--metrics_list=c");
    assertThat(flags.port).isEqualTo(9001);
    assertThat(flags.metrics).containsExactly("c");
    assertThat(flags.hasMetrics).isFalse();
  }

  @Test
  void turnsOffWithAFlagWhatTheEnvironmentTurnsOn() {
    parsed(Map.of("EASEL_METRICS_ENABLE", "true"), "--metrics_enable=false");
    assertThat(flags.hasMetrics).isFalse();
  }

  @Test
  void takesNoNoticeOfWhatKubernetesSaysOfServices() {
    Map<String, String> environment =
        Map.of(
            "EASEL_PORT", "tcp://10.0.0.1:8000",
            "EASEL_REST_PORT", "tcp://10.0.0.1:8000",
            "EASEL_PORT_8000_TCP_ADDR", "10.0.0.1",
            "EASEL_SERVICE_HOST", "10.0.0.1",
            "EASEL_REST_SERVICE_PORT_HTTP", "8000");
    assertThat(warnings(environment)).isEmpty();
    assertThat(flags.port).isEqualTo(8000);
  }

  @Test
  void warnsOfUnknownNamesAndOffersNearOnes() {
    assertThat(
            warnings(
                Map.of(
                    "EASEL_REST_PROT", "1",
                    "EASEL_CACHE", "/c",
                    "EASEL_JAVA_OPTS", "-Xmx1g",
                    "EASEL_SOMETHING_ELSE_ALTOGETHER", "1",
                    "EASEL_GRPC_WORKERS", "2",
                    "OTHER", "1")))
        .satisfiesExactly(
            grpc -> assertThat(grpc).startsWith("EASEL_GRPC_WORKERS has no effect"),
            typo ->
                assertThat(typo)
                    .contains("EASEL_REST_PROT is unknown")
                    .contains("did you mean \"EASEL_REST_PORT\""),
            far -> assertThat(far).endsWith("'easel serve --help' lists the flags"));
  }

  @Test
  void saysFromWhereAWrongValueIs() {
    EnvironmentFlags source = new EnvironmentFlags(Map.of("EASEL_REST_PORT", "many"));
    CommandLine line = new CommandLine(flags).setDefaultValueProvider(source);
    assertThat(source.variable(line.getCommandSpec().findOption("--rest_port")))
        .contains("EASEL_REST_PORT");
    assertThatThrownBy(line::parseArgs).hasMessageContaining("many");
  }

  @Test
  void givesEachFlagOfServeAsTheCommandLineDoes() {
    CommandLine line =
        new CommandLine(new ServeCommand()).setCaseInsensitiveEnumValuesAllowed(true);
    List<OptionSpec> options =
        line.getCommandSpec().options().stream()
            .filter(option -> !option.hidden() && !option.usageHelp() && !option.versionHelp())
            .toList();
    assertThat(options).hasSizeGreaterThan(50);
    for (OptionSpec option : options) {
      String flag = option.longestName();
      String variable = "EASEL_" + flag.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
      String usual = parsed(line, Map.of(), option);
      String value = takenBy(line, option, usual);
      String said = parsed(line, Map.of(), option, flag + "=" + value);
      Map<String, String> environment = Map.of(variable, value);
      assertThat(parsed(line, environment, option))
          .as(variable)
          .isEqualTo(said)
          .isNotEqualTo(usual);
      assertThat(new EnvironmentFlags(environment).warnings(line.getCommandSpec())).isEmpty();
    }
  }

  /** What the flag is then, as text. */
  private static String parsed(
      CommandLine line, Map<String, String> environment, OptionSpec option, String... words) {
    line.setDefaultValueProvider(new EnvironmentFlags(environment)).parseArgs(words);
    return String.valueOf(option.<Object>getValue());
  }

  /** A value that the flag takes and that is not its default. */
  private static String takenBy(CommandLine line, OptionSpec option, String usual) {
    Iterable<String> named =
        option.completionCandidates() == null ? List.of() : option.completionCandidates();
    return Stream.concat(
            StreamSupport.stream(named.spliterator(), false),
            Stream.of("true", "false", "3", "512", "somewhere", "a=b", "127.0.0.1", "64x64"))
        .filter(value -> isTaken(line, option, value, usual))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no value for " + option.longestName()));
  }

  private static boolean isTaken(CommandLine line, OptionSpec option, String value, String usual) {
    try {
      return !parsed(line, Map.of(), option, option.longestName() + "=" + value).equals(usual);
    } catch (CommandLine.ParameterException refused) {
      return false;
    }
  }
}
