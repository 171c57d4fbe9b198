package dev.easel.calculators.generate.pipeline;

import dev.easel.calculators.generate.settings.DiffusersFolder;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.model.ModelFamily;
import dev.easel.calculators.task.ImageTask;
import dev.easel.genai.diffusion.DiffusionModel;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Knows how many tokens of a prompt the model takes in; they are counted with the tokenizer of its
 * widest text encoder.
 *
 * <p><b>Threads</b>: any thread at any time.
 */
final class PromptTokens {

  private final DiffusionModel model;
  private final int usualLength;
  private final int before;
  private final boolean rejects;

  private PromptTokens(DiffusionModel model, int usualLength, int before, boolean rejects) {
    this.model = model;
    this.usualLength = usualLength;
    this.before = before;
    this.rejects = rejects;
  }

  /** How many tokens a prompt has and how many of them the model takes in. */
  record Count(int sent, int kept) {}

  static PromptTokens of(DiffusersFolder folder, DiffusionModel model, boolean rejects) {
    ModelFamily family = folder.family();
    boolean isBounded = hasSecondTokenizer(family) || hasT5(folder) || family.hasChatEncoder();
    int length = isBounded ? family.usualSequenceLength() : Integer.MAX_VALUE;
    return new PromptTokens(model, length, family.tokensBeforePrompt(), rejects);
  }

  /** The folder of the tokenizer that counts. */
  static String tokenizer(DiffusersFolder folder) {
    return hasSecondTokenizer(folder.family())
        ? "tokenizer_2"
        : hasT5(folder) ? "tokenizer_3" : "tokenizer";
  }

  private static boolean hasSecondTokenizer(ModelFamily family) {
    return family.isFlux() && !family.hasChatEncoder();
  }

  private static boolean hasT5(DiffusersFolder folder) {
    return folder.family().textEncoders() == 3 && folder.textEncoders() == 3;
  }

  /** Whether a run is to count the prompt's tokens. */
  boolean isCounted() {
    return model.contextLength().isPresent();
  }

  /** What of a prompt with so many tokens the model takes in. */
  Count of(ImageTask task, int sent) {
    return new Count(sent, Math.min(sent, room(task)));
  }

  private int room(ImageTask task) {
    int room = model.contextLength().orElse(0);
    if (usualLength == Integer.MAX_VALUE) {
      return room;
    }
    int length = task.maxSequenceLength().orElse(usualLength) - before;
    return Math.max(0, Math.min(room, length));
  }

  /**
   * Refuses prompts that are too long, where the model is to refuse them. Waits while it is loaded
   * again, unless the task is cancelled.
   */
  void check(ImageTask task, BooleanSupplier isCancelled) throws InterruptedException {
    if (!rejects || !isCounted()) {
      return;
    }
    int room = room(task);
    for (Map.Entry<String, String> text : task.prompts().byField().entrySet()) {
      refuseLong(text.getKey(), model.countTokens(text.getValue(), isCancelled), room);
    }
  }

  private static void refuseLong(String field, int tokens, int room) {
    if (tokens > room) {
      throw RequestException.invalid(
          field, "it has " + tokens + " tokens; this model takes " + room + ", shorten it");
    }
  }
}
