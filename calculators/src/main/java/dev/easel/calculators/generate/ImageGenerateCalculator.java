package dev.easel.calculators.generate;

import dev.easel.calculators.generate.model.GenerationModel;
import dev.easel.calculators.generate.model.GenerationRun;
import dev.easel.calculators.http.RunContext;
import dev.easel.calculators.proto.ImageGenCalculatorOptions;
import dev.easel.calculators.queue.Permit;
import dev.easel.calculators.request.rule.TaskRules;
import dev.easel.calculators.task.GenerationProgress;
import dev.easel.calculators.task.GenerationReport;
import dev.easel.calculators.task.ImageTask;
import dev.easel.calculators.task.SourceImages;
import dev.easel.calculators.task.StreamRequest;
import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.pool.NodeResources;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.genai.StepListener;
import dev.easel.picture.RgbImages;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Makes a task's images with the model that its options name.
 *
 * <p>Input streams {@code TASK}: {@link ImageTask}; {@code SOURCE}, optional: {@link SourceImages}
 * at the times of tasks that change an image; {@code PERMIT}, optional: {@link Permit}, given back
 * as soon as the images are made. Output streams {@code IMAGES}: {@link RgbImages}, all images of
 * the task; {@code REPORT}, optional: {@link GenerationReport}. Input side packet {@code
 * IMAGE_GEN_NODE_RESOURCES}: the node's model. Options: {@link ImageGenCalculatorOptions}.
 *
 * <p>A task that asks for a stream gets one when the output stream {@code LOOPBACK} leads back to
 * the input stream of that tag and the output stream {@code PROGRESS}: {@link GenerationProgress},
 * is connected. From the task's time on, packet by packet, {@code PROGRESS} tells of the steps,
 * some with unfinished images in {@code IMAGES} at the same time; the last {@code IMAGES} and the
 * {@code REPORT} come without progress. Without these streams only the last pair comes.
 *
 * <pre>{@code
 * node {
 *   calculator: "ImageGenerateCalculator"
 *   input_stream: "TASK:task"
 *   input_stream: "SOURCE:source"
 *   input_stream: "LOOPBACK:turn"
 *   input_stream_info { tag_index: "LOOPBACK" back_edge: true }
 *   input_side_packet: "IMAGE_GEN_NODE_RESOURCES:pipes"
 *   output_stream: "IMAGES:images"
 *   output_stream: "REPORT:report"
 *   output_stream: "PROGRESS:progress"
 *   output_stream: "LOOPBACK:turn"
 *   node_options: {
 *     [type.googleapis.com/mediapipe.ImageGenCalculatorOptions]: { models_path: "model" }
 *   }
 * }
 * }</pre>
 *
 * <p><b>Ownership</b>: the images are for whoever reads the stream; closing them gives their memory
 * back at once, forgetting them does so later.
 *
 * <p><b>Failure</b>: {@code CANCELLED} within a step when the run is cancelled; a request's mistake
 * for what the model cannot do; {@code INTERNAL} with GenAI's message.
 */
public final class ImageGenerateCalculator extends Calculator {

