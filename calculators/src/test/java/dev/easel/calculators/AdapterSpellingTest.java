package dev.easel.calculators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.calculators.TinyAdapter.Weights;
import dev.easel.calculators.model.WatchedModel;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same weights, as the programs that make adapters write them. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class AdapterSpellingTest {
  private static final String UNET = "down_blocks.0.attentions.0.transformer_blocks.0.";
  private static final Weights Q = Weights.of(1, 16, 16);
  private static final Weights K = Weights.of(2, 32, 16);
  private static final Weights OUT = Weights.of(3, 16, 16);
  private static final Weights TEXT = Weights.of(4, 32, 64);
  private static final String TEXT_LAYER = "text_model.encoder.layers.0.mlp.fc1";

  @TempDir private Path folder;
  private final Map<String, Path> files = new LinkedHashMap<>();

  private void file(String alias, TinyAdapter adapter) {
    files.put(alias, adapter.write(folder.resolve(alias + ".safetensors")));
  }

  private String options(String mode) {
    return files.entrySet().stream()
        .map(
            each ->
                "lora_adapters { alias: '%s' path: '%s' %s }"
                    .formatted(each.getKey(), each.getValue(), mode))
        .collect(Collectors.joining("\n"));
  }

  /** The sums are made in another order where several adapters are there: a step or two. */
  private void assertSamePictures(String model) throws IOException {
    try (Road road = Road.open(model, options(""))) {
      int[] base = pixels(road, "tiny");
      int[] first = pixels(road, files.keySet().iterator().next());
      assertThat(difference(first, base)).isGreaterThan(20);
      for (String alias : files.keySet()) {
        assertThat(difference(pixels(road, alias), first)).as(alias).isLessThan(4);
      }
    }
  }

  private static int[] pixels(Road road, String model) throws IOException {
    ByteBuffer file = Road.image(road.ask(Road.generation(model, "\"rng_seed\": 3")), 0);
    byte[] bytes = new byte[file.remaining()];
    file.duplicate().get(bytes);
    try (InputStream in = new ByteArrayInputStream(bytes)) {
      BufferedImage image = ImageIO.read(in);
      return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }
  }

  private static int difference(int[] some, int[] others) {
    int largest = 0;
    for (int i = 0; i < some.length; i++) {
      for (int shift = 0; shift < 24; shift += 8) {
        largest =
            Math.max(largest, Math.abs((some[i] >> shift & 0xff) - (others[i] >> shift & 0xff)));
      }
    }
    return largest;
  }

  private static String kohya(String layer) {
    return layer.replace('.', '_');
  }

  private void stableDiffusion() {
    file(
        "kohya",
        new TinyAdapter()
            .kohya("lora_unet_" + kohya(UNET + "attn1.to_q"), Q)
            .tensor("lora_unet_" + kohya(UNET + "attn1.to_q") + ".alpha", List.of(), 4)
            .kohya("lora_unet_" + kohya(UNET + "attn2.to_k"), K)
            .kohya("lora_unet_" + kohya(UNET + "attn1.to_out.0"), OUT)
            .kohya("lora_te_" + kohya(TEXT_LAYER), TEXT));
  }

  @Test
  void everySpellingOfStableDiffusionsLayersMakesTheSamePicture() throws Exception {
    stableDiffusion();
    String q = "unet." + UNET + "attn1.";
    file(
        "stronger",
        new TinyAdapter()
            .kohya("lora_unet_" + kohya(UNET + "attn1.to_q"), Q.weaker(2))
            .tensor("lora_unet_" + kohya(UNET + "attn1.to_q") + ".alpha", List.of(), 8)
            .kohya("lora_unet_" + kohya(UNET + "attn2.to_k"), K.weaker(0.25f))
            .tensor("lora_unet_" + kohya(UNET + "attn2.to_k") + ".alpha", List.of(1), 1)
            .kohya("lora_unet_" + kohya(UNET + "attn1.to_out.0"), OUT)
            .kohya("lora_te_" + kohya(TEXT_LAYER), TEXT));
    file(
        "diffusers",
        new TinyAdapter()
            .peft(q + "to_q", Q)
            .peft("unet." + UNET + "attn2.to_k", K)
            .peft(q + "to_out.0", OUT)
            .peft("text_encoder." + TEXT_LAYER, TEXT));
    file(
        "olderdiffusers",
        new TinyAdapter()
            .put(q + "to_q", Q, ".lora.down.weight", ".lora.up.weight")
            .put("unet." + UNET + "attn2.to_k", K, ".lora.down.weight", ".lora.up.weight")
            .put(q + "to_out.0", OUT, ".lora.down.weight", ".lora.up.weight")
            .put(
                "text_encoder." + TEXT_LAYER,
                TEXT,
                ".lora_linear_layer.down.weight",
                ".lora_linear_layer.up.weight"));
    file(
        "processors",
        new TinyAdapter()
            .put(q + "processor.to_q", Q, "_lora.down.weight", "_lora.up.weight")
            .put(UNET + "attn2.processor.to_k", K, "_lora.down.weight", "_lora.up.weight")
            .put(q + "processor.to_out", OUT, "_lora.down.weight", "_lora.up.weight")
            .peft("text_encoder." + TEXT_LAYER, TEXT));
    file(
        "peft",
        new TinyAdapter()
            .peft("base_model.model." + UNET + "attn1.to_q", Q)
            .put(
                "base_model.model." + UNET + "attn2.to_k",
                K,
                ".lora_A.default.weight",
                ".lora_B.default.weight")
            .peft("base_model.model." + UNET + "attn1.to_out.0", OUT)
            .peft("base_model.model." + TEXT_LAYER, TEXT));
    assertSamePictures("sd15");
  }

  /** In the header, as diffusers writes them, or in PEFT's file beside; patterns come first. */
  @Test
  void alphasBesideTheMatricesMakeTheSamePicture() throws Exception {
    stableDiffusion();
    file(
        "diffusers",
        new TinyAdapter()
            .metadata(
                "lora_adapter_metadata",
                """
                {"unet.r": 4, "unet.lora_alpha": 8, "unet.use_rslora": false,
                 "unet.alpha_pattern": {"to_k": 1, "attn2.to_k": 100},
                 "text_encoder.lora_alpha": 6, "text_encoder.use_rslora": true}""")
            .peft("unet." + UNET + "attn1.to_q", Q.weaker(2))
            .peft("unet." + UNET + "attn2.to_k", K.weaker(0.25f))
            .peft("unet." + UNET + "attn1.to_out.0", OUT)
            .tensor("unet." + UNET + "attn1.to_out.0.alpha", List.of(), 4)
            .peft("text_encoder." + TEXT_LAYER, TEXT.weaker(3)));
    Files.writeString(
        folder.resolve("adapter_config.json"),
        """
        {"peft_type": "LORA", "r": 4, "lora_alpha": 2, "rank_pattern": {}, "alpha_pattern":
         {"^down_blocks.*attn2\\\\.to_[kv]": 12, "text_model.encoder.layers.0.mlp.fc1": 4.0}}""");
    file(
        "peft",
        new TinyAdapter()
            .peft("base_model.model." + UNET + "attn1.to_q", Q.weaker(0.5f))
            .peft("base_model.model." + UNET + "attn2.to_k", K.weaker(3))
            .peft("base_model.model." + UNET + "attn1.to_out.0", OUT.weaker(0.5f))
            .peft("base_model.model." + TEXT_LAYER, TEXT));
    assertSamePictures("sd15");
  }

  @Test
  void originalNamesOfStableDiffusionXlsBlocksMakeTheSamePicture() throws Exception {
    Weights middle = Weights.of(5, 32, 32);
    Weights up = Weights.of(6, 16, 16);
    Weights text = Weights.of(7, 32, 64);
    file(
        "diffusers",
        new TinyAdapter()
            .peft("unet.mid_block.attentions.0.transformer_blocks.0.attn1.to_q", middle)
            .peft("unet.up_blocks.1.attentions.1.transformer_blocks.0.attn1.to_out.0", up)
            .peft("text_encoder." + TEXT_LAYER, TEXT)
            .peft("text_encoder_2." + TEXT_LAYER, text));
    file(
        "original",
        new TinyAdapter()
            .kohya("lora_unet_middle_block_1_transformer_blocks_0_attn1_to_q", middle)
            .kohya("lora_unet_output_blocks_3_1_transformer_blocks_0_attn1_to_out_0", up)
            .kohya("lora_te1_" + kohya(TEXT_LAYER), TEXT)
            .kohya("lora_te2_" + kohya(TEXT_LAYER), text));
    assertSamePictures("sdxl");
  }

  /** Also beside layers that read one of several outputs, at which GenAI itself fails. */
  @Test
  void everySpellingOfFluxLayersMakesTheSamePicture() throws Exception {
    Weights q = Weights.of(11, 32, 32);
    Weights k = Weights.of(12, 32, 32).withDownOf(q);
    Weights v = Weights.of(13, 32, 32).withDownOf(q);
    Weights mlp = Weights.of(14, 32, 128).withDownOf(q);
    Weights out = Weights.of(15, 32, 32);
    Weights text = Weights.of(16, 32, 32);
    Weights single = Weights.of(17, 160, 32);
    String block = "transformer_blocks.0.attn.";
    for (String prefix : List.of("transformer.", "base_model.model.", "lora_transformer_")) {
      TinyAdapter adapter = new TinyAdapter();
      Map<String, Weights> layers = new LinkedHashMap<>();
      layers.put(block + "to_q", q);
      layers.put(block + "to_k", k);
      layers.put(block + "to_v", v);
      layers.put(block + "to_out.0", out);
      layers.put(block + "to_add_out", text);
      layers.put("single_" + block + "to_q", q);
      layers.put("single_" + block + "to_k", k);
      layers.put("single_" + block + "to_v", v);
      layers.put("single_transformer_blocks.0.proj_mlp", mlp);
      layers.put("single_transformer_blocks.0.proj_out", single);
      boolean isKohya = prefix.endsWith("_");
      layers.forEach(
          (name, weights) -> {
            if (isKohya) {
              adapter.kohya(prefix + kohya(name), weights);
            } else {
              adapter.peft(prefix + name, weights);
            }
          });
      file(prefix.replaceAll("[._]", ""), adapter);
    }
    file(
        "kohya",
        new TinyAdapter()
            .kohya("lora_unet_double_blocks_0_img_attn_qkv", q.and(k).and(v))
            .kohya("lora_unet_double_blocks_0_img_attn_proj", out)
            .kohya("lora_unet_double_blocks_0_txt_attn_proj", text)
            .kohya("lora_unet_single_blocks_0_linear1", q.and(k).and(v).and(mlp))
            .kohya("lora_unet_single_blocks_0_linear2", single));
    file(
        "original",
        new TinyAdapter()
            .peft("diffusion_model.double_blocks.0.img_attn.qkv", q.and(k).and(v))
            .peft("diffusion_model.double_blocks.0.img_attn.proj", out)
            .peft("diffusion_model.double_blocks.0.txt_attn.proj", text)
            .peft("diffusion_model.single_blocks.0.linear1", q.and(k).and(v).and(mlp))
            .peft("diffusion_model.single_blocks.0.linear2", single));
    assertSamePictures("flux");
  }

  @Test
  void namesOfXlabsMakeTheSamePicture() throws Exception {
    Weights q = Weights.of(11, 32, 32);
    Weights k = Weights.of(12, 32, 32).withDownOf(q);
    Weights v = Weights.of(13, 32, 32).withDownOf(q);
    Weights out = Weights.of(15, 32, 32);
    Weights single = Weights.of(17, 160, 32);
    file(
        "original",
        new TinyAdapter()
            .peft("diffusion_model.double_blocks.0.img_attn.qkv", q.and(k).and(v))
            .peft("diffusion_model.double_blocks.0.txt_attn.proj", out)
            .peft("diffusion_model.single_blocks.0.linear2", single));
    file(
        "xlabs",
        new TinyAdapter()
            .put(
                "double_blocks.0.processor.qkv_lora1",
                q.and(k).and(v),
                ".down.weight",
                ".up.weight")
            .put("double_blocks.0.processor.proj_lora2", out, ".down.weight", ".up.weight")
            .put("single_blocks.0.processor.proj_lora", single, ".down.weight", ".up.weight"));
    assertSamePictures("flux");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {"mode: STATIC, ``", "mode: DYNAMIC, ``", "``, resolution: '64x64'"})
  void changesFluxLayersThatReadOneOfSeveralOutputsInEveryMode(String mode, String more)
      throws Exception {
    file(
        "own",
        new TinyAdapter()
            .peft("transformer.transformer_blocks.0.attn.to_add_out", Weights.of(1, 32, 32))
            .peft("transformer.transformer_blocks.0.attn.to_out.0", Weights.of(2, 32, 32)));
    // In a network of the same shape and precision: another one makes another picture.
    String same = more + " plugin_config: '{\"INFERENCE_PRECISION_HINT\": \"f32\"}'";
    int[] fused;
    try (Road road = Road.open("flux", options("mode: FUSE") + " " + same)) {
      fused = pixels(road, "own");
    }
    try (Road road = Road.open("flux", options(mode) + " " + same)) {
      assertThat(difference(pixels(road, "own"), fused)).isLessThan(4);
    }
  }

  @Test
  void saysWhatOfAFileHasNoEffect() throws Exception {
    file(
        "own",
        new TinyAdapter()
            .peft("unet." + UNET + "attn1.to_q", Q)
            .peft("unet.down_blocks.7.attentions.0.proj_in", Q)
            .peft("text_encoder_2." + TEXT_LAYER, TEXT));
    try (Road road = Road.open("sd15", options(""))) {
      assertThat(road.all(WatchedModel.class).get(0).warnings())
          .containsExactly(
              "lora_adapters: 'own': 2 of 3 layers of "
                  + files.get("own")
                  + " are not in the model and have no effect: "
                  + "'unet.down_blocks.7.attentions.0.proj_in' and 'text_encoder_2."
                  + TEXT_LAYER
                  + "'");
    }
  }

  private void assertRefused(TinyAdapter adapter, String why) {
    file("own", adapter);
    assertThatThrownBy(() -> Road.open("sd15", options("")).close())
        .hasMessageContaining("lora_adapters: 'own': " + files.get("own"))
        .hasMessageContaining(why);
  }

  @Test
  void refusesAFileForAnotherModel() {
    assertRefused(
        new TinyAdapter().kohya("lora_unet_double_blocks_0_img_attn_proj", Q),
        " fits no layer of the model: its keys are 'lora_unet_double_blocks_0_img_attn_proj', the"
            + " model's layers 'unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q'"
            + " and");
    assertRefused(
        new TinyAdapter().peft("unet." + UNET + "attn2.to_k", Weights.of(1, 48, 16)),
        " was made for another model: 'unet."
            + UNET
            + "attn2.to_k' is of a layer that takes 48 values and gives 16, and unet."
            + UNET
            + "attn2.to_k takes 32 and gives 16");
    assertRefused(
        new TinyAdapter()
            .tensor("unet.conv_in.lora_A.weight", List.of(4, 4, 3, 3), new float[144])
            .tensor("unet.conv_in.lora_B.weight", List.of(16, 4, 1, 1), new float[64]),
        "'unet.conv_in' is of a convolution that looks at several pixels");
    assertRefused(
        new TinyAdapter()
            .peft("unet." + UNET + "attn1.to_q", Q)
            .kohya("lora_unet_" + kohya(UNET + "attn1.to_q"), Q),
        "are both of the layer unet." + UNET + "attn1.to_q");
  }

  @ParameterizedTest
  @CsvSource({
    "dora_scale, DoRA",
    "lora_magnitude_vector.weight, DoRA",
    "hada_w1_a, LoHa",
    "lokr_w1, LoKr",
    "lora_mid.weight, third matrix",
    "oft_blocks, OFT",
    "diff, a whole layer's difference",
    "diff_b, a whole layer's difference",
    "lora_B.bias, biases"
  })
  void refusesWhatGenAiWouldDropByItsName(String ending, String kind) {
    String name = "lora_unet_" + kohya(UNET + "attn1.to_q") + "." + ending;
    assertRefused(
        new TinyAdapter()
            .kohya("lora_unet_" + kohya(UNET + "attn1.to_q"), Q)
            .tensor(name, List.of(16, 1), new float[16]),
        " is an adapter that GenAI cannot apply: '" + name + "' makes it ");
    assertRefused(new TinyAdapter().tensor(name, List.of(16, 1), new float[16]), kind);
  }
}
