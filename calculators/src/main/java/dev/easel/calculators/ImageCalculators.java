package dev.easel.calculators;

import dev.easel.calculators.generate.GenerationModels;
import dev.easel.calculators.generate.ImageGenerateCalculator;
import dev.easel.calculators.image.ImageDecodeCalculator;
import dev.easel.calculators.image.ImageEncodeCalculator;
import dev.easel.calculators.proto.ImageDecodeCalculatorOptions;
import dev.easel.calculators.proto.ImageEncodeCalculatorOptions;
import dev.easel.calculators.proto.ImageGenCalculatorOptions;
import dev.easel.calculators.proto.ImageQueueCalculatorOptions;
import dev.easel.calculators.proto.ImageStageCalculatorOptions;
import dev.easel.calculators.proto.UpstreamImagesCalculatorOptions;
import dev.easel.calculators.queue.ImageQueueCalculator;
import dev.easel.calculators.queue.ImageWaitCalculator;
import dev.easel.calculators.request.ImageRequestCalculator;
import dev.easel.calculators.respond.ImageResponseCalculator;
import dev.easel.calculators.stage.ImageStageCalculator;
import dev.easel.calculators.upstream.UpstreamImagesCalculator;
import dev.easel.calculators.upstream.UpstreamsFactory;
import dev.easel.framework.calculator.CalculatorProvider;
import dev.easel.framework.calculator.CalculatorRegistry;

/** Registers the calculators of the image road and {@code ImageGenCalculator}. */
public final class ImageCalculators implements CalculatorProvider {

  private static final String RESOURCES = "IMAGE_GEN_NODE_RESOURCES";

  /** Called by {@link java.util.ServiceLoader}. */
  public ImageCalculators() {}

  @Override
  public void register(CalculatorRegistry.Builder registry) {
    registry
        .options(ImageGenCalculatorOptions.getDefaultInstance())
        .options(ImageDecodeCalculatorOptions.getDefaultInstance())
        .options(ImageEncodeCalculatorOptions.getDefaultInstance())
        .options(ImageQueueCalculatorOptions.getDefaultInstance())
        .options(ImageStageCalculatorOptions.getDefaultInstance())
        .options(UpstreamImagesCalculatorOptions.getDefaultInstance())
        .calculator("ImageRequestCalculator", ImageRequestCalculator::new)
        .calculator("ImageDecodeCalculator", ImageDecodeCalculator::new)
        .calculator("ImageStageCalculator", ImageStageCalculator::new)
        .calculator("ImageQueueCalculator", ImageQueueCalculator::new)
        .calculator("ImageWaitCalculator", ImageWaitCalculator::new)
        .calculator("ImageGenerateCalculator", ImageGenerateCalculator::new)
        .calculator("ImageEncodeCalculator", ImageEncodeCalculator::new)
        .calculator("ImageResponseCalculator", ImageResponseCalculator::new)
        .calculator("UpstreamImagesCalculator", UpstreamImagesCalculator::new)
        .resource("UpstreamImagesCalculator", "UPSTREAMS", new UpstreamsFactory())
        .resource("ImageGenerateCalculator", RESOURCES, new GenerationModels())
        .borrows("ImageRequestCalculator", RESOURCES)
        .borrows("ImageQueueCalculator", RESOURCES)
        .subgraph("ImageGenCalculator", new ImageGenSubgraph());
  }
}
