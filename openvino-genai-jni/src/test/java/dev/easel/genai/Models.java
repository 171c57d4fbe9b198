package dev.easel.genai;

import dev.easel.genai.lora.layer.ModelLayers;
import dev.easel.genai.options.PipelineOptions;
import dev.easel.picture.RgbImages;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Tiny models with random weights: their images are noise, but every run is a real one. */
public final class Models {
  private static final Path FOLDER = Path.of("src/test/models").toAbsolutePath();

  public static final Path SD15 = FOLDER.resolve("sd15");
  public static final Path SD15_INPAINT = FOLDER.resolve("sd15-inpaint");
  public static final Path FLUX = FOLDER.resolve("flux");
  public static final Path LORA = FOLDER.resolve("lora/sd15-kohya-unet-te.safetensors");
  public static final Path OTHER_LORA = FOLDER.resolve("lora/sd15-kohya-unet.safetensors");

  public static final ModelLayers SD15_LAYERS = ModelLayers.of(SD15);

  public static final PipelineOptions CPU = PipelineOptions.device("CPU");

  private Models() {}

  public static GenerationConfig.Builder quick() {
    return GenerationConfig.builder().numInferenceSteps(2).width(64).height(64);
  }

  public static byte[] bytes(RgbImages images) {
    ByteBuffer pixels = images.pixels();
    byte[] copy = new byte[pixels.remaining()];
    pixels.get(copy);
    return copy;
  }

  /** An image whose left half is black and whose right half is white. */
  public static RgbImages halves(int height, int width) {
    RgbImages image = RgbImages.allocate(1, height, width);
    ByteBuffer pixels = image.pixels();
    for (int i = 0; i < height * width; i++) {
      byte value = (byte) (i % width < width / 2 ? 0 : 255);
      pixels.put(value).put(value).put(value);
    }
    return image;
  }
}
