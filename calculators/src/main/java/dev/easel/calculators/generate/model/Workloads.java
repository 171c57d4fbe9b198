package dev.easel.calculators.generate.model;

import dev.easel.calculators.model.ModelDescription;
import dev.easel.calculators.model.Resolution;
import dev.easel.calculators.queue.Workload;
import dev.easel.calculators.task.ImageTask;

/** Tells from a task what its run will take. */
public final class Workloads {

  private static final double MILLION = 1e6;

  private Workloads() {}

  /**
   * What a task will take.
   *
   * @param bytesPerPixel what a run holds at most for each pixel of its images
   * @param bytesPerImage what it holds besides for each image
   */
  public static Workload of(
      ImageTask task, ModelDescription model, long bytesPerPixel, long bytesPerImage) {
    Resolution size =
        new Resolution(
            task.width().orElse(model.nativeSize().width()),
            task.height().orElse(model.nativeSize().height()));
    long pixels = (long) size.width() * size.height();
    return new Workload(
        units(task, model, size), task.count() * (pixels * bytesPerPixel + bytesPerImage));
  }

  /** A task's pixels times steps times images, in millions; steps that are saved cost nothing. */
  private static double units(ImageTask task, ModelDescription model, Resolution size) {
    double steps = Math.max(1, task.steps() * (double) task.strength().orElse(1f));
    int denoised = model.denoisedSteps(task);
    double computed = (double) model.taylorSeer(task).computed(denoised) / denoised;
    return (double) size.width() * size.height() * steps * computed * task.count() / MILLION;
  }
}
