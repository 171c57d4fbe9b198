package dev.easel.genai;

import dev.easel.picture.RgbImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The loop of open_close.py through the binding: prints the resident KiB after every cycle. */
final class OpenCloseLoop {
  private OpenCloseLoop() {}

  public static void main(String[] arguments) throws IOException {
    int cycles = Integer.parseInt(arguments[1]);
    for (int i = 0; i < cycles; i++) {
      cycle(Path.of(arguments[0]));
      System.out.println(residentKib());
    }
  }

  static void cycle(Path model) {
    try (Text2ImagePipeline pipeline = Text2ImagePipeline.open(model, Models.CPU);
        RgbImages images = pipeline.generate("a cat", Models.quick().build(), StepListener.NONE)) {
      images.pixels();
    }
  }

  static long residentKib() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
