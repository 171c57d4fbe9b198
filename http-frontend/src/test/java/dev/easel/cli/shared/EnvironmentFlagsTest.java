package dev.easel.cli.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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
}