  private @Nullable StreamedRun streamed;

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Makes the images of a task with the node's model.");
    cc.inputs().tag("TASK").set(ImageTask.class);
    cc.inputs().tag("SOURCE").set(SourceImages.class).optional();
    cc.inputs().tag("PERMIT").set(Permit.class).optional();
    cc.inputSidePackets().tag("IMAGE_GEN_NODE_RESOURCES").set(NodeResources.class);
    cc.outputs().tag("IMAGES").set(RgbImages.class);
    cc.outputs().tag("REPORT").set(GenerationReport.class).optional();
    cc.options(ImageGenCalculatorOptions.class);
    cc.useService(RunContext.SERVICE);
    contractOfLoop(cc);
    cc.setTimestampOffset(0);
  }

  /** A task waits for its source alone; the loop goes round without either. */
  private static void contractOfLoop(CalculatorContract cc) {
    cc.inputs().tag("LOOPBACK").set(GenerationProgress.class).optional();
    cc.outputs().tag("LOOPBACK").set(GenerationProgress.class).optional();
    cc.outputs().tag("PROGRESS").set(GenerationProgress.class).optional();
    if (cc.inputs().hasTag("LOOPBACK")) {
      cc.setApart("LOOPBACK");
    }
  }

  @Override
  public void process(CalculatorContext cc) throws Exception {
    StreamedRun run = streamed;
    if (!cc.inputs().tag("TASK").isEmpty()) {
      begin(cc, cc.inputs().tag("TASK").get(ImageTask.class));
    } else if (run != null) {
      goOn(cc, run);
    }
  }

  private void begin(CalculatorContext cc, ImageTask task) throws InterruptedException {
    if (streamed != null) {
      throw new StatusException(
          StatusCode.FAILED_PRECONDITION, "a task came while another one is being streamed");
    }
    GenerationModel model = model(cc);
    Optional<Permit> permit = cc.optionalInput("PERMIT", Permit.class);
    new TaskRules(model.description()).check(task);
    GenerationRun run =
        model.prepare(task, cc.optionalInput("SOURCE", SourceImages.class), new RunCancel(cc));
    Optional<StreamRequest> stream = task.output().stream();
    if (stream.isPresent() && cc.inputs().hasTag("LOOPBACK") && cc.outputs().hasTag("PROGRESS")) {
      streamed = StreamedRun.start(run, stream.get(), permit);
      tell(cc, new GenerationProgress(0, task.steps(), 0, OptionalInt.empty(), 0));
    } else {
      RunContext context = cc.service(RunContext.SERVICE);
      RgbImages images = make(run, permit, watcher(context, run));
      run.tellTimes(context);
      finish(cc, images, run.report());
    }
  }

  /** What follows is no work of the model's: the next task may begin beside it. */
  private static RgbImages make(GenerationRun run, Optional<Permit> permit, StepListener watcher)
      throws InterruptedException {
    permit.ifPresent(Permit::hold);
    try {
      RgbImages images = run.run(StepMeter.before(watcher, run, permit));
      permit.ifPresent(Permit::done);
      return images;
    } finally {
      permit.ifPresent(Permit::close);
    }
  }

  private static StepListener watcher(RunContext context, GenerationRun run) {
    return context.isFollowed()
        ? new StepEvents(
            new StreamRequest(0, true), run.nativeRuns(), event -> tell(context, event.progress()))
        : StepListener.NONE;
  }

  private static void tell(RunContext context, GenerationProgress progress) {
    context.steps(progress.step(), progress.steps(), progress.secondsLeft());
  }

  private void goOn(CalculatorContext cc, StreamedRun run) throws InterruptedException {
    Optional<StepEvents.Event> event = run.next();
    if (event.isPresent()) {
      event.get().images().ifPresent(it -> cc.outputs().tag("IMAGES").add(it, cc.inputTimestamp()));
      tell(cc, event.get().progress());
    } else {
      RgbImages images = run.take();
      run.tellTimes(cc.service(RunContext.SERVICE));
      finish(cc, images, run.report());
      streamed = null;
    }
  }

  private static void tell(CalculatorContext cc, GenerationProgress progress) {
    cc.outputs().tag("PROGRESS").add(progress, cc.inputTimestamp());
    cc.outputs().tag("LOOPBACK").add(progress, cc.inputTimestamp() + 1);
  }

  private static void finish(CalculatorContext cc, RgbImages images, GenerationReport report) {
    cc.outputs().tag("IMAGES").add(images, cc.inputTimestamp());
    if (cc.outputs().hasTag("REPORT")) {
      cc.outputs().tag("REPORT").add(report, cc.inputTimestamp());
    }
  }

  @Override
  public void close(CalculatorContext cc) {
    if (streamed != null) {
      streamed.close();
    }
  }

  private static GenerationModel model(CalculatorContext cc) {
    NodeResources resources =
        cc.inputSidePackets().tag("IMAGE_GEN_NODE_RESOURCES").get(NodeResources.class);
    return (GenerationModel) resources.resource(cc.nodeName()).orElseThrow();
  }
}
