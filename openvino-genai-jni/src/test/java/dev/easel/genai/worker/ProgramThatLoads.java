package dev.easel.genai.worker;

import dev.easel.genai.Models;
import dev.easel.genai.StepListener;
import dev.easel.genai.diffusion.DiffusionModel;
import dev.easel.genai.diffusion.DiffusionRequest;
import dev.easel.genai.diffusion.DiffusionRuntime;
import dev.easel.genai.diffusion.ModelSpec;
import dev.easel.genai.worker.host.WorkerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Makes an image in a worker and ends; prints whether the worker's classes came from an archive.
 */
final class ProgramThatLoads {
  private ProgramThatLoads() {}

  /** The argument is the folder for evidence. */
  public static void main(String[] arguments) throws Exception {
    WorkerSettings settings = WorkerSettings.standard().withEvidence(Path.of(arguments[0]));
    try (DiffusionRuntime runtime = new WorkerRuntime(settings);
        DiffusionModel model = runtime.load(ModelSpec.of(Models.SD15, "CPU"))) {
      model
          .generate(
              DiffusionRequest.text("a cat", Models.quick().build()),
              StepListener.NONE,
              () -> false)
          .close();
      long worker = model.health().process().orElseThrow();
      try (Stream<String> maps = Files.lines(Path.of("/proc/" + worker + "/maps"))) {
        System.out.println(maps.anyMatch(line -> line.contains("/worker-classes/")));
      }
    }
  }
}
