package dev.easel.calculators.queue;

import dev.easel.calculators.http.RunContext;
import dev.easel.calculators.image.SourceSize;
import dev.easel.calculators.proto.ImageQueueCalculatorOptions;
import dev.easel.calculators.task.ImageTask;
import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.pool.NodeResources;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Takes a place in the queue of a model for each task, and passes on what the queue can take.
 *
 * <p>It stands before the node that decodes images, so that nothing is decoded for a task that is
 * refused; {@link ImageWaitCalculator}, behind that node, waits for the task's turn. The place goes
 * back to the model when {@code FINISHED} brings a packet at or after the task's time, and at the
 * end of the run, unless the model still works for the task then.
 *
 * <p>Input streams {@code TASK}: {@link ImageTask}; {@code FINISHED}: any type, a back edge from
 * the generating node. Output streams {@code TASK}: the same tasks; {@code PLACE}: {@link
 * QueuePlace}. Input side packet {@code IMAGE_GEN_NODE_RESOURCES}: the one that the generating node
 * has. Options: {@link ImageQueueCalculatorOptions}.
 *
 * <pre>{@code
 * node {
 *   calculator: "ImageQueueCalculator"
 *   input_stream: "TASK:task"
 *   input_stream: "FINISHED:report"
 *   input_stream_info { tag_index: "FINISHED" back_edge: true }
 *   input_side_packet: "IMAGE_GEN_NODE_RESOURCES:pipes"
 *   output_stream: "TASK:admitted_task"
 *   output_stream: "PLACE:place"
 * }
 * }</pre>
 *
 * <p><b>Failure</b>: 429 for a task that cannot wait, with the time after which it is worth trying
 * again, or when its caller has used up what it may do for now; 400 for one that could never run.
 */
public final class ImageQueueCalculator extends Calculator {

  private static final double MILLION = 1e6;

  private final NavigableMap<Long, QueuePlace> places = new TreeMap<>();

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Takes a place in the model's queue, or refuses the request.");
    cc.inputs().tag("TASK").set(ImageTask.class);
    cc.inputs().tag("FINISHED").setAny();
    cc.inputSidePackets().tag("IMAGE_GEN_NODE_RESOURCES").set(NodeResources.class);
    cc.outputs().tag("TASK").setSameAs(cc.inputs().tag("TASK"));
    cc.outputs().tag("PLACE").set(QueuePlace.class);
    cc.options(ImageQueueCalculatorOptions.class);
    cc.useService(RunContext.SERVICE);
    cc.setApart("FINISHED");
    cc.setTimestampOffset(0);
  }

  @Override
  public void process(CalculatorContext cc) {
    if (!cc.inputs().tag("FINISHED").isEmpty()) {
      NavigableMap<Long, QueuePlace> finished = places.headMap(cc.inputTimestamp(), true);
      finished.values().forEach(QueuePlace::done);
      finished.clear();
    }
    if (!cc.inputs().tag("TASK").isEmpty()) {
      enter(cc, cc.inputs().tag("TASK").get(ImageTask.class));
    }
  }

  private void enter(CalculatorContext cc, ImageTask task) {
    QueuedModel model =
        cc.inputSidePackets()
            .tag("IMAGE_GEN_NODE_RESOURCES")
            .get(NodeResources.class)
            .nearest(cc.nodeName(), QueuedModel.class);
    RunContext run = cc.service(RunContext.SERVICE);
    Workload workload = model.workload(SourceSize.sized(task));
    boolean continues = cc.options(ImageQueueCalculatorOptions.class).getContinues();
    QueueRequest request =
        new QueueRequest(
            task.model(),
            run.caller(),
            workload,
            SourceSize.decodedBytes(task),
            run.timeLeft(),
            run.weight());
    QueuePlace place = continues ? model.queue().enterAgain(request) : model.queue().enter(request);
    places.put(cc.inputTimestamp(), place); // given back at the run's end whatever follows
    spend(run, task, workload, !continues);
    cc.outputs().tag("TASK").add(task, cc.inputTimestamp());
    cc.outputs().tag("PLACE").add(place, cc.inputTimestamp());
  }

  private static void spend(
      RunContext run, ImageTask task, Workload workload, boolean isRefusable) {
    double steps = Math.max(1, task.steps() * (double) task.strength().orElse(1f));
    long pixelSteps = Math.round(workload.units() * MILLION);
    run.spend(Math.round(pixelSteps / steps), pixelSteps, isRefusable);
  }

  @Override
  public void close(CalculatorContext cc) {
    places.values().forEach(QueuePlace::abandon);
    places.clear();
  }
}
