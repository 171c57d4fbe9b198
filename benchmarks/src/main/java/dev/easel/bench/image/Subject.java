package dev.easel.bench.image;

import dev.easel.genai.GenerationConfig;
import dev.easel.genai.StepListener;
import dev.easel.genai.Text2ImagePipeline;
import dev.easel.genai.options.PipelineOptions;
import dev.easel.picture.RgbImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** What the images show. */
public enum Subject {
  /** What the shipped model makes, which is flat. */
  SHAPES,
  /** Light, edges and texture at every scale with a sensor's noise, as a photograph has them. */
  PHOTO;

  private static final int LARGEST_DETAIL = 8;
  private static final Path MODEL = Path.of("models", "shapes");
  private static final Path CACHE = Path.of("benchmarks", "target", "pictures");

  /** The pixels of a square image, three bytes each. */
  byte[] pixels(int side) throws IOException {
    return this == PHOTO ? photo(side) : shapes(side);
  }

  /** Made once; an image of 1024 pixels takes the model some seconds. */
  private static byte[] shapes(int side) throws IOException {
    Path file = CACHE.resolve("shapes-" + side + ".rgb");
    if (!Files.exists(file)) {
      Files.createDirectories(CACHE);
      Files.write(file, generate(side));
    }
    return Files.readAllBytes(file);
  }

  private static byte[] generate(int side) {
    GenerationConfig config =
        GenerationConfig.builder()
            .width(side)
            .height(side)
            .numInferenceSteps(20)
            .guidanceScale(3)
            .rngSeed(3)
            .build();
    try (Text2ImagePipeline model = Text2ImagePipeline.open(MODEL, PipelineOptions.device("CPU"));
        RgbImages picture =
            model.generate("a red circle and a blue star", config, StepListener.NONE)) {
      byte[] rgb = new byte[side * side * 3];
      picture.pixels().get(rgb);
      return rgb;
    }
  }

  private static byte[] photo(int side) {
    Random random = new Random(7);
    float[] light = new float[side * side * 3];
    for (int detail = 1; detail <= LARGEST_DETAIL; detail++) {
      addTexture(light, side, 1 << detail, 90f / detail, random);
    }
    byte[] rgb = new byte[light.length];
    for (int i = 0; i < rgb.length; i++) {
      // An edge through the image, and the noise of a sensor.
      boolean isAcross = i / 3 % side + i / 3 / side > side;
      double value = 128 + light[i] + (isAcross ? 25 : -25) + 1.5 * random.nextGaussian();
      rgb[i] = (byte) Math.max(0, Math.min(255, Math.round(value)));
    }
    return rgb;
  }

  /** Adds random values on a grid of so many cells, with straight lines between them. */
  private static void addTexture(
      float[] light, int side, int cells, float strength, Random random) {
    float[] grid = new float[(cells + 1) * (cells + 1)];
    for (int i = 0; i < grid.length; i++) {
      grid[i] = strength * (random.nextFloat() - 0.5f);
    }
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        float across = x * cells / (float) side;
        float down = y * cells / (float) side;
        int at = ((int) down) * (cells + 1) + (int) across;
        float right = across % 1;
        float below = down % 1;
        float upper = grid[at] * (1 - right) + grid[at + 1] * right;
        float lower = grid[at + cells + 1] * (1 - right) + grid[at + cells + 2] * right;
        float value = upper * (1 - below) + lower * below;
        for (int channel = 0; channel < 3; channel++) {
          light[(y * side + x) * 3 + channel] += value * (1 - 0.2f * channel);
        }
      }
    }
  }
}
