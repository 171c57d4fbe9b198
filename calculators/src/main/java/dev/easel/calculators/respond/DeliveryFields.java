package dev.easel.calculators.respond;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.calculators.task.EncodedImage;
import dev.easel.calculators.task.GenerationReport;
import dev.easel.calculators.task.ImageTask;
import java.math.BigInteger;
import java.util.Optional;

/** The fields that whole answers and events share. */
final class DeliveryFields {

  private final ImageTask task;

  DeliveryFields(ImageTask task) {
    this.task = task;
  }

  /** What one image was made of. */
  void putOrigin(ObjectNode fields) {
    fields.put("seed", new BigInteger(Long.toUnsignedString(task.seed())));
    if (!task.prompts().prompt().equals(task.requestedPrompt())) {
      fields.put("revised_prompt", task.prompts().prompt());
    }
  }

  /** How the images are delivered, to judge by one of them. */
  void putFormat(ObjectNode fields, Optional<EncodedImage> image) {
    fields.put("background", "opaque");
    fields.put("output_format", task.output().format().wireName());
    image.ifPresent(one -> fields.put("size", one.width() + "x" + one.height()));
    fields.put("quality", "auto");
  }

  /** Images are not made of tokens here, so only the text counts. */
  void putUsage(ObjectNode fields, GenerationReport report) {
    ObjectNode usage = JsonNodeFactory.instance.objectNode();
    usage.put("total_tokens", report.promptTokens());
    usage.put("input_tokens", report.promptTokens());
    usage.put("output_tokens", 0);
    usage
        .putObject("input_tokens_details")
        .put("text_tokens", report.promptTokens())
        .put("image_tokens", 0);
    fields.set("usage", usage);
  }
}
