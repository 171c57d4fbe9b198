package dev.easel.serving.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigEditorTest {
  @TempDir private Path folder;

  @Test
  void makesAFileThatCanBeRead() throws Exception {
    ConfigEditor editor = new ConfigEditor(folder);
    editor.add("a", "models/a");
    assertThat(ConfigReader.read(editor.file()).servables())
        .extracting(ServableEntry::basePath)
        .containsExactly(folder.resolve("models/a"));
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(editor.file());
    }
  }

  @Test
  void keepsWhatItDoesNotTouch() throws Exception {
    Path file = folder.resolve("config.json");
    Files.writeString(
        file,
        "{\"mediapipe_config_list\": [{\"name\": \"old\", \"graph_path\": \"g\"}],"
            + " \"monitoring\": {\"metrics\": {\"enable\": true}}}");
    new ConfigEditor(file).add("new", "new");
    RepositoryConfig config = ConfigReader.read(file);
    assertThat(config.servables()).extracting(ServableEntry::name).containsExactly("old", "new");
    assertThat(config.metrics()).isPresent();
    new ConfigEditor(file).remove("old");
    assertThat(ConfigReader.read(file).servables())
        .extracting(ServableEntry::name)
        .containsExactly("new");
  }

  @Test
  void doesNotTouchAFileThatIsNoConfiguration() throws Exception {
    Path file = folder.resolve("config.json");
    Files.writeString(file, "{\"model_config_list\": [");
    assertThatThrownBy(() -> new ConfigEditor(file).add("a", "a"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("config.json:1:");
    assertThat(Files.readString(file)).isEqualTo("{\"model_config_list\": [");
  }

  @Test
  void changesNothingThatItCouldNotWriteAgain() throws Exception {
    Path file = folder.resolve("config.json");
    String twice =
        "{\"model_config_list\": [{\"config\": {\"name\": \"a\", \"name\": \"b\","
            + " \"base_path\": \"m\"}}]}";
    assertUntouched(file, twice, "cannot be changed without losing something: Duplicate field");
    String half =
        "{\"model_config_list\": [{\"config\": {\"name\": \"a\", \"base_path\": \"\\ud83d\"}}]}";
    assertUntouched(file, half, "half of a character");
  }

  private static void assertUntouched(Path file, String text, String reason) throws Exception {
    Files.writeString(file, text);
    assertThatThrownBy(() -> new ConfigEditor(file).add("new", "new"))
        .hasMessageContaining(reason)
        .hasMessageNotContaining("java.");
    assertThat(Files.readString(file)).isEqualTo(text);
  }
}
