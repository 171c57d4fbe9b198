package dev.easel.calculators.generate.model;

import dev.easel.calculators.model.ImageModel;
import dev.easel.calculators.model.WatchedModel;
import dev.easel.calculators.queue.QueuedModel;
import dev.easel.calculators.task.ImageTask;
import dev.easel.calculators.task.SourceImages;
import dev.easel.framework.resource.SharedResource;
import dev.easel.genai.CancelSignal;
import java.util.Optional;

/**
 * A model in memory that makes images.
 *
 * <p><b>Threads</b>: any thread at any time.
 *
 * <p><b>Ownership</b>: whoever opened it closes it when no run uses it any more.
 */
public interface GenerationModel extends SharedResource, ImageModel, QueuedModel, WatchedModel {

  /**
   * Prepares a task's run.
   *
   * @param source the images that the task changes
   * @param isCancelled asked between steps; a run that is cancelled stops
   */
  GenerationRun prepare(ImageTask task, Optional<SourceImages> source, CancelSignal isCancelled)
      throws InterruptedException;
}
