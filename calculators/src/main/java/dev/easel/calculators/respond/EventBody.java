package dev.easel.calculators.respond;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.calculators.task.EncodedImage;
import dev.easel.calculators.task.GenerationProgress;
import dev.easel.calculators.task.GenerationReport;
import dev.easel.calculators.task.ImageTask;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds OpenAI's server-sent events in pieces, so that no text ever holds an image. */
final class EventBody {

  private static final double THOUSAND = 1000;

  private final ImageTask task;
  private final Runnable check;
  private final DeliveryFields delivery;
  private final String prefix;
  private final List<ByteBuffer> pieces = new ArrayList<>();

  /**
   * Events for a task's client.
   *
   * @param check called again and again within images; what it throws ends the building
   */
  EventBody(ImageTask task, Runnable check) {
    this.task = task;
    this.check = check;
    delivery = new DeliveryFields(task);
    prefix = task.kind().hasImage() ? "image_edit." : "image_generation.";
  }

  List<ByteBuffer> pieces() {
    return pieces;
  }

  /** Tells how many begin before it, and itself, of a request that waits. */
  void addWaiting(int place, double secondsLeft) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.put("step", 0);
    fields.put("steps", task.steps());
    fields.put("place", place);
    fields.put("seconds_left", Math.round(secondsLeft * THOUSAND) / THOUSAND);
    begin("progress");
    end(fields);
  }

  /** Tells of a step. */
  void addStep(GenerationProgress progress) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.put("step", progress.step());
    fields.put("steps", progress.steps());
    fields.put("seconds_left", Math.round(progress.secondsLeft() * THOUSAND) / THOUSAND);
    begin("progress");
    end(fields);
  }

  /** Shows unfinished images, all at the same step. */
  void addPartial(
      List<EncodedImage> images, GenerationProgress progress, int partialIndex, long created) {
    for (int i = 0; i < images.size(); i++) {
      begin("partial_image");
      addContent(images.get(i));
      ObjectNode fields = common(images.get(i), created);
      fields.put("partial_image_index", partialIndex);
      end(withIndex(fields, progress.firstImage() + i));
    }
  }

  /**
   * Delivers the finished images.
   *
   * @param urls each image's URL when the task asks for URLs
   */
  void addCompleted(
      List<EncodedImage> images,
      List<String> urls,
      Optional<GenerationReport> report,
      long created) {
    for (int i = 0; i < images.size(); i++) {
      EncodedImage image = images.get(i);
      begin("completed");
      if (task.output().asUrl()) {
        add(",\"url\":" + JsonNodeFactory.instance.textNode(urls.get(i)));
      } else {
        addContent(image);
      }
      ObjectNode fields = common(image, created);
      delivery.putOrigin(fields);
      report.ifPresent(made -> delivery.putUsage(fields, made));
      end(withIndex(fields, i));
    }
  }

  private ObjectNode common(EncodedImage image, long created) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.put("created_at", created);
    delivery.putFormat(fields, Optional.of(image));
    return fields;
  }

  private ObjectNode withIndex(ObjectNode fields, int index) {
    return task.count() == 1 ? fields : fields.put("image_index", index);
  }

  private void begin(String name) {
    String type = prefix + name;
    add("event: " + type + "\ndata: {\"type\":\"" + type + "\"");
  }

  private void addContent(EncodedImage image) {
    add(",\"b64_json\":\"");
    pieces.addAll(Base64Pieces.encode(image.content(), check));
    add("\"");
  }

  private void end(ObjectNode fields) {
    add("," + fields.toString().substring(1) + "\n\n");
  }

  private void add(String text) {
    pieces.add(StandardCharsets.UTF_8.encode(text));
  }
}
