package dev.easel.calculators.request;

import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.request.field.Fields;
import dev.easel.calculators.request.field.Mistakes;
import dev.easel.calculators.task.ImageFormat;
import dev.easel.calculators.task.OutputRequest;
import dev.easel.calculators.task.StreamRequest;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** The fields that say how to deliver the images. */
final class OutputFields {

  private static final int BEST = 100;

  private final Fields fields;
  private final List<String> ignored;

  OutputFields(Fields fields, List<String> ignored) {
    this.fields = fields;
    this.ignored = ignored;
  }

  /**
   * Whether the answer is to name URLs.
   *
   * @param byDefault what counts when the request does not say
   */
  boolean asUrl(boolean byDefault) {
    String format = fields.text("response_format").orElse(byDefault ? "url" : "b64_json");
    return switch (format) {
      case "b64_json" -> false;
      case "url" -> true;
      default ->
          throw RequestException.invalid(
              "response_format", Mistakes.quote(format) + " is neither b64_json nor url");
    };
  }

  OutputRequest read(boolean asUrl) {
    checkBackground();
    int quality = compression();
    String name = fields.text("output_format").orElse(ImageFormat.PNG.wireName());
    ImageFormat format =
        ImageFormat.find(name)
            .orElseThrow(
                () ->
                    RequestException.invalid(
                        "output_format", Mistakes.quote(name) + " is none of png, jpeg and webp"));
    if (format == ImageFormat.PNG && fields.names().contains("output_compression")) {
      ignored.add("output_compression");
    }
    return new OutputRequest(format, quality, asUrl, stream());
  }

  /** What only a stream can tell is ignored where none is asked for. */
  private Optional<StreamRequest> stream() {
    boolean streams = fields.flag("stream").orElse(false);
    int partialImages = partialImages();
    boolean progress = fields.flag("progress").orElse(false);
    if (streams) {
      return Optional.of(new StreamRequest(partialImages, progress));
    }
    if (partialImages > 0) {
      ignored.add("partial_images");
    }
    if (progress) {
      ignored.add("progress");
    }
    return Optional.empty();
  }

  private int partialImages() {
    Optional<BigInteger> count = fields.integer("partial_images");
    if (count.isEmpty()) {
      return 0;
    }
    BigInteger value = count.get();
    if (value.signum() < 0
        || value.compareTo(BigInteger.valueOf(StreamRequest.MOST_PARTIAL_IMAGES)) > 0) {
      throw RequestException.invalid("partial_images", value + " is not between 0 and 3");
    }
    return value.intValue();
  }

  private void checkBackground() {
    String background = fields.text("background").orElse("auto");
    switch (background) {
      case "auto", "opaque" -> {}
      case "transparent" ->
          throw RequestException.unsupported(
              "background",
              "diffusion models make opaque pictures, transparent is not possible; send opaque or"
                  + " auto");
      default ->
          throw RequestException.invalid(
              "background", Mistakes.quote(background) + " is none of auto, opaque, transparent");
    }
  }

  private int compression() {
    Optional<BigInteger> compression = fields.integer("output_compression");
    if (compression.isEmpty()) {
      return BEST;
    }
    BigInteger value = compression.get();
    if (value.signum() < 0 || value.compareTo(BigInteger.valueOf(BEST)) > 0) {
      throw RequestException.invalid("output_compression", value + " is not between 0 and 100");
    }
    return value.intValue();
  }
}
