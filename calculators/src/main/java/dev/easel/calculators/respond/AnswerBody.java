package dev.easel.calculators.respond;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.calculators.payload.EncodedImage;
import dev.easel.calculators.payload.GenerationReport;
import dev.easel.calculators.payload.ImageTask;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Builds the answer's JSON in pieces, so that no text ever holds a picture. */
final class AnswerBody {

  private final ImageTask task;
  private final Optional<GenerationReport> report;
  private final List<ByteBuffer> pieces = new ArrayList<>();

  AnswerBody(ImageTask task, Optional<GenerationReport> report) {
    this.task = task;
    this.report = report;
  }

  /**
   * The whole body.
   *
   * @param url makes a picture's URL when the task asks for URLs
   */
  List<ByteBuffer> build(
      List<EncodedImage> images, long createdSeconds, Function<EncodedImage, String> url) {
    add("{\"created\":" + createdSeconds + ",\"data\":[");
    for (int i = 0; i < images.size(); i++) {
      add(i == 0 ? "{" : ",\n{");
      if (task.output().asUrl()) {
        add("\"url\":" + JsonNodeFactory.instance.textNode(url.apply(images.get(i))));
      } else {
        add("\"b64_json\":\"");
        pieces.addAll(Base64Pieces.encode(images.get(i).content()));
        add("\"");
      }
      addFields(picture(i));
    }
    add("]");
    addFields(tail(images));
    add("\n");
    return pieces;
  }

  private ObjectNode picture(int index) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.put("seed", new BigInteger(Long.toUnsignedString(task.seed())));
    fields.put("index", index);
    if (!task.prompts().prompt().equals(task.requestedPrompt())) {
      fields.put("revised_prompt", task.prompts().prompt());
    }
    return fields;
  }

  private ObjectNode tail(List<EncodedImage> images) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.put("background", "opaque");
    fields.put("output_format", task.output().format().wireName());
    if (!images.isEmpty()) {
      fields.put("size", images.get(0).width() + "x" + images.get(0).height());
    }
    fields.put("quality", "auto");
    report.ifPresent(made -> fields.set("usage", usage(made.promptTokens())));
    return fields;
  }

  /** Pictures are not made of tokens here, so only the text counts. */
  private static ObjectNode usage(int textTokens) {
    ObjectNode usage = JsonNodeFactory.instance.objectNode();
    usage.put("total_tokens", textTokens);
    usage.put("input_tokens", textTokens);
    usage.put("output_tokens", 0);
    usage.putObject("input_tokens_details").put("text_tokens", textTokens).put("image_tokens", 0);
    return usage;
  }

  /** Continues an object that was begun, and ends it. */
  private void addFields(ObjectNode fields) {
    add("," + fields.toString().substring(1));
  }

  private void add(String text) {
    pieces.add(StandardCharsets.UTF_8.encode(text));
  }
}
