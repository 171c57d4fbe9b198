package dev.easel.calculators.http;

import dev.easel.framework.calculator.GraphService;
import java.time.Duration;

/**
 * What calculators know of the request behind their run, and what they let its server know.
 *
 * <p><b>Threads</b>: any; no method waits.
 */
public interface RunContext {

  /** What the time of a request for images goes into, in the order in which it does. */
  enum Stage {
    /** Until the model was free for it, from its last byte on. */
    QUEUE,
    /** The text encoders. */
    TEXT,
    /** The encoding of a given image for the model. */
    IMAGE,
    /** All steps. */
    DENOISE,
    /** Pixels of what the steps have made. */
    DECODE,
    /** The finished images as files. */
    ENCODE
  }

  /** The service under which calculators find it; a run without a server has one of its own. */
  GraphService<RunContext> SERVICE =
      GraphService.withDefault("easel.RunContext", RunContext.class, LocalRun::new);

  /** The caller and owner of what nobody's own key has asked for. */
  String EVERYBODY = "local";

  /** Who asks: for a server, a client's address. */
  String caller();

  /** To whom belongs what the run makes and leaves behind. */
  String owner();

  /** How many times the share of others the asker has of a model. */
  double weight();

  /**
   * Takes work off what the asker may do.
   *
   * <p><b>Failure</b>: {@link RetryLaterException} when it is too much for now, {@link
   * RequestException} when it is too much for ever.
   *
   * @param pixels of all pictures
   * @param pixelSteps pixels times steps
   * @param isRefusable false for a further task of a run that has begun
   */
  void spend(long pixels, long pixelSteps, boolean isRefusable);

  /** How long the run may still take, waiting included. */
  Duration timeLeft();

  /** The request itself says how long it may take; the shorter time counts. */
  void limitTo(Duration own);

  /** The run waits for a model; a server that ends refuses it then. */
  void waits();

  /** The model is free for the run, which begins. */
  void begins();

  /** Nothing was made of what has begun: if the run fails now, it gets back what it has spent. */
  void comesToNothing();

  /** Whether somebody follows the run's progress; where nobody does, it need not be found out. */
  boolean isFollowed();

  /**
   * Where the run stands in the line of its model.
   *
   * @param position how many runs begin before it, and itself
   * @param secondsLeft until its images are there, by estimate
   */
  void stands(int position, double secondsLeft);

  /**
   * A stage of the run is over; what several nodes, or native runs, took of one is added up.
   *
   * @param stage any but {@link Stage#QUEUE}, which the server measures by {@link #begins}
   */
  void took(Stage stage, long nanos);

  /**
   * A step is done.
   *
   * @param step how many are done
   * @param steps how many there are, over all images
   * @param secondsLeft until the last one, by estimate
   */
  void steps(int step, int steps, double secondsLeft);
}
