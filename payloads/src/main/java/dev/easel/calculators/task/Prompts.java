package dev.easel.calculators.task;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The texts of a task.
 *
 * @param prompt what the images should show; may be empty
 * @param prompt2 for the second text encoder; absent means the same as {@code prompt}
 * @param prompt3 for the third text encoder; absent means the same as {@code prompt}
 * @param negative what the images should not show
 * @param negative2 the same for the second text encoder
 * @param negative3 the same for the third text encoder
 */
public record Prompts(
    String prompt,
    Optional<String> prompt2,
    Optional<String> prompt3,
    Optional<String> negative,
    Optional<String> negative2,
    Optional<String> negative3) {

  /** Checks that nothing is missing. */
  public Prompts {
    Objects.requireNonNull(prompt, "prompt");
  }

  /** One text for every encoder. */
  public static Prompts of(String prompt) {
    return new Prompts(
        prompt,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The texts that are there, by the request's fields. */
  public Map<String, String> byField() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("prompt", prompt);
    prompt2.ifPresent(text -> texts.put("prompt_2", text));
    prompt3.ifPresent(text -> texts.put("prompt_3", text));
    negative.ifPresent(text -> texts.put("negative_prompt", text));
    negative2.ifPresent(text -> texts.put("negative_prompt_2", text));
    negative3.ifPresent(text -> texts.put("negative_prompt_3", text));
    return texts;
  }

  /** The same with another main text. */
  public Prompts withPrompt(String text) {
    return new Prompts(text, prompt2, prompt3, negative, negative2, negative3);
  }
}
