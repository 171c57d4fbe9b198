package dev.easel.calculators.queue;

import dev.easel.calculators.http.RunContext;
import dev.easel.calculators.task.ImageTask;
import dev.easel.calculators.task.QueuePosition;
import dev.easel.calculators.task.SourceImages;
import dev.easel.calculators.task.StreamRequest;
import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import org.jspecify.annotations.Nullable;

/**
 * Holds each task, with its decoded images, until its turn in the queue of its model has come.
 * While it waits it holds no thread.
 *
 * <p>Input streams {@code TASK}: {@link ImageTask}; {@code SOURCE}, optional: {@link SourceImages}
 * at the times of tasks that change an image; {@code PLACE}: {@link QueuePlace}, from {@link
 * ImageQueueCalculator}. Output streams {@code TASK}, {@code SOURCE}: the same; {@code PERMIT},
 * optional: {@link Permit}, with which the generating node lets the next task begin before its own
 * output has been read. No options.
 *
 * <p>A task that asks for progress is told its position when the output stream {@code LOOPBACK}
 * leads back to the input stream of that tag and the output stream {@code POSITION}: {@link
 * QueuePosition}, is connected: from the task's time on, packet by packet, {@code POSITION} tells
 * of each change, and the task goes on at the time after the last.
 *
 * <pre>{@code
 * node {
 *   calculator: "ImageWaitCalculator"
 *   input_stream: "TASK:admitted_task"
 *   input_stream: "SOURCE:source"
 *   input_stream: "PLACE:place"
 *   input_stream: "LOOPBACK:moved"
 *   input_stream_info { tag_index: "LOOPBACK" back_edge: true }
 *   output_stream: "TASK:turn_task"
 *   output_stream: "SOURCE:turn_source"
 *   output_stream: "PERMIT:permit"
 *   output_stream: "POSITION:position"
 *   output_stream: "LOOPBACK:moved"
 * }
 * }</pre>
 *
 * <p><b>Failure</b>: {@code FAILED_PRECONDITION} when a task comes while another one is told its
 * position.
 */
public final class ImageWaitCalculator extends Calculator {

  /** The task that is told its position. */
  private @Nullable WaitingTask told;

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Waits for the task's turn, without a thread.");
    cc.inputs().tag("TASK").set(ImageTask.class);
    cc.inputs().tag("SOURCE").set(SourceImages.class).optional();
    cc.inputs().tag("PLACE").set(QueuePlace.class);
    cc.outputs().tag("TASK").setSameAs(cc.inputs().tag("TASK"));
    cc.outputs().tag("SOURCE").set(SourceImages.class).optional();
    cc.outputs().tag("PERMIT").set(Permit.class).optional();
    cc.inputs().tag("LOOPBACK").set(QueuePosition.class).optional();
    cc.outputs().tag("LOOPBACK").set(QueuePosition.class).optional();
    cc.outputs().tag("POSITION").set(QueuePosition.class).optional();
    if (cc.inputs().hasTag("LOOPBACK")) {
      cc.setApart("LOOPBACK");
    }
    cc.useService(RunContext.SERVICE);
    cc.setTimestampOffset(0);
  }

  @Override
  public void process(CalculatorContext cc) {
    WaitingTask waiting = told;
    if (!cc.inputs().tag("TASK").isEmpty()) {
      if (waiting != null) {
        throw new StatusException(
            StatusCode.FAILED_PRECONDITION, "a task came while another one is told its position");
      }
      begin(cc);
    } else if (waiting != null) {
      look(cc, waiting);
    }
  }

  private void begin(CalculatorContext cc) {
    ImageTask task = cc.inputs().tag("TASK").get(ImageTask.class);
    boolean isTold =
        cc.inputs().hasTag("LOOPBACK")
            && cc.outputs().hasTag("POSITION")
            && task.output().stream().map(StreamRequest::progress).orElse(false);
    WaitingTask waiting =
        new WaitingTask(
            task,
            cc.optionalInput("SOURCE", SourceImages.class),
            cc.inputs().tag("PLACE").get(QueuePlace.class),
            isTold,
            cc.service(RunContext.SERVICE));
    cc.service(RunContext.SERVICE).waits();
    waiting.begin();
    told = isTold ? waiting : null;
    look(cc, waiting);
  }

  private void look(CalculatorContext cc, WaitingTask waiting) {
    int seen = waiting.changes();
    QueuePlace.Standing standing = waiting.standing();
    if (standing.isTurn()) {
      told = null;
      goOn(cc, waiting);
    } else if (waiting.isMoved(standing)) {
      tell(cc, waiting.tell(standing));
    } else {
      waiting.suspend(cc.suspend(), seen, again -> look(again, waiting));
    }
  }

  private static void tell(CalculatorContext cc, QueuePosition position) {
    cc.outputs().tag("POSITION").add(position, cc.inputTimestamp());
    cc.outputs().tag("LOOPBACK").add(position, cc.inputTimestamp() + 1);
  }

  private static void goOn(CalculatorContext cc, WaitingTask waiting) {
    cc.service(RunContext.SERVICE).begins();
    long now = cc.inputTimestamp();
    cc.outputs().tag("TASK").add(waiting.task(), now);
    if (cc.outputs().hasTag("SOURCE")) {
      waiting.source().ifPresent(source -> cc.outputs().tag("SOURCE").add(source, now));
    }
    if (cc.outputs().hasTag("PERMIT")) {
      cc.outputs().tag("PERMIT").add(waiting.permit(), now);
    }
  }
}
