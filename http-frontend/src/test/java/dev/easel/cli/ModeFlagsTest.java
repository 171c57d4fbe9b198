package dev.easel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.serving.config.ConfigReader;
import dev.easel.serving.config.ServableEntry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OVMS's flags that edit files and do not serve. */
class ModeFlagsTest {
  @TempDir private Path folder;

  private static void run(String... arguments) {
    StringWriter err = new StringWriter();
    int status =
        Easel.commandLine(arguments).setErr(new PrintWriter(err)).execute(Easel.words(arguments));
    assertThat(status).as(err.toString()).isZero();
  }

  private Path model(String name) throws Exception {
    Path model = Files.createDirectories(folder.resolve(name));
    Files.writeString(model.resolve("model_index.json"), "{}");
    Files.writeString(folder.resolve("a.safetensors"), "");
    return model;
  }

  @Test
  void writesAGraphWithEveryOption() throws Exception {
    Path model = model("m");
    String lora = folder.resolve("a.safetensors").toString();
    run(
        "--configure",
        "--task",
        "image_generation",
        "--model_path",
        model.toString(),
        "--cache_dir",
        "/cache",
        "--num_streams",
        "2",
        "--source_loras",
        "a=" + lora + ":0.5,own=@a,given=@a:1.0");
    assertThat(Files.readString(model.resolve("graph.pbtxt")))
        .contains("\\\"NUM_STREAMS\\\":\\\"2\\\"", "\\\"CACHE_DIR\\\":\\\"/cache\\\"")
        .contains("alias: \"a\" path: \"" + lora + "\" alpha: 0.5")
        .contains("alias: \"own\" components { adapter_alias: \"a\" }")
        .contains("alias: \"given\" components { adapter_alias: \"a\" alpha: 1.0 }");
  }

  @Test
  void findsAModelByItsNameInARepository() throws Exception {
    Path model = model("org/m");
    run("--configure", "--model_repository_path", folder.toString(), "--model_name", "org/m");
    assertThat(model.resolve("graph.pbtxt")).content().contains("models_path: \".\"");
  }

  @Test
  void addsAModelToAGroup() throws Exception {
    String config = folder.toString();
    run("--add_to_config", "--config_path", config, "--model_name", "m", "--group_name", "rag");
    assertThat(ConfigReader.read(folder.resolve("config.json")).servables().get(0).group())
        .contains("rag");
  }

  @Test
  void addsAModelOfARepositoryWhereverTheConfigurationLies() throws Exception {
    Path working = Path.of("").toAbsolutePath();
    String relative = working.relativize(folder.toAbsolutePath()).toString();
    Files.createDirectories(folder.resolve("elsewhere"));
    for (String config : new String[] {relative, folder.resolve("elsewhere").toString()}) {
      run("--add_to_config", config, "--model_name", "m", "--model_repository_path", relative);
    }
    Path inside = folder.resolve("config.json");
    assertThat(inside).content().contains("\"base_path\" : \"m\"");
    for (Path config : new Path[] {inside, folder.resolve("elsewhere/config.json")}) {
      assertThat(ConfigReader.read(config).servables())
          .extracting(ServableEntry::basePath)
          .containsExactly(folder.resolve("m"));
    }
  }
}
