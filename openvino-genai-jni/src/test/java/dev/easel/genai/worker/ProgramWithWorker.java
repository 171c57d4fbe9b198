package dev.easel.genai.worker;

import dev.easel.genai.Models;
import dev.easel.genai.StepListener;
import dev.easel.genai.diffusion.DiffusionModel;
import dev.easel.genai.diffusion.DiffusionRequest;
import dev.easel.genai.diffusion.DiffusionRuntime;
import dev.easel.genai.diffusion.ModelSpec;
import dev.easel.genai.worker.host.WorkerSettings;
import java.nio.file.Path;

/** A program of its own that makes images until it is ended; prints its worker's number. */
final class ProgramWithWorker {
  private ProgramWithWorker() {}

  /** The argument is the folder for evidence. */
  public static void main(String[] arguments) throws InterruptedException {
    WorkerSettings settings = WorkerSettings.standard().withEvidence(Path.of(arguments[0]));
    try (DiffusionRuntime runtime = new WorkerRuntime(settings);
        DiffusionModel model = runtime.load(ModelSpec.of(Models.SD15, "CPU"))) {
      System.out.println(model.health().process().orElseThrow());
      while (true) {
        model
            .generate(
                DiffusionRequest.text("a cat", Models.quick().build()),
                StepListener.NONE,
                () -> false)
            .close();
      }
    }
  }
}
