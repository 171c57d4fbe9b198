package dev.easel.serving.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.easel.framework.config.Mistake;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigReaderTest {
  private static final Path FILE = Path.of("/repo/config.json");

  private static RepositoryConfig parse(String text) {
    return ConfigReader.parse(FILE, text);
  }

  private static ServableEntry only(String entry) {
    RepositoryConfig config = parse("{\"model_config_list\": [{\"config\": " + entry + "}]}");
    assertThat(config.servables()).hasSize(1);
    return config.servables().get(0);
  }

  @Test
  void takesTheFolderOfTheNameWhenBasePathIsAbsentOrEmpty() {
    assertThat(only("{\"name\": \"org/tiny\"}").basePath()).isEqualTo(Path.of("/repo/org/tiny"));
    assertThat(only("{\"name\": \"a\", \"base_path\": \"\"}").basePath())
        .isEqualTo(Path.of("/repo/a"));
  }

  @Test
  void resolvesBasePathFromTheConfigAndGraphPathFromTheBasePath() {
    ServableEntry entry =
        only("{\"name\":\"a\",\"base_path\":\"models/x\",\"graph_path\":\"g.pbtxt\"}");
    assertThat(entry.basePath()).isEqualTo(Path.of("/repo/models/x"));
    assertThat(entry.graphPath()).contains(Path.of("/repo/models/x/g.pbtxt"));
  }

  @Test
  void readsGroupsAndTheirTimeout() {
    RepositoryConfig config =
        parse(
            """
            {"idle_unload_timeout_seconds": 60, "model_config_list": [
              {"config": {"name": "a", "group_name": "chat", "idle_unload_seconds": 0}},
              {"config": {"name": "b", "idle_unload_timeout_seconds": 5}},
              {"config": {"name": "c", "group_name": 7, "idle_unload_seconds": "x"}}]}
            """);
    assertThat(config.groupTimeout()).contains(Duration.ofSeconds(60));
    ServableEntry first = config.servables().get(0);
    assertThat(first.group()).contains("chat");
    assertThat(first.idleUnload()).contains(Duration.ZERO);
    assertThat(config.servables().get(1).idleUnload()).contains(Duration.ofSeconds(5));
    assertThat(config.servables().get(1).group()).isEmpty();
    assertThat(config.servables().get(2).mistakes())
        .extracting(Mistake::message)
        .containsExactlyInAnyOrder(
            "'group_name' must be a string, not a number",
            "'idle_unload_seconds' must be a whole number of seconds, 0 for never");
    assertThat(
            parse("{\"idle_unload_timeout_seconds\": 0, \"model_config_list\": []}").groupTimeout())
        .isEmpty();
  }

  @Test
  void keepsAbsolutePaths() {
    ServableEntry entry =
        only(
            "{\"name\":\"a\",\"base_path\":\"/m/x/\",\"graph_path\":\"/g/g.pbtxt\","
                + "\"subconfig\":\"/s.json\"}");
    assertThat(entry.basePath()).isEqualTo(Path.of("/m/x"));
    assertThat(entry.graphPath()).contains(Path.of("/g/g.pbtxt"));
    assertThat(entry.subconfig()).contains(Path.of("/s.json"));
  }

  @Test
  void readsBothListsInTheFilesOrder() {
    RepositoryConfig config =
        parse(
            "{\"mediapipe_config_list\": [{\"name\": \"b\"}],"
                + " \"model_config_list\": [{\"config\": {\"name\": \"a\"}}]}");
    assertThat(config.servables()).extracting(ServableEntry::name).containsExactly("b", "a");
  }

  @Test
  void letsTheFirstOfTwoNamesCountAndWarns() {
    RepositoryConfig config =
        parse(
            """
            {"model_config_list": [
              {"config": {"name": "a", "base_path": "one"}},
              {"config": {"name": "a", "base_path": "two"}}
            ]}
            """);
    assertThat(config.servables())
        .extracting(ServableEntry::basePath)
        .containsExactly(Path.of("/repo/one"));
    assertThat(config.warnings())
        .extracting(Mistake::toString)
        .containsExactly(
            "/repo/config.json:3:14: a second servable named 'a' has no effect;"
                + " the one of line 2 counts");
  }

  @Test
  void warnsAboutSettingsOfPlainModels() {
    RepositoryConfig config =
        parse(
            "{\"model_config_list\": [{\"config\": {\"name\": \"a\", \"nireq\": 4}}],"
                + " \"pipeline_config_list\": []}");
    assertThat(config.warnings()).hasSize(2);
    assertThat(config.servables().get(0).mistakes()).isEmpty();
  }

  @Test
  void readsIdleUnloadAndMetrics() {
    RepositoryConfig config =
        parse(
            """
            {"model_config_list": [{"config": {"name": "a", "idle_unload_seconds": 90}}],
             "monitoring": {"metrics": {"enable": true, "metrics_list": ["ovms_responses"]}}}
            """);
    assertThat(config.servables().get(0).idleUnload()).contains(Duration.ofSeconds(90));
    assertThat(config.metrics()).contains(new MetricsEntry(true, List.of("ovms_responses")));
  }

  @Test
  void keepsAMistakeOfOneNamedEntryWithThatEntry() {
    RepositoryConfig config =
        parse(
            """
            {"model_config_list": [
              {"config": {"name": "a", "base_pth": "x"}},
              {"config": {"name": "b"}}
            ]}
            """);
    assertThat(config.servables().get(0).mistakes())
        .extracting(Mistake::toString)
        .containsExactly(
            "/repo/config.json:2:28: unknown field 'base_pth'; did you mean 'base_path'?");
    assertThat(config.servables().get(1).mistakes()).isEmpty();
  }

  static Stream<Arguments> unusable() {
    return Stream.of(
        Arguments.of("", "1:1: the file is empty"),
        Arguments.of("{\n  \"model_config_list\": [,]\n}", "2:25: not valid JSON"),
        Arguments.of("[]", "1:1: the configuration must be an object, not an array"),
        Arguments.of("{}", "1:1: there is neither"),
        Arguments.of("{\"model_config_list\": []} x", "1:27: not valid JSON"),
        Arguments.of("{\"model_config_list\": []} 1", "1:27: text after the end"),
        Arguments.of("{\"model_config_list\": {}}", "1:23: 'model_config_list' must be an array"),
        Arguments.of("{\"model_config_list\": [1]}", "1:24: an entry of"),
        Arguments.of("{\"model_config_list\": [{\"name\":\"a\"}]}", "1:24: an entry of"),
        Arguments.of("{\"model_config_list\": [{\"config\":{}}]}", "1:34: 'name' is missing"),
        Arguments.of(
            "{\"mediapipe_config_list\": [{\"nmae\":\"a\"}]}",
            "1:29: unknown field 'nmae'; did you mean 'name'?"),
        Arguments.of("{\"mediapipe_config_list\": [{\"name\":7}]}", "'name' must be a string"),
        Arguments.of("{\"mediapipe_config_list\": [{\"name\":\"../a\"}]}", "'name' must not"),
        Arguments.of("{\"model_config_lists\": []}", "did you mean 'model_config_list'?"),
        Arguments.of(
            "{\"model_config_list\": [], \"monitoring\": {\"metrics\": {}}}",
            "'enable' must be true or false"));
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void namesTheMistakeAndItsPlace(String text, String expected) {
    ConfigException thrown = catchThrowableOfType(ConfigException.class, () -> parse(text));
    assertThat(thrown.kind()).isEqualTo(ConfigException.Kind.INVALID);
    assertThat(thrown).hasMessageContaining(expected);
  }

  @Test
  void reportsEveryMistakeAtOnce() {
    ConfigException thrown =
        catchThrowableOfType(
            ConfigException.class,
            () -> parse("{\"model_config_list\": [1, {\"config\": 2}], \"x\": 1}"));
    assertThat(thrown.mistakes()).hasSize(3);
  }

  @Test
  void saysThatTheFileIsNotThere(@TempDir Path folder) {
    ConfigException thrown =
        catchThrowableOfType(
            ConfigException.class, () -> ConfigReader.read(folder.resolve("config.json")));
    assertThat(thrown.kind()).isEqualTo(ConfigException.Kind.UNREADABLE);
    assertThat(thrown).hasMessageContaining("there is no such file");
  }

  @Test
  void readsAFileRelativeToTheWorkingFolder(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("config.json");
    Files.writeString(file, "{\"model_config_list\": [{\"config\": {\"name\": \"a\"}}]}");
    assertThat(ConfigReader.read(file).servables().get(0).basePath())
        .isEqualTo(folder.resolve("a"));
  }
}
