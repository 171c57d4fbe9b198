package dev.easel.calculators.image;

import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.image.header.ImageFormatException;
import dev.easel.calculators.proto.ImageDecodeCalculatorOptions;
import dev.easel.calculators.task.ImageTask;
import dev.easel.calculators.task.SourceImages;
import dev.easel.calculators.task.Upload;
import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.picture.RgbImages;
import java.util.Optional;

/**
 * Decodes the image and the mask that a task carries; tasks without an image pass in silence.
 *
 * <p>Input stream {@code TASK}: {@link ImageTask}. Output stream {@code SOURCE}: {@link
 * SourceImages}. Options: {@link ImageDecodeCalculatorOptions}.
 *
 * <pre>{@code
 * node {
 *   calculator: "ImageDecodeCalculator"
 *   input_stream: "TASK:task"
 *   output_stream: "SOURCE:source"
 * }
 * }</pre>
 *
 * <p><b>Failure</b>: a request's mistake for an image that cannot be decoded or is too large;
 * {@code CANCELLED} within an image when the run is cancelled.
 */
public final class ImageDecodeCalculator extends Calculator {

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Decodes the picture that is edited, and its mask.");
    cc.inputs().tag("TASK").set(ImageTask.class);
    cc.outputs().tag("SOURCE").set(SourceImages.class);
    cc.options(ImageDecodeCalculatorOptions.class);
    cc.setTimestampOffset(0);
  }

  @Override
  public void process(CalculatorContext cc) {
    ImageTask task = cc.inputs().tag("TASK").get(ImageTask.class);
    if (task.image().isEmpty()) {
      return;
    }
    ImageDecodeCalculatorOptions options = cc.options(ImageDecodeCalculatorOptions.class);
    ImageDecoder decoder =
        new ImageDecoder(
            new ImageLimits(options.getMaxPixels(), options.getMaxRatio()), cc::checkCancelled);
    RgbImages image = image(decoder, task.image().get());
    Optional<RgbImages> mask =
        task.mask().map(upload -> mask(decoder, upload, image.width(), image.height()));
    cc.outputs().tag("SOURCE").add(new SourceImages(image, mask), cc.inputTimestamp());
  }

  private static RgbImages image(ImageDecoder decoder, Upload upload) {
    try {
      return decoder.decode(upload.content());
    } catch (ImageFormatException e) {
      throw RequestException.invalid(upload.field(), String.valueOf(e.getMessage()));
    }
  }

  private static RgbImages mask(ImageDecoder decoder, Upload upload, int width, int height) {
    try {
      return decoder.decodeMask(upload.content(), width, height);
    } catch (ImageFormatException e) {
      throw RequestException.invalid(
          upload.field(), "the mask image cannot be used: " + e.getMessage());
    }
  }
}
