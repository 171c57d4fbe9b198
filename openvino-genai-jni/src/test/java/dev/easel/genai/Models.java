package dev.easel.genai;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Tiny models with random weights: their pictures are noise, but every run is a real one. */
final class Models {
  private static final Path FOLDER = Path.of("src/test/models").toAbsolutePath();

  static final Path SD15 = FOLDER.resolve("sd15");
  static final Path SD15_INPAINT = FOLDER.resolve("sd15-inpaint");
  static final Path FLUX = FOLDER.resolve("flux");
  static final Path LORA = FOLDER.resolve("lora/sd15-kohya-unet-te.safetensors");
  static final Path OTHER_LORA = FOLDER.resolve("lora/sd15-kohya-unet.safetensors");

  static final PipelineOptions CPU = PipelineOptions.device("CPU");

  private Models() {}

  static GenerationConfig.Builder quick() {
    return GenerationConfig.builder().numInferenceSteps(2).width(64).height(64);
  }

  static byte[] bytes(RgbImages images) {
    ByteBuffer pixels = images.pixels();
    byte[] copy = new byte[pixels.remaining()];
    pixels.get(copy);
    return copy;
  }

  /** A picture whose left half is black and whose right half is white. */
  static RgbImages halves(int height, int width) {
    RgbImages image = RgbImages.allocate(1, height, width);
    ByteBuffer pixels = image.pixels();
    for (int i = 0; i < height * width; i++) {
      byte value = (byte) (i % width < width / 2 ? 0 : 255);
      pixels.put(value).put(value).put(value);
    }
    return image;
  }
}
