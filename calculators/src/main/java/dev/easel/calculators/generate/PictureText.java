package dev.easel.calculators.generate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.calculators.payload.ImageTask;
import dev.easel.calculators.payload.Prompts;
import dev.easel.calculators.payload.Resolution;
import java.math.BigInteger;
import java.util.Map;

/**
 * The text that a picture carries along: the request that makes it again, as JSON with the API's
 * field names, and which of the request's pictures it is.
 */
final class PictureText {

  private final ImageTask task;
  private final Resolution size;
  private final Map<String, Float> adapters;

  PictureText(ImageTask task, Resolution size, Map<String, Float> adapters) {
    this.task = task;
    this.size = size;
    this.adapters = adapters;
  }

  String of(int index) {
    ObjectNode text = JsonNodeFactory.instance.objectNode();
    text.put("endpoint", task.kind().endpoint());
    text.put("model", task.model());
    putPrompts(text, task.prompts());
    text.put("rng_seed", new BigInteger(Long.toUnsignedString(task.seed())));
    text.put("index", index);
    text.put("n", task.count());
    text.put("num_inference_steps", task.steps());
    task.guidanceScale().ifPresent(value -> text.put("guidance_scale", value));
    task.strength().ifPresent(value -> text.put("strength", value));
    text.put("size", size.toString());
    task.maxSequenceLength().ifPresent(value -> text.put("max_sequence_length", value));
    ObjectNode weights = text.putObject("adapters");
    adapters.forEach(weights::put);
    text.put("version", Version.OF_EASEL);
    return text.toString();
  }

  private static void putPrompts(ObjectNode text, Prompts prompts) {
    text.put("prompt", prompts.prompt());
    prompts.prompt2().ifPresent(value -> text.put("prompt_2", value));
    prompts.prompt3().ifPresent(value -> text.put("prompt_3", value));
    prompts.negative().ifPresent(value -> text.put("negative_prompt", value));
    prompts.negative2().ifPresent(value -> text.put("negative_prompt_2", value));
    prompts.negative3().ifPresent(value -> text.put("negative_prompt_3", value));
  }
}
