package dev.easel.genai.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.easel.genai.Models;
import dev.easel.genai.error.GenAiException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Adapters' files that would end the process, or change it while it runs. */
class LoraFileTest {
  private static final String DOWN = "x.lora_down.weight";
  private static final String UP = "x.lora_up.weight";

  @TempDir private Path folder;

  private Path write(byte[] content) throws Exception {
    return Files.write(folder.resolve("a.safetensors"), content);
  }

  private static byte[] file(String header, int bytes) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }

  private static String tensor(String name, String type, String shape, int begin, int end) {
    return "\"%s\": {\"dtype\": \"%s\", \"shape\": %s, \"data_offsets\": [%d, %d]}"
        .formatted(name, type, shape, begin, end);
  }

  private void assertRefused(byte[] content, String why) throws Exception {
    Path file = write(content);
    assertThatThrownBy(() -> LoraFile.read(file))
        .isInstanceOf(GenAiException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(why);
  }

  private static byte[] good() throws Exception {
    return Files.readAllBytes(Models.OTHER_LORA);
  }

  @Test
  void takesAGoodOne() throws Exception {
    assertThat(LoraFile.read(write(good())).parts()).hasSize(32);
    assertThat(
            LoraFile.read(
                write(
                    file(
                        "{"
                            + tensor(DOWN, "F16", "[1, 2]", 0, 4)
                            + ","
                            + tensor(UP, "F16", "[2, 1]", 4, 8)
                            + ", \"__metadata__\": {\"format\": \"pt\"}}   ",
                        8))))
        .isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"0, is empty", "4, too few for a header", "8, is cut off", "100, is cut off"})
  void refusesTheBeginningOfOne(int length, String why) throws Exception {
    assertRefused(Arrays.copyOf(good(), length), why);
  }

  @Test
  void refusesWhatIsCutOffOrHasTooMuch() throws Exception {
    byte[] good = good();
    assertRefused(Arrays.copyOf(good, good.length - 1), "is cut off");
    assertRefused(Arrays.copyOf(good, good.length + 1), "1 bytes after its last tensor");
  }

  @Test
  void refusesAPointerAndOtherFiles() throws Exception {
    String pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 151108832\n";
    assertRefused(pointer.getBytes(StandardCharsets.UTF_8), "Git LFS pointer");
    assertRefused(new byte[1000], "header is said to have 0 bytes");
    assertRefused("<html>not found, try again later</html>".getBytes(StandardCharsets.UTF_8), "");
    assertRefused(file("[1, 2, 3]", 0), "no JSON object");
    assertRefused(file("{\"a\": ", 0), "not JSON");
    assertRefused(file("{}", 0), "no tensors");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "F64; [1, 1]; 0; 8; has the type 'F64'",
        "F32; [-1, 4]; 0; 8; sides are numbers",
        "F32; [0, 4]; 0; 0; sides are numbers",
        "F32; [4611686018427387904, 4]; 0; 8; does not have the 8 bytes",
        "F32; [1, 2]; 0; 4; does not have the 4 bytes",
        "F32; [1, 2]; 8; 0; no range",
        "F32; [1, 2]; -8; 0; no range",
        "F32; 7; 0; 8; no shape",
        "F32; [1.5, 2]; 0; 8; sides are numbers"
      })
  void refusesAWrongTensor(String type, String shape, int begin, int end, String why)
      throws Exception {
    String header =
        "{"
            + tensor(UP, "F32", "[2, 1]", 8, 16)
            + ","
            + tensor(DOWN, type, shape, begin, end)
            + "}";
    assertRefused(file(header, 16), why);
  }

  @Test
  void refusesTensorsThatOverlapOrDoNotFit() throws Exception {
    String up = tensor(UP, "F32", "[2, 1]", 0, 8);
    assertRefused(file("{" + up + "," + tensor(DOWN, "F32", "[1, 2]", 4, 12) + "}", 12), "overlap");
    assertRefused(file("{" + up + "," + tensor(DOWN, "F32", "[1, 2]", 12, 20) + "}", 20), "a gap");
    assertRefused(file("{" + up + "}", 8), "only one of its two matrices");
    assertRefused(
        file("{" + up + "," + tensor(DOWN, "F32", "[2, 1]", 8, 16) + "}", 16), "different ranks");
    assertRefused(
        file("{" + tensor("x.weight", "F32", "[2, 1]", 0, 8) + "}", 8), "no LoRA adapter");
  }

  private static byte[] withMetadata(String layer, String metadata) {
    return file(
        "{"
            + tensor(layer + ".lora_A.weight", "F32", "[4, 2]", 0, 32)
            + ","
            + tensor(layer + ".lora_B.weight", "F32", "[2, 4]", 32, 64)
            + ", \"__metadata__\": "
            + metadata
            + "}",
        64);
  }

  private static String quoted(String json) {
    return TextNode.valueOf(json).toString();
  }

  private double scale(String layer, String metadata) throws Exception {
    return LoraFile.read(write(withMetadata(layer, metadata))).parts().get(0).scale();
  }

  /** The longest of the names that fits; a network of which nothing is said counts as it is. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "unet.a.to_q; {\"unet.lora_alpha\": 8}; 2",
        "text_encoder.a; {\"unet.lora_alpha\": 8}; 1",
        "unet.a.to_q; {\"lora_alpha\": 8, \"use_rslora\": true}; 4",
        "base_model.model.unet.a; {\"lora_alpha\": 8, \"unet.lora_alpha\": 1}; 0.25",
        "unet.a.to_q; {\"unet.lora_alpha\": null, \"unet.alpha_pattern\": {\"to_q\": -4}}; -1",
        "unet.a.to_q; {\"unet.alpha_pattern\": {\"o_q\": 8}, \"r\": 16}; 1",
        "unet.a.to_q; {\"unet.alpha_pattern\": {\"^to_q\": 8, \"^a.to.*\": 2}}; 0.5",
        "unet.a.to_q; {}; 1"
      })
  void scalesByWhatTheHeaderSays(String layer, String json, double scale) throws Exception {
    assertThat(scale(layer, "{\"lora_adapter_metadata\": " + quoted(json) + "}")).isEqualTo(scale);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"unet.lora_alpha\": \"8\"}; is wrong: in its lora_adapter_metadata, unet.lora_alpha is \"8\", not a finite number",
        "{\"unet.lora_alpha\": 1e300}; unet.lora_alpha is 1.0E300, not a finite number",
        "{\"unet.use_rslora\": 1}; unet.use_rslora is 1, not true or false",
        "{\"alpha_pattern\": [1]}; alpha_pattern is [1], not an object",
        "{\"alpha_pattern\": {\"a\": []}}; alpha_pattern of 'a' is [], not a finite number",
        "{\"alpha_pattern\": {\"a(\": 1}}; alpha_pattern of 'a(' is no regular expression",
        "{\"alpha_pattern\": {\"(.*.*.*.*.*.*.*.*.*)*b\": 1}}; take too long to match",
        "[]; is wrong: its lora_adapter_metadata is no JSON object",
        "{\"a\": ; its lora_adapter_metadata is not JSON"
      })
  void refusesWrongFactsOfTheHeader(String json, String why) throws Exception {
    String layer = "unet." + "a".repeat(60);
    assertRefused(withMetadata(layer, "{\"lora_adapter_metadata\": " + quoted(json) + "}"), why);
  }

  /** PEFT has a folder for each adapter; the files of others may lie there too. */
  @Test
  void scalesByPeftsFileBeside() throws Exception {
    Path config = folder.resolve("adapter_config.json");
    assertThat(scale("base_model.model.a", "{}")).isEqualTo(1);
    Files.writeString(config, "{\"lora_alpha\": 16, \"r\": 4}");
    assertThat(scale("base_model.model.a", "{\"format\": \"pt\"}")).isEqualTo(4);
    assertThat(scale("unet.a", "{}")).isEqualTo(1);
    Files.writeString(config, "{\"lora_alpha\": true}");
    write(withMetadata("base_model.model.a", "{}"));
    assertThatThrownBy(() -> LoraFile.read(folder.resolve("a.safetensors")))
        .isInstanceOf(GenAiException.class)
        .hasMessage(config + " is wrong: lora_alpha is true, not a finite number");
    Files.writeString(config, "");
    assertThatThrownBy(() -> LoraFile.read(folder.resolve("a.safetensors")))
        .hasMessageStartingWith(config + " is empty");
  }
}
