package dev.easel.calculators.generate;

import dev.easel.calculators.payload.HttpRequestPayload;
import dev.easel.calculators.payload.ImageTask;
import dev.easel.calculators.payload.ModelDescription;
import dev.easel.calculators.payload.Resolution;
import dev.easel.calculators.payload.Workload;
import dev.easel.calculators.request.RequestParser;

/** Tells from a request what its run will take. */
final class Workloads {

  private static final double MILLION = 1e6;

  private Workloads() {}

  /**
   * What a request will take.
   *
   * @param bytesPerPixel what a run holds at most for each pixel of its pictures
   * @param bytesPerImage what it holds besides for each picture
   */
  static Workload of(
      HttpRequestPayload request, ModelDescription model, long bytesPerPixel, long bytesPerImage) {
    ImageTask task = new RequestParser(model).parse(request);
    Resolution size =
        new Resolution(
            task.width().orElse(model.nativeSize().width()),
            task.height().orElse(model.nativeSize().height()));
    long pixels = (long) size.width() * size.height();
    return new Workload(
        task, units(task, size), task.count() * (pixels * bytesPerPixel + bytesPerImage));
  }

  /** A task's pixels times steps times pictures, in millions. */
  static double units(ImageTask task, Resolution size) {
    double steps = task.steps() * (double) task.strength().orElse(1f);
    return (double) size.width() * size.height() * Math.max(1, steps) * task.count() / MILLION;
  }
}
