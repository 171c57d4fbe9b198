package dev.easel.calculators.image;

import dev.easel.calculators.http.RunContext;
import dev.easel.calculators.image.png.PngEncoder;
import dev.easel.calculators.image.png.PngFilter;
import dev.easel.calculators.proto.ImageEncodeCalculatorOptions;
import dev.easel.calculators.task.EncodedImage;
import dev.easel.calculators.task.EncodedImages;
import dev.easel.calculators.task.GenerationReport;
import dev.easel.calculators.task.ImageFormat;
import dev.easel.calculators.task.ImageTask;
import dev.easel.calculators.task.OutputRequest;
import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.picture.RgbImages;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Encodes images in the format that the task asks for; PNG files carry their description along.
 *
 * <p>Input streams {@code TASK}: {@link ImageTask}; {@code IMAGES}: {@link RgbImages}; {@code
 * REPORT}, optional: {@link GenerationReport}, for the descriptions. Output stream {@code ENCODED}:
 * {@link EncodedImages}. Options: {@link ImageEncodeCalculatorOptions}.
 *
 * <pre>{@code
 * node {
 *   calculator: "ImageEncodeCalculator"
 *   input_stream: "TASK:task"
 *   input_stream: "IMAGES:images"
 *   input_stream: "REPORT:report"
 *   output_stream: "ENCODED:encoded"
 * }
 * }</pre>
 *
 * <p>With {@code REPORT}, images without one are unfinished: as PNG files they are made in less
 * time and are larger, because the denoising beside them needs the cores.
 *
 * <p>The images of a streamed task come at several times, the task at the first; it stands until
 * the next one.
 *
 * <p><b>Ownership</b>: with {@code release_images} it closes the images that it has encoded.
 *
 * <p><b>Failure</b>: {@code CANCELLED} within an image when the run is cancelled.
 */
public final class ImageEncodeCalculator extends Calculator {

  private OutputRequest output = OutputRequest.DEFAULT;

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Encodes images as PNG, JPEG or WebP.");
    cc.inputs().tag("TASK").set(ImageTask.class);
    cc.inputs().tag("IMAGES").set(RgbImages.class);
    cc.inputs().tag("REPORT").set(GenerationReport.class).optional();
    cc.outputs().tag("ENCODED").set(EncodedImages.class);
    cc.options(ImageEncodeCalculatorOptions.class);
    cc.useService(RunContext.SERVICE);
    cc.setTimestampOffset(0);
  }

  @Override
  public void process(CalculatorContext cc) {
    if (!cc.inputs().tag("TASK").isEmpty()) {
      output = cc.inputs().tag("TASK").get(ImageTask.class).output();
    }
    if (cc.inputs().tag("IMAGES").isEmpty()) {
      return;
    }
    RgbImages images = cc.inputs().tag("IMAGES").get(RgbImages.class);
    try {
      long begun = System.nanoTime();
      EncodedImages encoded = encode(cc, images);
      if (!isUnfinished(cc)) {
        cc.service(RunContext.SERVICE).took(RunContext.Stage.ENCODE, System.nanoTime() - begun);
      }
      cc.outputs().tag("ENCODED").add(encoded, cc.inputTimestamp());
    } finally {
      if (cc.options(ImageEncodeCalculatorOptions.class).getReleaseImages()) {
        images.close();
      }
    }
  }

  private EncodedImages encode(CalculatorContext cc, RgbImages images) {
    List<String> texts = descriptions(cc);
    PngFilter filter = isUnfinished(cc) ? PngFilter.AVERAGE : PngFilter.PAETH;
    List<EncodedImage> encoded = new ArrayList<>();
    for (int i = 0; i < images.count(); i++) {
      Optional<String> text = i < texts.size() ? Optional.of(texts.get(i)) : Optional.empty();
      encoded.add(encode(images, i, text, filter, cc::checkCancelled));
    }
    return new EncodedImages(encoded);
  }

  /** Whoever reports of images does so when they are finished. */
  private static boolean isUnfinished(CalculatorContext cc) {
    return cc.inputs().hasTag("REPORT") && cc.inputs().tag("REPORT").isEmpty();
  }

  private static List<String> descriptions(CalculatorContext cc) {
    return cc.inputs().hasTag("REPORT") && !isUnfinished(cc)
        ? cc.inputs().tag("REPORT").get(GenerationReport.class).descriptions()
        : List.of();
  }

  private EncodedImage encode(
      RgbImages images, int index, Optional<String> text, PngFilter filter, Runnable check) {
    ByteBuffer pixels = images.image(index);
    int width = images.width();
    int height = images.height();
    List<ByteBuffer> content =
        output.format() == ImageFormat.PNG
            ? new PngEncoder(filter, check).encode(pixels, width, height, text)
            : new LossyEncoder(output.format(), check)
                .encode(pixels, width, height, output.quality());
    return new EncodedImage(output.format(), width, height, content);
  }
}
