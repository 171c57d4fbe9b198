package dev.easel.calculators.generate.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.calculators.model.Resolution;
import dev.easel.calculators.task.ImageTask;
import dev.easel.calculators.task.Prompts;
import dev.easel.calculators.task.step.TaylorSeer;
import java.math.BigInteger;
import java.util.Map;

/**
 * The text that an image carries along: the request that makes it again, as JSON with the API's
 * field names, and which of the request's images it is.
 *
 * <p><b>Threads</b>: immutable.
 */
public final class ImageDescription {

  private final ImageTask task;
  private final Resolution size;
  private final Map<String, Float> adapters;

  /**
   * The texts of one task's images.
   *
   * @param size what the images have, where the task may say nothing
   * @param adapters the weights that the run uses, by alias
   */
  public ImageDescription(ImageTask task, Resolution size, Map<String, Float> adapters) {
    this.task = task;
    this.size = size;
    this.adapters = adapters;
  }

  /** The text of one image, counted from 0. */
  public String of(int index) {
    ObjectNode text = JsonNodeFactory.instance.objectNode();
    text.put("endpoint", task.kind().endpoint());
    text.put("model", task.model());
    putPrompts(text, task);
    text.put("rng_seed", new BigInteger(Long.toUnsignedString(task.seed())));
    text.put("index", index);
    text.put("n", task.count());
    text.put("num_inference_steps", task.steps());
    task.guidanceScale().ifPresent(value -> text.put("guidance_scale", value));
    task.strength().ifPresent(value -> text.put("strength", value));
    text.put("size", size.toString());
    if (task.mask().isPresent()) {
      text.put("masked", true);
    }
    task.maxSequenceLength().ifPresent(value -> text.put("max_sequence_length", value));
    task.taylorSeer().ifPresent(computed -> put(computed, text.putObject("taylorseer_config")));
    if (!task.loraAlphas().isEmpty()) {
      task.loraAlphas().forEach(text.putObject("lora_alphas")::put);
    }
    adapters.forEach(text.putObject("adapters")::put);
    text.put("version", SoftwareVersion.OF_EASEL);
    return text.toString();
  }

  private static void put(TaylorSeer computed, ObjectNode text) {
    text.put("cache_interval", computed.cacheInterval());
    text.put("disable_cache_before_step", computed.disableCacheBeforeStep());
    text.put("disable_cache_after_step", computed.disableCacheAfterStep());
  }

  /** The prompt as the client wrote it: the graph that changed it will do so again. */
  private static void putPrompts(ObjectNode text, ImageTask task) {
    Prompts prompts = task.prompts();
    text.put("prompt", task.requestedPrompt());
    if (!prompts.prompt().equals(task.requestedPrompt())) {
      text.put("revised_prompt", prompts.prompt());
    }
    prompts.prompt2().ifPresent(value -> text.put("prompt_2", value));
    prompts.prompt3().ifPresent(value -> text.put("prompt_3", value));
    prompts.negative().ifPresent(value -> text.put("negative_prompt", value));
    prompts.negative2().ifPresent(value -> text.put("negative_prompt_2", value));
    prompts.negative3().ifPresent(value -> text.put("negative_prompt_3", value));
  }
}
