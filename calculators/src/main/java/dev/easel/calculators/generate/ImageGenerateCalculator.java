package dev.easel.calculators.generate;

import dev.easel.calculators.payload.GenerationReport;
import dev.easel.calculators.payload.ImageTask;
import dev.easel.calculators.payload.SourceImages;
import dev.easel.calculators.proto.ImageGenCalculatorOptions;
import dev.easel.calculators.request.TaskRules;
import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.pool.NodeResources;
import dev.easel.genai.RgbImages;
import java.util.Optional;

/**
 * Makes a task's pictures with the model that its options name.
 *
 * <p>Input streams {@code TASK}: {@link ImageTask}; {@code SOURCE}, optional: {@link SourceImages}
 * at the times of tasks that change a picture. Output streams {@code IMAGES}: {@link RgbImages},
 * all pictures of the task; {@code REPORT}, optional: {@link GenerationReport}. Input side packet
 * {@code IMAGE_GEN_NODE_RESOURCES}: the node's model. Options: {@link ImageGenCalculatorOptions}.
 *
 * <pre>{@code
 * node {
 *   calculator: "ImageGenerateCalculator"
 *   input_stream: "TASK:task"
 *   input_stream: "SOURCE:source"
 *   input_side_packet: "IMAGE_GEN_NODE_RESOURCES:pipes"
 *   output_stream: "IMAGES:images"
 *   output_stream: "REPORT:report"
 *   node_options: {
 *     [type.googleapis.com/mediapipe.ImageGenCalculatorOptions]: { models_path: "model" }
 *   }
 * }
 * }</pre>
 *
 * <p><b>Ownership</b>: the pictures are for whoever reads the stream; closing them gives their
 * memory back at once, forgetting them does so later.
 *
 * <p><b>Failure</b>: {@code CANCELLED} within a step when the run is cancelled; a request's mistake
 * for what the model cannot do; {@code INTERNAL} with GenAI's message.
 */
public final class ImageGenerateCalculator extends Calculator {

  @Override
  public void contract(CalculatorContract cc) {
    cc.inputs().tag("TASK").set(ImageTask.class);
    cc.inputs().tag("SOURCE").set(SourceImages.class).optional();
    cc.inputSidePackets().tag("IMAGE_GEN_NODE_RESOURCES").set(NodeResources.class);
    cc.outputs().tag("IMAGES").set(RgbImages.class);
    cc.outputs().tag("REPORT").set(GenerationReport.class).optional();
    cc.options(ImageGenCalculatorOptions.class);
    cc.setTimestampOffset(0);
  }

  @Override
  public void process(CalculatorContext cc) throws Exception {
    if (cc.inputs().tag("TASK").isEmpty()) {
      return;
    }
    ImageTask task = cc.inputs().tag("TASK").get(ImageTask.class);
    ImagePipelines model = model(cc);
    new TaskRules(model.description()).check(task);
    Generation generation = new Generation(model, task, source(cc), cc::isCancelled);
    RgbImages images = generation.run();
    cc.outputs().tag("IMAGES").add(images, cc.inputTimestamp());
    if (cc.outputs().hasTag("REPORT")) {
      cc.outputs().tag("REPORT").add(generation.report(), cc.inputTimestamp());
    }
  }

  private static ImagePipelines model(CalculatorContext cc) {
    NodeResources resources =
        cc.inputSidePackets().tag("IMAGE_GEN_NODE_RESOURCES").get(NodeResources.class);
    return (ImagePipelines) resources.resource(cc.nodeName()).orElseThrow();
  }

  private static Optional<SourceImages> source(CalculatorContext cc) {
    return cc.inputs().hasTag("SOURCE") && !cc.inputs().tag("SOURCE").isEmpty()
        ? Optional.of(cc.inputs().tag("SOURCE").get(SourceImages.class))
        : Optional.empty();
  }
}
