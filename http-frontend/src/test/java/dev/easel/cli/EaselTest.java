package dev.easel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.serving.plugin.ExampleJar;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class EaselTest {

  private record Outcome(int status, String out, String err) {}

  private static Outcome run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        Easel.commandLine(arguments).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int status = line.execute(Easel.words(arguments));
    return new Outcome(status, out.toString(), err.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--rest_port 70000 | rest_port number out of range from 0 to 65535",
        "--rest_port 0 | port and rest_port cannot both be unset",
        "--rest_port 0 --port 9000 | gRPC is not served",
        "--rest_port 8000 --port 8000 | port and rest_port cannot have the same values",
        "--rest_workers 10001 | rest_workers count should be from 2 to 10000",
        "--rest_bind_address bad_host!| rest_bind_address has invalid format",
        "--log_level LOUD | log_level should be one of: TRACE, DEBUG, INFO, WARNING, ERROR",
        "--config_path c.json --model_name a | Use either config_path or model_path with",
        "--model_name a | Use config_path or model_path with model_name",
        "--model_path a | Use config_path or model_path with model_name",
        "--model_name ../a --model_path b | must not start with '/' nor hold '..'",
        "--metrics_list ovms_responses | metrics_enable setting is missing, required when",
        "--config_path c.json --target_device GPU | Model parameters in CLI are exclusive with",
        "--config_path c.json --source_model a/b | Use either config_path or source_model",
        "--model_path m --model_name a --source_model b/c | Use either model_path or source_model",
        "--task image_generation | need the model that they are for",
        "--pull --source_model a/b --weight-format int9 | weight-format should be one of: fp32",
        "export image_generation --source_model a --weight-format x | weight-format should be one",
        "--model_name a --model_path b --guidance_scale 0 | guidance_scale must be greater than 0",
        "--configure --model_path /no/such | /no/such holds no model_index.json",
        "pull --source_model a/b | model_repository_path is missing",
        "models list /no/such | /no/such is not a folder",
        "--file_system_poll_wait_seconds -1 | must not be negative",
        "--max_idle_seconds 0 | max_idle_seconds must be at least 1",
        "--max_stall_seconds 0 | max_stall_seconds must be at least 1",
        "--max_body_size much | max_body_size must be a number of bytes",
        "--image_store_seconds 0 | image_store_seconds must be at least 1",
        "--image_store_size much | image_store_size must be a number of bytes, or one with K, M",
        "--image_store /proc/easel | pictures cannot be kept there",
        "--image_store /proc/version | it is no folder",
        "--image_store S3://b | 'S3://b' must be s3://BUCKET or s3://BUCKET/PREFIX",
        "--image_store s3://pictures --image_store_size 1G | limit an S3-compatible store at its",
        "--image_store s3://pictures --image_store_endpoint nowhere | the endpoint must be an address",
        "--image_store s3://pictures --image_store_endpoint http://a:b@c | without a name, password",
        "--image_store_urls presigned | need image_store s3://BUCKET/PREFIX",
        "--image_store_path_style | need image_store s3://BUCKET/PREFIX",
        "--rest_prot 1 | Possible solutions: --rest_port",
        "sreve | Did you mean: easel dev or easel serve",
        "validate --json | Missing required parameter: 'PATH'",
        "validate /no/such/place | there is no /no/such/place",
        "generate x --mask m.png | --mask needs --image",
        "export llm --source_model x | the only one is image_generation",
        "--model_name a --model_path b --source_loras c=gone.safetensors | there is no file gone",
        "--model_name a --model_path b --source_loras c=http://127.0.0.1:9/%zz.safetensors | no address",
        "--model_name a --model_path b --source_loras c=http:///c.safetensors | has no host",
        "--model_name a --model_path b --source_loras c=http://h/c.bin?a=.safetensors | does not end",
        "--cache_size_limit 1G | cache_size_limit needs cache_dir",
        "--model_memory_budget lots | must be a number of bytes",
        "--rest_bind_address 192.0.2 | rest_bind_address has invalid format",
        "--rest_bind_address 192.0.2.256 | rest_bind_address has invalid format",
        "--rest_bind_address 127.0.0.1,1 | rest_bind_address has invalid format",
        "--pull --add_to_config --model_name a | --add_to_config cannot be used with --pull or --task",
        "--pull --list_models | --list_models cannot be used with --pull or --task",
        "--task image_generation --remove_from_config c.json --model_name a | cannot be used with --pull",
        "--configure --pull | --configure cannot be used with --pull",
        "--add_to_config --list_models | --list_models cannot be used with --add_to_config",
        "--add_to_config --model_name a | Set config_path with add_to_config/remove_from_config",
        "--remove_from_config c.json | Set model_name with add_to_config/remove_from_config",
        "--remove_from_config c.json --model_name a --model_path b | --model_path cannot be used",
        "--list_models | Use --list_models with --model_repository_path",
        "--list_models --model_repository_path /no/such | /no/such is not a folder",
        "models | one of the commands list, add and remove is needed"
      })
  void refusesMisuseWithStatus64(String arguments, String expected) {
    Outcome outcome = run(arguments.split(" "));
    assertThat(outcome.status()).isEqualTo(64);
    assertThat(outcome.err()).contains(expected);
    assertThat(outcome.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve",
        "generate",
        "validate",
        "models",
        "models list",
        "models add",
        "pull",
        "export",
        "graph run",
        "graph draw",
        "calculators",
        "inspect",
        "models remove",
        "completion",
        "doctor",
        "tune"
      })
  void showsAnExampleInEveryHelp(String command) {
    Outcome outcome = run((command + " --help").split(" "));
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out()).contains("Example").contains("easel " + command);
  }

  @Test
  void drawsAGraph(@TempDir Path folder) throws Exception {
    Path picture = folder.resolve("shapes.svg");
    Outcome drawn = run("graph", "draw", "../graphs/shapes/graph.pbtxt", "-o", picture.toString());
    assertThat(drawn.status()).isZero();
    assertThat(Files.readString(picture)).contains("ImageGenerateCalculator").endsWith("</svg>\n");
    Outcome folded =
        run("graph", "draw", "../graphs/shapes-ovms/graph.pbtxt", "--fold", "--format", "mermaid");
    assertThat(folded.out()).startsWith("flowchart").contains("subgraph");
  }

  @Test
  void tellsWhatACalculatorTakesAndGives() {
    assertThat(run("calculators").out())
        .contains("GateCalculator  Passes packets while it is open.", "ImageStageCalculator  ")
        .contains("ImageGenCalculator  (subgraph)");
    Outcome one = run("calculators", "ImageStageCalculator");
    assertThat(one.status()).isZero();
    assertThat(one.out())
        .contains("Makes the task of one stage", "TASK", "strength: float", "sample:")
        .containsOnlyOnce("input streams:")
        .containsOnlyOnce("output streams:");
    assertThat(run("calculators", "ImageStageCalculator", "--json").out())
        .contains("\"sample\" : \"node {", "\"sentence\" : \"Makes the task of one stage");
    assertThat(run("calculators", "ImageGenCalculator").err()).contains("is a subgraph");
    Outcome unknown = run("calculators", "ImageStageCalculater");
    assertThat(unknown.status()).isEqualTo(64);
    assertThat(unknown.err()).contains("ImageStageCalculator");
  }

  @Test
  void showsNoJavaNamesAndNoHiddenPortInTheHelp() {
    String help = run("serve", "--help").out();
    assertThat(help).contains("--pull[=BOOL]", "--port=PORT").doesNotContain("[=<");
  }

  @Test
  void takesFlagsAloneAsThoseOfServe() {
    assertThat(Easel.words("--rest_port", "1")).containsExactly("serve", "--rest_port", "1");
    assertThat(Easel.words("--help")).containsExactly("--help");
    assertThat(Easel.words("validate", "x")).containsExactly("validate", "x");
  }

  @Test
  void saysHowABlankOfAnAddressIsWritten() {
    String lora = "c=http://127.0.0.1:9/a b.safetensors";
    Outcome outcome = run("--model_name", "a", "--model_path", "b", "--source_loras", lora);
    assertThat(outcome.status()).isEqualTo(64);
    assertThat(outcome.err()).contains("http://127.0.0.1:9/a b.safetensors", "%20");
  }

  @Test
  void takesNoEmptyPathForTheWorkingDirectory() {
    Outcome outcome = run("serve", "--cache_dir", "", "--cache_size_limit", "1G");
    assertThat(outcome.status()).isEqualTo(64);
    assertThat(outcome.err()).contains("--cache_dir").contains("it is empty");
  }

  @Test
  void saysThatAFileIsNoPicture() {
    Outcome outcome = run("inspect", "pom.xml");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).contains("pom.xml: the file is no PNG");
  }

  @Test
  void failsWithStatus1ForAnUnknownMetricFamily() {
    Outcome outcome = run("--metrics_enable", "--metrics_list", "ovms_nothing");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).contains("'ovms_nothing', which is no metric family");
  }

  @Test
  void listsEveryCommandInTheHelp() {
    assertThat(run("--help").out()).contains("serve", "generate", "validate", "models");
  }

  @Test
  void failsWithStatus1WhenTheConfigurationCannotBeRead(@TempDir Path folder) {
    Outcome outcome =
        run("serve", "--rest_port", "1", "--config_path", folder.resolve("c.json").toString());
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).contains("configuration file not found or cannot open");
  }

  @Test
  void editsAndListsAConfiguration(@TempDir Path folder) throws Exception {
    Path config = folder.resolve("config.json");
    assertThat(run("models", "add", folder.toString(), "org/a").status()).isZero();
    assertThat(run("models", "add", config.toString(), "b", "--model_path", "x").status()).isZero();
    assertThat(run("models", "add", config.toString(), "b").err()).contains("already occupied");
    assertThat(run("models", "remove", config.toString(), "org/a").status()).isZero();
    assertThat(run("models", "remove", config.toString(), "org/a").status()).isEqualTo(1);
    assertThat(Files.readString(config)).contains("\"base_path\" : \"x\"").doesNotContain("org/a");
    Files.createDirectories(folder.resolve("org/a"));
    Files.writeString(folder.resolve("org/a/graph.pbtxt"), "");
    assertThat(run("models", "list", folder.toString()).out().lines().toList())
        .isEqualTo(List.of("org/a"));
  }

  @Test
  void looksAtAFolderWithoutRunningTheJarsInIt(@TempDir Path folder) throws Exception {
    Path ran = folder.resolve("ran");
    String source =
        """
        import dev.easel.framework.calculator.CalculatorProvider;
        import dev.easel.framework.calculator.CalculatorRegistry;
        public final class Evil implements CalculatorProvider {
          public Evil() throws java.io.IOException {
            java.nio.file.Files.writeString(java.nio.file.Path.of("%s"), "ran");
          }
          @Override public void register(CalculatorRegistry.Builder registry) {}
        }
        """
            .formatted(ran);
    Path jars = Files.createDirectories(folder.resolve("calculators"));
    ExampleJar.ofSource("Evil", source, folder.resolve("work"), jars.resolve("evil.jar"));
    Path graph = Files.writeString(folder.resolve("graph.pbtxt"), "input_stream: \"in\"");
    Files.createDirectories(folder.resolve("m"));
    Files.writeString(folder.resolve("config.json"), "{\"model_config_list\": []}");
    for (Path looked : List.of(folder, graph, folder.resolve("config.json"))) {
      assertThat(run("validate", looked.toString()).out())
          .contains("--calculators_path", jars.toString());
    }
    run("models", "list", folder.toString());
    run("inspect", jars.resolve("evil.jar").toString());
    Path inputs = Files.writeString(folder.resolve("inputs.jsonl"), "");
    run("graph", "run", graph.toString(), "--inputs", inputs.toString());
    run("doctor");
    assertThat(ran).doesNotExist();
    run("validate", graph.toString(), "--calculators_path", jars.toString());
    assertThat(ran).exists();
  }

  @Test
  void printsACompletionScriptThatKnowsTheFlags() {
    assertThat(run("completion").out()).contains("--model_repository_path").contains("generate");
  }
}
