package dev.easel.calculators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.calculators.http.FormPart;
import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.HttpResponsePayload;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The families whose text encoder is a language model: FLUX.2 klein, Z-Image and Qwen-Image. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ChatFamilyTest {

  @ParameterizedTest
  @CsvSource({
    "flux2-klein, prompt",
    "z-image, prompt negative_prompt",
    "qwen-image, prompt negative_prompt"
  })
  void makesImagesFromTextsAndFromImages(String model, String texts) throws Exception {
    try (Road road = Road.open(model, "")) {
      assertText(road, "");
      BufferedImage edited = image(road, Road.edit(Road.form("rng_seed", "1")));
      assertThat(edited.getWidth()).isEqualTo(64);
      assertThat(edited.getHeight()).isEqualTo(128);
      assertThat(colours(image(road, Road.edit(Road.form("rng_seed", "1")))))
          .isEqualTo(colours(edited));
      for (String text : texts.split(" ", -1)) {
        List<FormPart> parts = Road.form("rng_seed", "1");
        parts.removeIf(part -> part.name().equals(text));
        parts.add(FormPart.text(text, "a green circle"));
        assertThat(colours(image(road, Road.edit(parts)))).as(text).isNotEqualTo(colours(edited));
        if (!text.equals("prompt")) {
          assertThat(text(road, "\"" + text + "\": \"a green circle\""))
              .isNotEqualTo(text(road, ""));
        }
      }
    }
  }

  private static void assertText(Road road, String fields) throws IOException {
    BufferedImage made =
        image(road, Road.generation("\"rng_seed\": 1, \"size\": \"80x48\"" + fields));
    assertThat(made.getWidth()).isEqualTo(80);
    assertThat(made.getHeight()).isEqualTo(48);
    assertThat(text(road, "")).isEqualTo(text(road, ""));
  }

  private static int[] text(Road road, String fields) throws IOException {
    String all = "\"rng_seed\": 1" + (fields.isEmpty() ? "" : ", " + fields);
    return colours(image(road, Road.generation(all)));
  }

  @ParameterizedTest
  @CsvSource({"flux2-klein", "z-image", "qwen-image"})
  void knowsNoMasks(String model) {
    try (Road road = Road.open(model, "")) {
      List<FormPart> parts = Road.form();
      parts.add(Road.mask(64, 128));
      assertThat(road.refuse(Road.edit(parts)))
          .hasMessageContaining("Inpainting pipeline is not available");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "flux2-klein | \"negative_prompt\": \"a\" | negative_prompt | know no negative prompts",
        "flux2-klein | \"prompt_2\": \"a\" | prompt_2 | one text encoder",
        "flux2-klein | \"size\": \"72x64\" | size | not a multiple of 16",
        "flux2-klein | \"max_sequence_length\": 513 | max_sequence_length | between 1 and 512",
        "z-image | \"prompt_2\": \"a\" | prompt_2 | one text encoder",
        "z-image | \"negative_prompt_2\": \"a\" | negative_prompt_2 | one text encoder",
        "z-image | \"negative_prompt\": \"a\", \"guidance_scale\": 1 | negative_prompt | above 1",
        "z-image | \"size\": \"72x64\" | size | not a multiple of 16",
        "z-image | \"max_sequence_length\": 513 | max_sequence_length | between 1 and 512",
        "qwen-image | \"negative_prompt_2\": \"a\" | negative_prompt_2 | one text encoder",
        "qwen-image | \"size\": \"72x64\" | size | not a multiple of 16",
        "qwen-image | \"max_sequence_length\": 1025 | max_sequence_length | between 1 and 1024"
      })
  void refusesWhatTheFamilyCannotDo(String model, String fields, String field, String reason) {
    try (Road road = Road.open(model, "")) {
      assertThat(road.refuse(Road.generation(fields)))
          .hasMessageContaining(reason)
          .satisfies(refusal -> assertThat(refusal.param()).hasValue(field));
    }
  }

  /** GenAI takes no notice of it there. */
  @Test
  void strengthIsNothingToKlein() {
    try (Road road = Road.open("flux2-klein", "")) {
      assertThat(road.ask(Road.edit(Road.form("strength", "1"))).path("data")).hasSize(1);
      assertThat(road.refuse(Road.edit(Road.form("strength", "0.5"))))
          .hasMessageContaining("strength has no effect; leave it out")
          .satisfies(refusal -> assertThat(refusal.param()).hasValue("strength"));
    }
  }

  /** GenAI makes a Z-Image from an image in that one's size, and fails where it is no multiple. */
  @Test
  void givenImagesAreScaledForZImage() throws Exception {
    try (Road road = Road.open("z-image", "")) {
      BufferedImage asked = image(road, Road.edit(Road.form("size", "96x64")));
      assertThat(asked.getWidth()).isEqualTo(96);
      assertThat(asked.getHeight()).isEqualTo(64);
      List<FormPart> parts = Road.form();
      parts.removeIf(part -> part.name().equals("image"));
      parts.add(FormPart.file("image", "x.png", "image/png", Road.image(72, 40)));
      BufferedImage rounded = image(road, Road.edit(parts));
      assertThat(rounded.getWidth()).isEqualTo(64);
      assertThat(rounded.getHeight()).isEqualTo(32);
    }
  }

  /**
   * The chat that GenAI makes of a prompt takes three tokens before it, of those that
   * max_sequence_length allows; with Qwen-Image they come on top.
   */
  @ParameterizedTest
  @CsvSource({"flux2-klein, 509, 5", "z-image, 509, 5", "qwen-image, 512, 8"})
  void countsTheTokensThatAreRead(String model, int usual, int brief) throws Exception {
    try (Road road = Road.open(model, "")) {
      String words = "zq ".repeat(400);
      HttpResponsePayload cut = road.send(prompt(words, ""));
      assertThat(Integer.parseInt(cut.header("x-easel-prompt-tokens-sent"))).isGreaterThan(usual);
      assertThat(cut.header("x-easel-prompt-tokens-kept")).isEqualTo(String.valueOf(usual));
      String length = ", \"max_sequence_length\": 8";
      String read = "z".repeat(brief - 1);
      HttpResponsePayload shorter = road.send(prompt(read + "qqqq", length));
      assertThat(shorter.header("x-easel-prompt-tokens-kept")).isEqualTo(String.valueOf(brief));
      int[] image = colours(image(road, prompt(read + "qqqq", length)));
      assertThat(colours(image(road, prompt(read + "qzzz", length)))).isEqualTo(image);
      assertThat(colours(image(road, prompt(read + "zqqq", length)))).isNotEqualTo(image);
    }
  }

  private static HttpRequestPayload prompt(String prompt, String fields) {
    return Road.generation("\"rng_seed\": 1, \"prompt\": \"" + prompt + "\"" + fields);
  }

  @ParameterizedTest
  @CsvSource({"flux2-klein", "z-image", "qwen-image"})
  void runsCompiledForOneSize(String model) throws Exception {
    try (Road road = Road.open(model, "resolution: '64x64'")) {
      assertThat(text(road, "")).hasSize(64 * 64);
      assertThat(colours(image(road, Road.edit(Road.form("size", "64x64"))))).hasSize(64 * 64);
    }
  }

  @ParameterizedTest
  @CsvSource({"flux2-klein", "z-image", "qwen-image"})
  void runsCompiledForSeveralImages(String model) {
    try (Road road = Road.open(model, "resolution: '64x64' num_images_per_prompt: 2")) {
      assertThat(road.ask(Road.generation("\"n\": 2")).path("data")).hasSize(2);
      assertThat(road.refuse(Road.edit(Road.form("n", "2", "size", "64x64"))))
          .hasMessageContaining("compiled for several pictures at once, it takes none in");
    }
  }

  /** What the image shows, without the texts that its file holds. */
  private static int[] colours(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  private static BufferedImage image(Road road, HttpRequestPayload request) throws IOException {
    byte[] file = Road.image(road.ask(request), 0).array();
    return ImageIO.read(new ByteArrayInputStream(file));
  }
}
