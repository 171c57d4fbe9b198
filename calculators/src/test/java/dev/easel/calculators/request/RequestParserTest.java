package dev.easel.calculators.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.easel.calculators.generate.model.Workloads;
import dev.easel.calculators.http.FormPart;
import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.image.TestImages;
import dev.easel.calculators.model.AdapterCatalogue;
import dev.easel.calculators.model.AdapterCatalogue.Component;
import dev.easel.calculators.model.AdapterCatalogue.Mode;
import dev.easel.calculators.model.ModelDescription;
import dev.easel.calculators.model.ModelDescription.FixedShape;
import dev.easel.calculators.model.ModelFamily;
import dev.easel.calculators.model.Resolution;
import dev.easel.calculators.task.ImageFormat;
import dev.easel.calculators.task.ImageTask;
import dev.easel.calculators.task.TaskKind;
import dev.easel.framework.status.StatusCode;
import dev.easel.genai.diffusion.PipelineKind;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestParserTest {

  private static final byte[] PNG_BEGIN =
      Arrays.copyOf(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}, 33);

  @Test
  void fillsDefaults() {
    ImageTask task = Requests.generate("");
    assertThat(task.kind()).isEqualTo(TaskKind.GENERATION);
    assertThat(task.prompts().prompt()).isEqualTo("three cats");
    assertThat(task.count()).isEqualTo(1);
    assertThat(task.steps()).isEqualTo(50);
    assertThat(task.width()).isEmpty();
    assertThat(task.seed()).isBetween(0L, (1L << 32) - 1);
    assertThat(task.ignoredParameters()).isEmpty();
  }

  @Test
  void givesEveryRequestAnotherSeed() {
    assertThat(Requests.generate("").seed()).isNotEqualTo(Requests.generate("").seed());
  }

  @Test
  void readsEveryField() {
    ImageTask task =
        Requests.generate(
            """
            "size": "128x64", "n": 2, "num_inference_steps": 7, "rng_seed": 18446744073709551615,
            "guidance_scale": 7, "strength": 1.0, "negative_prompt": "dogs",
            "output_format": "webp", "output_compression": 80, "response_format": "url",
            "max_sequence_length": 77, "quality": "high", "user": "u", "image": [1, 2]
            """);
    assertThat(task.width()).hasValue(128);
    assertThat(task.height()).hasValue(64);
    assertThat(task.count()).isEqualTo(2);
    assertThat(task.steps()).isEqualTo(7);
    assertThat(task.seed()).isEqualTo(-1);
    assertThat(task.guidanceScale()).hasValue(7f);
    assertThat(task.prompts().negative()).hasValue("dogs");
    assertThat(task.output().format()).isEqualTo(ImageFormat.WEBP);
    assertThat(task.output().quality()).isEqualTo(80);
    assertThat(task.output().asUrl()).isTrue();
    assertThat(task.ignoredParameters())
        .containsExactly("image", "max_sequence_length", "quality", "user");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"size\": \"64X64\" | size",
        "\"size\": \"064x64\" | size",
        "\"size\": \" 64x64\" | size",
        "\"size\": 64 | size",
        "\"size\": \"60x64\" | size",
        "\"size\": \"3000000000x64\" | size",
        "\"size\": \"8192x64\" | size",
        "\"size\": \"64x64\", \"width\": 64 | width",
        "\"width\": 0, \"height\": 64 | width",
        "\"width\": 64, \"height\": -64 | height",
        "\"height\": 123456789012345678901234567890 | height",
        "\"n\": 0 | n",
        "\"n\": -1 | n",
        "\"n\": 11 | n",
        "\"n\": 2.5 | n",
        "\"n\": true | n",
        "\"n\": \"2\" | n",
        "\"n\": 1, \"num_images_per_prompt\": 1 | num_images_per_prompt",
        "\"num_images_per_prompt\": 0 | num_images_per_prompt",
        "\"num_inference_steps\": 0 | num_inference_steps",
        "\"num_inference_steps\": 101 | num_inference_steps",
        "\"num_inference_steps\": true | num_inference_steps",
        "\"rng_seed\": -2 | rng_seed",
        "\"rng_seed\": 18446744073709551616 | rng_seed",
        "\"guidance_scale\": 3.5e38 | guidance_scale",
        "\"guidance_scale\": \"7\" | guidance_scale",
        "\"strength\": 0.5 | strength",
        "\"strength\": -0.1 | strength",
        "\"prompt_2\": \"x\" | prompt_2",
        "\"prompt_3\": 5 | prompt_3",
        "\"negative_prompt_2\": \"x\" | negative_prompt_2",
        "\"negative_prompt\": \"x\", \"guidance_scale\": 1.0 | negative_prompt",
        "\"response_format\": \"\" | response_format",
        "\"output_format\": \"tiff\" | output_format",
        "\"output_compression\": 101 | output_compression",
        "\"background\": \"transparent\" | background",
        "\"quality\": \"ultra\" | quality",
        "\"style\": \"cubist\" | style",
        "\"moderation\": \"none\" | moderation",
        "\"user\": 17 | user",
        "\"stream\": \"yes\" | stream",
        "\"partial_images\": 4 | partial_images",
        "\"max_sequence_length\": 77.5 | max_sequence_length",
        "\"lora_alphas\": {\"a\": 0.5} | lora_alphas",
        "\"lora_alphas\": [1] | lora_alphas",
        "\"taylorseer_config\": 3 | taylorseer_config",
        "\"taylorseer_config\": {\"cache_interval\": 0} | taylorseer_config",
        "\"taylorseer_config\": {\"cache_interval\": 2.5} | taylorseer_config",
        "\"taylorseer_config\": {\"cache_interval\": 1e9} | taylorseer_config",
        "\"taylorseer_config\": {\"interval\": 2} | taylorseer_config",
        "\"mask\": \"x\" | mask",
        "\"foo\": 1 | foo"
      })
  void refusesWithTheFieldsName(String fields, String param) {
    RequestException mistake = Requests.refused(() -> Requests.generate(fields));
    assertThat(mistake.param()).hasValue(param);
    assertThat(mistake).hasMessageStartingWith(param + ": ");
    assertThat(mistake.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"size\": null, \"negative_prompt\": null, \"n\": null",
        "\"width\": 64, \"height\": null",
        "\"lora_alphas\": {}",
        "\"lora_alphas\": null",
        "\"size\": \"auto\", \"width\": 64, \"height\": 64",
        "\"guidance_scale\": -1.0",
        "\"stream\": false",
        "\"strength\": 1"
      })
  void acceptsWhatMeansNothing(String fields) {
    assertThat(Requests.generate(fields).prompts().prompt()).isEqualTo("three cats");
  }

  @ParameterizedTest
  @CsvSource({
    "guidance, guidance_scale",
    "N, n",
    "image_size, size",
    "steps, num_inference_steps",
    "cfg_scale, guidance_scale",
    "CFG-Scale, guidance_scale",
    "denoising_strength, strength",
    "batch_size, n",
    "loras, lora_alphas",
    "negativePrompt, negative_prompt",
    "response-format, response_format"
  })
  void namesTheFieldThatIsNear(String sent, String meant) {
    assertThat(Requests.refused(() -> Requests.generate("\"" + sent + "\": 1")))
        .hasMessageEndingWith("did you mean " + meant + "?");
  }

  @Test
  void namesTheAdapterWhoseWeightIsNoNumber() {
    assertThat(Requests.refused(() -> Requests.generate("\"lora_alphas\": {\"a\": \"1\"}")))
        .hasMessageContaining("'a' has no number");
  }

  @Test
  void namesTheFieldThatWasMeant() {
    assertThat(Requests.refused(() -> Requests.generate("\"seed\": 1")))
        .hasMessageContaining("did you mean rng_seed");
    assertThat(Requests.refused(() -> Requests.generate("\"guidence_scale\": 1")))
        .hasMessageContaining("did you mean guidance_scale");
    assertThat(Requests.refused(() -> Requests.generate("\"input_fidelity\": \"high\"")))
        .hasMessageContaining("images/edits");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "{\"prompt\": \"x\",}",
        "{\"prompt\": \"x\"}{}",
        "[1]",
        "null",
        "\"x\"",
        "{\"prompt\": \"x\", \"strength\": Infinity}",
        "\uFEFF{\"prompt\": \"x\"}"
      })
  void refusesWhatIsNoJsonObject(String body) {
    RequestParser parser = new RequestParser(Requests.SD15);
    RequestException mistake =
        Requests.refused(() -> parser.parse(Requests.json("/v3/images/generations", "tiny", body)));
    assertThat(mistake).hasMessageContaining("JSON");
    assertThat(mistake.param()).isEmpty();
  }

  @Test
  void takesTheFirstOfTwoFieldsOfOneName() {
    assertThat(Requests.generate("\"n\": 2, \"n\": 3").count()).isEqualTo(2);
  }

  @Test
  void tellsUnknownFieldsBeforeMissingOnes() {
    RequestParser parser = new RequestParser(Requests.SD15);
    RequestException mistake =
        Requests.refused(
            () ->
                parser.parse(
                    Requests.json("/v3/images/generations", "tiny", "{\"promt\": \"x\"}")));
    assertThat(mistake.param()).hasValue("promt");
    assertThat(mistake).hasMessageEndingWith("did you mean prompt?");
  }

  @Test
  void takesEmptyTextsOfJsonForAbsent() {
    ImageTask task =
        Requests.generate(
            "\"n\": \"\", \"rng_seed\": \"\", \"negative_prompt\": \"\", \"user\": \"\", \"stream\": \"\"");
    assertThat(task.count()).isEqualTo(1);
    assertThat(task.prompts().negative()).isEmpty();
    assertThat(task.ignoredParameters()).isEmpty();
  }

  @Test
  void readsImagesAsOtherApisSendThem() {
    String bytes = Base64.getEncoder().encodeToString(PNG_BEGIN);
    for (String image :
        List.of(
            "\"image\": \"" + bytes + "\"",
            "\"images\": [\"" + bytes.replace("/", "\\/") + "\"]",
            "\"images\": [{\"image_url\": {\"url\": \"data:image/png;base64," + bytes + "\"}}]",
            "\"images\": [{\"image_url\": {\"detail\": \"low\", \"url\": \"" + bytes + "\"}}]")) {
      ImageTask task =
          new RequestParser(Requests.SD15)
              .parse(
                  Requests.json("/v3/images/edits", "tiny", "{\"prompt\": \"x\", " + image + "}"));
      assertThat(task.image().orElseThrow().content())
          .as(image)
          .isEqualTo(ByteBuffer.wrap(PNG_BEGIN));
    }
  }

  @Test
  void usesTheFirstOfSeveralImagesOnlyWhereTheModelsOptionsSaySo() {
    String bytes = Base64.getEncoder().encodeToString(PNG_BEGIN);
    String one = "{\"image_url\": \"data:image/png;base64," + bytes + "\"}";
    String body = "{\"prompt\": \"x\", \"images\": [" + one + ", " + one + ", " + one + "]}";
    HttpRequestPayload request = Requests.json("/v3/images/edits", "tiny", body);
    assertThat(Requests.refused(() -> new RequestParser(Requests.SD15).parse(request)))
        .hasMessageContaining("3 images were sent; this model takes one");
    RequestParser lenient = new RequestParser(Requests.ignoringExtraImages(Requests.SD15));
    assertThat(lenient.parse(request).ignoredParameters()).containsExactly("image[1]", "image[2]");
    String many = "{\"prompt\": \"x\", \"images\": [" + (one + ", ").repeat(16) + one + "]}";
    assertThat(
            Requests.refused(() -> lenient.parse(Requests.json("/v3/images/edits", "tiny", many))))
        .hasMessageContaining("at most 16");
  }

  @Test
  void takesTransparentPixelsOfAPictureForItsMask() {
    for (int alpha : new int[] {0, 255}) {
      BufferedImage picture = new BufferedImage(16, 16, BufferedImage.TYPE_INT_ARGB);
      for (int i = 0; i < 256; i++) {
        picture.setRGB(i % 16, i / 16, (i < 20 ? alpha : 255) << 24 | 0xff0000);
      }
      String bytes =
          Base64.getEncoder().encodeToString(TestImages.bytes(TestImages.write(picture, "png")));
      String body = "{\"prompt\": \"x\", \"image\": \"data:image/png;base64," + bytes + "\"}";
      ImageTask task =
          new RequestParser(Requests.SD15).parse(Requests.json("/v3/images/edits", "tiny", body));
      assertThat(task.mask().isPresent()).isEqualTo(alpha == 0);
      ModelDescription unable =
          Requests.model(
              ModelFamily.STABLE_DIFFUSION,
              1,
              Optional.empty(),
              AdapterCatalogue.EMPTY,
              PipelineKind.TEXT_TO_IMAGE,
              PipelineKind.IMAGE_TO_IMAGE);
      assertThat(
              new RequestParser(unable)
                  .parse(Requests.json("/v3/images/edits", "tiny", body))
                  .mask())
          .isEmpty();
    }
  }

  @Test
  void checksInTheOrderOfOpenVinoModelServer() {
    assertThat(Requests.refused(() -> Requests.generate("\"n\": \"x\", \"size\": \"bad\"")).param())
        .hasValue("size");
    assertThat(
            Requests.refused(() -> Requests.generate("\"num_inference_steps\": 0, \"n\": 0"))
                .param())
        .hasValue("n");
    assertThat(
            Requests.refused(() -> Requests.generate("\"n\": 0, \"lora_alphas\": {\"a\": 1}"))
                .param())
        .hasValue("lora_alphas");
  }

  @Test
  void readsForms() {
    ImageTask task = Requests.edit("n", "02", "guidance_scale", "7", "size", "", "strength", "1");
    assertThat(task.kind()).isEqualTo(TaskKind.EDIT);
    assertThat(task.count()).isEqualTo(2);
    assertThat(task.guidanceScale()).hasValue(7f);
    assertThat(task.image()).isPresent();
    assertThat(task.mask()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "n, 2.0",
    "n, '2 '",
    "n, 99999999999",
    "n, 11",
    "strength, inf",
    "strength, 0.5.1",
    "strength, 'a,b'",
    "strength, true",
    "strength, 0.01",
    "guidance_scale, 1e39",
    "size, 64:64",
    "num_inference_steps, x",
    "rng_seed, 2.5",
    "mask, text",
    "input_fidelity, max",
    "doc, x"
  })
  void refusesFormFields(String field, String value) {
    assertThat(Requests.refused(() -> Requests.edit(field, value)).param()).hasValue(field);
  }

  @Test
  void refusesTwoImagesAndNone() {
    RequestParser parser = new RequestParser(Requests.SD15);
    FormPart prompt = FormPart.text("prompt", "x");
    List<FormPart> two = List.of(prompt, Requests.file("image[]"), Requests.file("image[]"));
    assertThat(Requests.refused(() -> parser.parse(Requests.form("/v1/images/edits", two))).param())
        .hasValue("image");
    List<FormPart> none = List.of(prompt);
    assertThat(
            Requests.refused(() -> parser.parse(Requests.form("/v1/images/edits", none))).param())
        .hasValue("image");
  }

  @Test
  void readsDataUrlsFromJson() {
    String url = "data:image\\/png;base64," + Base64.getEncoder().encodeToString(new byte[] {7, 8});
    String body =
        "{\"prompt\": \"x\", \"images\": [{\"image_url\": \""
            + url
            + "\"}], \"mask\":"
            + " {\"image_url\": \""
            + url
            + "\"}}";
    ImageTask task =
        new RequestParser(Requests.SD15).parse(Requests.json("/v3/images/edits", "tiny", body));
    assertThat(task.image().orElseThrow().content().remaining()).isEqualTo(2);
    assertThat(task.mask().orElseThrow().content().get(1)).isEqualTo((byte) 8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data:image/png;base64,+/+/AAAA+/+/",
        "data:image/png;base64,\\u002b\\u002F\\u002B\\/AAAA%2B%2f+/",
        "\\u0064ata:image/png\\u003bbase64\\u002c+/+/AAAA+/+/",
        "data:image/png; base64,\\n+/+/\\r\\nAAAA \\n\\t+/+/\\n",
        "data:image/png;base64, +/+/ AAAA +/+/ ",
        "data:image/png;base64,+/%0D%0A+/%20%0AAAAA+/+/"
      })
  void undoesWhatJsonAndUrlsEscape(String url) {
    assertThat(ofDataUrl(url).image().orElseThrow().content())
        .isEqualTo(ByteBuffer.wrap(Base64.getDecoder().decode("+/+/AAAA+/+/")));
  }

  /** A + that a form's decoding has made a blank would move all that follows. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "data:image/png;base64, / /AAAA / /AAAA",
        "data:image/png;base64,AAA AAAA",
        "data:image/png;base64,AAAA AAA",
        "data:image/png;base64,AA AA AA AA",
        "data:image/png;base64,AAA\\u012BAAAA",
        "data:image/png;base64,AAA\\bAAAA",
        "data:image/png;base64,AAA%2",
        "data:image/png;base64,AA==AAAA",
        "data:image/png;base64,AAA\\\\AAAA"
      })
  void refusesWhatMayBeScrambled(String url) {
    assertThat(Requests.refused(() -> ofDataUrl(url)))
        .hasMessageContaining("images[0].image_url")
        .hasMessageContaining("base64");
  }

  private static ImageTask ofDataUrl(String url) {
    String body = "{\"prompt\": \"x\", \"images\": [{\"image_url\": \"" + url + "\"}]}";
    return new RequestParser(Requests.SD15).parse(Requests.json("/v3/images/edits", "tiny", body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"image_url\": \"file:///etc/passwd\"}]",
        "[{\"image_url\": \"http://127.0.0.1/x.png\"}]",
        "[{\"image_url\": \"data:image/png,abc\"}]",
        "[{\"image_url\": 5}]",
        "[{\"image_url\": \"data:image/png;base64,*\"}]",
        "[{\"file_id\": \"f\"}]",
        "[{}]",
        "[7]"
      })
  void fetchesNothing(String images) {
    String body = "{\"prompt\": \"x\", \"images\": " + images + "}";
    RequestParser parser = new RequestParser(Requests.SD15);
    assertThat(
            Requests.refused(() -> parser.parse(Requests.json("/v3/images/edits", "tiny", body))))
        .hasMessageContaining("image");
  }

  @Test
  void knowsEndpointsByTheEndOfThePath() {
    RequestParser parser = new RequestParser(Requests.SD15);
    assertThat(parser.parse(Requests.json("/v3/tiny", "tiny", "{\"prompt\": \"x\"}")).kind())
        .isEqualTo(TaskKind.GENERATION);
    RequestException mistake =
        Requests.refused(
            () -> parser.parse(Requests.json("/v3/embeddings", "tiny", "{\"input\": \"x\"}")));
    assertThat(mistake.httpStatus()).hasValue(404);
  }

  @Test
  void refusesOtherContentTypes() {
    RequestParser parser = new RequestParser(Requests.SD15);
    RequestException mistake =
        Requests.refused(() -> parser.parse(Requests.form("/v3/images/generations", List.of())));
    assertThat(mistake.httpStatus()).hasValue(415);
  }

  @Test
  void holdsRequestsToTheCompiledShape() {
    ModelDescription model =
        Requests.model(
            ModelFamily.STABLE_DIFFUSION,
            1,
            Optional.of(new FixedShape(List.of(new Resolution(64, 64)), 2, 7.5f)),
            AdapterCatalogue.EMPTY,
            PipelineKind.values());
    ImageTask task = Requests.generate(model, "tiny", "");
    assertThat(task.count()).isEqualTo(2);
    assertThat(task.width()).hasValue(64);
    assertThat(Requests.refused(() -> Requests.generate(model, "tiny", "\"n\": 3")))
        .hasMessageContaining("num_images_per_prompt");
    assertThat(Requests.refused(() -> Requests.generate(model, "tiny", "\"size\": \"128x64\"")))
        .hasMessageContaining("128x64");
    assertThat(Requests.refused(() -> Requests.generate(model, "tiny", "\"guidance_scale\": 5")))
        .hasMessageContaining("guidance_scale");
  }

  @Test
  void choosesAdaptersByTheModelsName() {
    AdapterCatalogue adapters =
        new AdapterCatalogue(
            Map.of("sa", 1f, "sb", 0.5f),
            Map.of("mix", List.of(new Component("sa", Optional.of(0.7f)))),
            Mode.DYNAMIC);
    ModelDescription model =
        Requests.model(
            ModelFamily.STABLE_DIFFUSION, 1, Optional.empty(), adapters, PipelineKind.values());
    assertThat(Requests.generate(model, "sa", "\"lora_alphas\": {\"sa\": -0.5}").loraAlphas())
        .containsEntry("sa", -0.5f);
    ImageTask bare = Requests.generate(model, "tiny", "\"lora_alphas\": {\"sb\": 0.3}");
    assertThat(bare.loraAlphas()).isEmpty();
    assertThat(bare.ignoredParameters()).containsExactly("lora_alphas");
    for (String name : List.of("sa", "mix")) {
      assertThat(
              Requests.refused(
                      () -> Requests.generate(model, name, "\"lora_alphas\": {\"sb\": 0.3}"))
                  .param())
          .hasValue("lora_alphas");
    }
  }

  @Test
  void namesTheMissingPipeline() {
    ModelDescription model =
        Requests.model(
            ModelFamily.STABLE_DIFFUSION_INPAINT,
            1,
            Optional.empty(),
            AdapterCatalogue.EMPTY,
            PipelineKind.INPAINTING);
    RequestException mistake = Requests.refused(() -> Requests.generate(model, "tiny", ""));
    assertThat(mistake).hasMessageContaining("Text-to-image pipeline is not available");
    assertThat(mistake.code()).isEqualTo(StatusCode.FAILED_PRECONDITION);
  }

  @Test
  void knowsWhatFamiliesCannotDo() {
    ModelDescription flux = Requests.model(ModelFamily.FLUX, 2);
    assertThat(Requests.generate(flux, "tiny", "\"prompt_2\": \"x\"").prompts().prompt2())
        .hasValue("x");
    assertThat(
            Requests.refused(() -> Requests.generate(flux, "tiny", "\"negative_prompt\": \"x\"")))
        .hasMessageContaining("negative prompts");
    assertThat(Requests.refused(() -> Requests.generate(flux, "tiny", "\"size\": \"72x64\"")))
        .hasMessageContaining("multiple of 16");
    assertThat(
            Requests.refused(() -> Requests.generate(flux, "tiny", "\"max_sequence_length\": 513")))
        .hasMessageContaining("512");
    ModelDescription withoutT5 = Requests.model(ModelFamily.STABLE_DIFFUSION_3, 2);
    assertThat(Requests.refused(() -> Requests.generate(withoutT5, "tiny", "\"prompt_3\": \"x\"")))
        .hasMessageContaining("two text encoders");
  }

  /** Of 12 steps 9 are computed, of 28 it is 14; the queue and the limits count these. */
  @Test
  void workIsThatOfTheStepsThatAreComputed() {
    ModelDescription flux = Requests.model(ModelFamily.FLUX, 2);
    double all = work(flux, 12, "\"taylorseer_config\": {\"cache_interval\": 1}");
    assertThat(work(flux, 12, "\"user\": \"u\"")).isCloseTo(all * 9 / 12, withinPercentage(1e-6));
    assertThat(work(flux, 28, "\"user\": \"u\"")).isCloseTo(all * 14 / 12, withinPercentage(1e-6));
    assertThat(work(Requests.SD15, 12, "\"user\": \"u\"")).isEqualTo(all);
  }

  private static double work(ModelDescription model, int steps, String fields) {
    String all = "\"num_inference_steps\": " + steps + ", " + fields;
    return Workloads.of(Requests.generate(model, "tiny", all), model, 1, 0).units();
  }

  @Test
  void refusesTextThatNativeCodeWouldCut() {
    RequestParser parser = new RequestParser(Requests.SD15);
    for (String prompt : List.of("a\\u0000b", "\\ud800")) {
      String body = "{\"prompt\": \"" + prompt + "\"}";
      assertThat(
              Requests.refused(
                      () -> parser.parse(Requests.json("/v3/images/generations", "tiny", body)))
                  .param())
          .hasValue("prompt");
    }
  }
}
