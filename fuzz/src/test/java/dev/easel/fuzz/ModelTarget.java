package dev.easel.fuzz;

import dev.easel.calculators.generate.settings.DiffusersFolder;
import dev.easel.genai.check.ModelFiles;
import dev.easel.genai.error.GenAiException;
import dev.easel.genai.model.SchedulerLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Looks through a model's folder. The input is its files, one after another, each after a line of
 * three dashes.
 */
final class ModelTarget implements Target.Reader {

  private static final List<String> FILES =
      List.of(
          "model_index.json",
          "scheduler/scheduler_config.json",
          "unet/config.json",
          "vae_decoder/config.json",
          "unet/openvino_model.xml");

  private final Path folder = Scratch.folder();

  ModelTarget() {
    try {
      for (String name : FILES) {
        Files.createDirectories(folder.resolve(name).getParent());
      }
      Files.write(folder.resolve("unet/openvino_model.bin"), new byte[64]);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void read(byte[] input) throws IOException {
    String[] texts = new String(input, StandardCharsets.ISO_8859_1).split("\n---\n", FILES.size());
    for (int i = 0; i < FILES.size(); i++) {
      String text = i < texts.length ? texts[i] : "{}";
      Files.write(folder.resolve(FILES.get(i)), text.getBytes(StandardCharsets.ISO_8859_1));
    }
    GenAiException refused = null;
    try {
      ModelFiles.check(folder);
      ModelFiles.obstacle(folder);
      ModelFiles.refusal(folder);
      checkLimits(SchedulerLimits.of(folder));
    } catch (GenAiException e) {
      refused = e;
    }
    checkFacts(DiffusersFolder.read(folder));
    if (refused != null) {
      throw refused;
    }
  }

  private static void checkLimits(SchedulerLimits limits) {
    if (limits.mostSteps().orElse(1) < 0 || limits.originalSteps().orElse(1) < 0) {
      throw new AssertionError(limits.toString());
    }
  }

  private static void checkFacts(DiffusersFolder read) {
    if (read.sizeMultiple() < 1
        || read.longestSide() < 1
        || read.bytesPerPixel() < 1
        || read.textEncoders() < 1) {
      throw new AssertionError(read.toString());
    }
  }
}
