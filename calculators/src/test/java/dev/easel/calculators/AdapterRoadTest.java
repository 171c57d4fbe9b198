package dev.easel.calculators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class AdapterRoadTest {

  private static final String TWO =
      """
      lora_adapters { alias: "sa" path: "lora/sd15-kohya-unet-te.safetensors" MODE }
      lora_adapters { alias: "sb" path: "lora/sd15-kohya-unet.safetensors" alpha: 0.5 MODE }
      composite_lora_adapters {
        alias: "mix"
        components { adapter_alias: "sa" alpha: 0.7 }
        components { adapter_alias: "sb" }
      }
      """;

  @Test
  void choosesAdaptersByNameAndWeight() {
    try (Road road = Road.open("sd15", TWO.replace("MODE", ""))) {
      assertThat(road.aliases()).containsExactly("sa", "sb", "mix");
      assertThat(road.isListed()).isTrue();
      ByteBuffer base = image(road, "tiny", "");
      List<ByteBuffer> all =
          List.of(
              base,
              image(road, "sa", ""),
              image(road, "sb", ""),
              image(road, "mix", ""),
              image(road, "sa", ", \"lora_alphas\": {\"sa\": 0.3}"));
      assertThat(all).doesNotHaveDuplicates();
      assertThat(image(road, "tiny", "")).isEqualTo(base);
    }
  }

  @ParameterizedTest
  @CsvSource({"lcm", "sd3", "flux", "flux2-klein", "qwen-image"})
  void everyFamilyTakesAdaptersOfItsOwn(String model) {
    try (Road road = Road.open(model, adapterOf(model))) {
      ByteBuffer base = image(road, "tiny", "");
      ByteBuffer changed = image(road, "own", "");
      assertThat(changed).isNotEqualTo(base);
      assertThat(image(road, "own", ", \"lora_alphas\": {\"own\": 0.5}"))
          .isNotEqualTo(base)
          .isNotEqualTo(changed);
      assertThat(image(road, "tiny", "")).isEqualTo(base);
    }
  }

  /** GenAI applies none when it makes a Z-Image, and has only what was compiled in. */
  @Test
  void zImageHasItsAdaptersCompiledIn() {
    String own = adapterOf("z-image");
    assertThatThrownBy(() -> Road.open("z-image", own).close())
        .hasMessageContaining("lora_adapters: this family takes adapters only in mode STATIC");
    try (Road bare = Road.open("z-image", "");
        Road fused = Road.open("z-image", own.replace("}", "mode: FUSE }"));
        Road fixed = Road.open("z-image", own.replace("}", "mode: STATIC }"))) {
      ByteBuffer base = image(bare, "tiny", "");
      assertThat(image(fused, "tiny", "")).isNotEqualTo(base);
      assertThat(image(fixed, "own", "")).isNotEqualTo(base);
    }
  }

  private static String adapterOf(String model) {
    return "lora_adapters { alias: 'own' path: '%s' } "
        .formatted(Road.OWN_MODELS.resolve("lora/" + model + ".safetensors"));
  }

  @Test
  void keepsAdaptersApartWhenRequestsRunTogether() throws Exception {
    List<String> names = List.of("tiny", "sa", "sb", "mix");
    ExecutorService threads = Executors.newFixedThreadPool(names.size());
    try (Road road = Road.open("sd15", TWO.replace("MODE", ""))) {
      List<ByteBuffer> alone = names.stream().map(name -> image(road, name, "")).toList();
      for (int round = 0; round < 3; round++) {
        List<Future<ByteBuffer>> together = new ArrayList<>();
        names.forEach(name -> together.add(threads.submit(() -> image(road, name, ""))));
        for (int i = 0; i < names.size(); i++) {
          assertThat(together.get(i).get()).isEqualTo(alone.get(i));
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void compilesAdaptersIn() {
    try (Road fused = Road.open("sd15", TWO.replace("MODE", "mode: FUSE"));
        Road fixed = Road.open("sd15", TWO.replace("MODE", "mode: STATIC"))) {
      assertThat(fused.isListed()).isFalse();
      assertThat(image(fused, "tiny", "")).isEqualTo(image(fused, "mix", ""));
      assertThat(image(fixed, "mix", "")).isNotNull();
      assertThat(fixed.refuse(Road.generation("tiny", "")).param()).hasValue("model");
      assertThat(fused.refuse(Road.generation("mix", "\"lora_alphas\": {\"sa\": 0.5}")).param())
          .hasValue("lora_alphas");
    }
  }

  /** The pixels' part of the file: the text differs in the model's name. */
  private static ByteBuffer image(Road road, String model, String fields) {
    ByteBuffer file = Road.image(road.ask(Road.generation(model, "\"rng_seed\": 3" + fields)), 0);
    int length = file.getInt(33);
    return file.slice(33 + 12 + length, file.remaining() - 33 - 12 - length);
  }
}
