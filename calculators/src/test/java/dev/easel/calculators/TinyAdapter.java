package dev.easel.calculators;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Writes adapters with random weights, the same weights for the same layer in every file. */
final class TinyAdapter {
  static final int RANK = 4;

  private final Map<String, Object> header = new LinkedHashMap<>();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  /** The two matrices of a layer: from its inputs to the rank, and from there to its outputs. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  record Weights(float[] down, float[] up) {
    /** Those of a layer, by any number that tells it from others. */
    static Weights of(int seed, int inputs, int outputs) {
      Random random = new Random(seed);
      return new Weights(numbers(random, RANK * inputs), numbers(random, outputs * RANK));
    }

    private static float[] numbers(Random random, int count) {
      float[] numbers = new float[count];
      for (int i = 0; i < count; i++) {
        numbers[i] = (float) random.nextGaussian() / 2;
      }
      return numbers;
    }

    /** The same effect with an alpha that is so many times the rank. */
    Weights weaker(float factor) {
      float[] less = up.clone();
      for (int i = 0; i < less.length; i++) {
        less[i] /= factor;
      }
      return new Weights(down, less);
    }

    int inputs() {
      return down.length / RANK;
    }

    int outputs() {
      return up.length / RANK;
    }

    /** Another layer's outputs after this one's; both have the same inputs. */
    Weights and(Weights other) {
      float[] both = new float[up.length + other.up.length];
      System.arraycopy(up, 0, both, 0, up.length);
      System.arraycopy(other.up, 0, both, up.length, other.up.length);
      return new Weights(down, both);
    }

    Weights withDownOf(Weights other) {
      return new Weights(other.down, up);
    }
  }

  TinyAdapter put(String name, Weights weights, String down, String up) {
    tensor(name + down, List.of(RANK, weights.inputs()), weights.down());
    return tensor(name + up, List.of(weights.outputs(), RANK), weights.up());
  }

  TinyAdapter kohya(String name, Weights weights) {
    return put(name, weights, ".lora_down.weight", ".lora_up.weight");
  }

  TinyAdapter peft(String name, Weights weights) {
    return put(name, weights, ".lora_A.weight", ".lora_B.weight");
  }

  TinyAdapter tensor(String name, List<Integer> shape, float... numbers) {
    int begin = data.size();
    ByteBuffer bytes = ByteBuffer.allocate(numbers.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (float each : numbers) {
      bytes.putFloat(each);
    }
    data.writeBytes(bytes.array());
    header.put(
        name, Map.of("dtype", "F32", "shape", shape, "data_offsets", List.of(begin, data.size())));
    return this;
  }

  /** A text of the header's own. */
  TinyAdapter metadata(String name, String text) {
    header.put("__metadata__", Map.of("format", "pt", name, text));
    return this;
  }

  Path write(Path file) {
    try {
      byte[] json = new ObjectMapper().writeValueAsBytes(header);
      ByteBuffer all =
          ByteBuffer.allocate(8 + json.length + data.size()).order(ByteOrder.LITTLE_ENDIAN);
      all.putLong(json.length).put(json).put(data.toByteArray());
      return Files.write(file, all.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
