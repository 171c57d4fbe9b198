package dev.easel.calculators.respond;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.calculators.task.EncodedImage;
import dev.easel.calculators.task.GenerationReport;
import dev.easel.calculators.task.ImageTask;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds the answer's JSON in pieces, so that no text ever holds an image. */
final class AnswerBody {

  private final ImageTask task;
  private final DeliveryFields delivery;
  private final Optional<GenerationReport> report;
  private final Runnable check;
  private final List<ByteBuffer> pieces = new ArrayList<>();

  /**
   * A body that is to be built.
   *
   * @param check called again and again within images; what it throws ends the building
   */
  AnswerBody(ImageTask task, Optional<GenerationReport> report, Runnable check) {
    this.task = task;
    this.check = check;
    delivery = new DeliveryFields(task);
    this.report = report;
  }

  /**
   * The whole body.
   *
   * @param urls each image's URL when the task asks for URLs
   */
  List<ByteBuffer> build(List<EncodedImage> images, List<String> urls, long createdSeconds) {
    add("{\"created\":" + createdSeconds + ",\"data\":[");
    for (int i = 0; i < images.size(); i++) {
      add(i == 0 ? "{" : ",\n{");
      if (task.output().asUrl()) {
        add("\"url\":" + JsonNodeFactory.instance.textNode(urls.get(i)));
      } else {
        add("\"b64_json\":\"");
        pieces.addAll(Base64Pieces.encode(images.get(i).content(), check));
        add("\"");
      }
      addFields(image(i));
    }
    add("]");
    addFields(tail(images));
    add("\n");
    return pieces;
  }

  private ObjectNode image(int index) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.put("index", index);
    delivery.putOrigin(fields);
    return fields;
  }

  private ObjectNode tail(List<EncodedImage> images) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    delivery.putFormat(fields, images.stream().findFirst());
    report.ifPresent(made -> delivery.putUsage(fields, made));
    return fields;
  }

  /** Continues an object that was begun, and ends it. */
  private void addFields(ObjectNode fields) {
    add("," + fields.toString().substring(1));
  }

  private void add(String text) {
    pieces.add(StandardCharsets.UTF_8.encode(text));
  }
}
