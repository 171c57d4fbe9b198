package dev.easel.calculators.request.rule;

import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.model.ModelDescription;
import dev.easel.calculators.model.ModelFamily;
import dev.easel.calculators.task.ImageTask;
import dev.easel.calculators.task.Prompts;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a family of models can do with prompts, strength and sequence length.
 *
 * <p><b>Threads</b>: immutable.
 */
public final class ModelRules {

  /** As in OpenAI's API. */
  private static final int MAX_CHARS = 32_000;

  private final ModelDescription model;

  /** Rules of one model. */
  public ModelRules(ModelDescription model) {
    this.model = model;
  }

  void check(ImageTask task) {
    checkStrength(task);
    checkGuidance(task);
    Prompts prompts = task.prompts();
    checkText("prompt", Optional.of(prompts.prompt()));
    checkText("negative_prompt", prompts.negative());
    checkEncoder("prompt_2", prompts.prompt2(), 2);
    checkEncoder("prompt_3", prompts.prompt3(), 3);
    checkNegative("negative_prompt", prompts.negative(), 1, task);
    checkNegative("negative_prompt_2", prompts.negative2(), 2, task);
    checkNegative("negative_prompt_3", prompts.negative3(), 3, task);
    checkSequence(task);
  }

  private void checkStrength(ImageTask task) {
    Optional<Float> known =
        task.strength().or(() -> model.family().usualStrength(ModelDescription.pipeline(task)));
    known.ifPresent(strength -> checkStrength(task, strength));
  }

  private void checkStrength(ImageTask task, float strength) {
    if (!(strength >= 0 && strength <= 1)) {
      throw RequestException.invalid("strength", strength + " is not between 0 and 1");
    }
    if (!task.kind().hasImage() && strength != 1) {
      throw RequestException.invalid(
          "strength",
          "it says how much of a given image to replace; without an image only 1.0 works");
    }
    if (!model.family().knowsStrength() && strength != 1) {
      throw RequestException.invalid(
          "strength",
          model.family().title()
              + " looks at the whole given image, and strength has no effect; leave it out");
    }
    if (task.kind().hasImage() && model.scheduler().leavesNone(task.steps(), strength)) {
      throw RequestException.invalid(
          "strength",
          strength
              + " of "
              + model.scheduler().stepsBeforeStrength(task.steps())
              + " steps leaves no whole step; raise strength"
              + (model.scheduler().originalSteps().isPresent() ? "" : " or num_inference_steps"));
    }
  }

  private static void checkGuidance(ImageTask task) {
    float guidance = task.guidanceScale().orElse(1f);
    if (!Float.isFinite(guidance)) {
      throw RequestException.invalid("guidance_scale", guidance + " is not a finite number");
    }
  }

  /** Texts go to native code as UTF-8, and C ends a text at U+0000. */
  private static void checkText(String field, Optional<String> text) {
    text.ifPresent(
        value -> {
          if (value.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw RequestException.invalid(
                field, "it has a character that is no text: U+0000 or half of a pair");
          }
          if (value.length() > MAX_CHARS) {
            throw RequestException.invalid(
                field,
                "it has " + value.length() + " characters; at most " + MAX_CHARS + " are read");
          }
        });
  }

  private void checkEncoder(String field, Optional<String> text, int encoder) {
    checkText(field, text);
    if (text.isPresent() && model.textEncoders() < encoder) {
      throw RequestException.unsupported(
          field,
          "this model, "
              + model.family().title()
              + ", has "
              + (model.textEncoders() == 1 ? "one text encoder" : "two text encoders")
              + "; leave "
              + field
              + " out");
    }
  }

  private void checkNegative(String field, Optional<String> text, int encoder, ImageTask task) {
    if (text.isEmpty()) {
      return;
    }
    if (!model.negativePrompts()) {
      throw RequestException.unsupported(
          field,
          model.family().title()
              + (model.family().hasNegativePrompts()
                  ? " models that take their guidance in (time_cond_proj_dim)"
                  : " models")
              + " know no negative prompts; leave it out");
    }
    checkEncoder(field, text, encoder);
    task.guidanceScale()
        .or(model::defaultGuidance)
        .or(() -> model.family().usualGuidance(ModelDescription.pipeline(task)))
        .filter(guidance -> guidance <= 1)
        .ifPresent(
            guidance -> {
              throw RequestException.invalid(
                  field,
                  "it has no effect with a guidance_scale of " + guidance + "; send one above 1");
            });
  }

  private void checkSequence(ImageTask task) {
    if (task.maxSequenceLength().isEmpty()) {
      return;
    }
    int length = task.maxSequenceLength().getAsInt();
    int longest = model.family().longestSequence();
    // GenAI judges the number of any SD3 model, also of one that leaves the T5 encoder out.
    if (length < 1 || ((usesSequence() || isStableDiffusion3()) && length > longest)) {
      throw RequestException.invalid(
          "max_sequence_length", length + " is not between 1 and " + longest);
    }
    int usual = model.family().usualSequenceLength();
    if (usesSequence() && length != usual && model.isCompiledForOneShape()) {
      throw RequestException.invalid(
          "max_sequence_length", length + " was asked for; this model is compiled for " + usual);
    }
  }

  /**
   * Whether the model has a T5 encoder or a language model, whose sequence length can be chosen.
   */
  public boolean usesSequence() {
    ModelFamily family = model.family();
    return family.isFlux()
        || family.hasChatEncoder()
        || (isStableDiffusion3() && model.textEncoders() == 3);
  }

  private boolean isStableDiffusion3() {
    return model.family() == ModelFamily.STABLE_DIFFUSION_3
        || model.family() == ModelFamily.STABLE_DIFFUSION_3_INPAINT;
  }
}
