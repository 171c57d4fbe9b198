package dev.easel.calculators.generate.pipeline;

import dev.easel.calculators.generate.settings.DiffusersFolder;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.model.ModelFamily;
import dev.easel.calculators.task.ImageTask;
import dev.easel.genai.diffusion.DiffusionModel;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Counts a prompt's tokens with the tokenizer of the model's widest text encoder.
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

  /** Waits while the model is loaded again, unless the task is cancelled. */
  Count count(ImageTask task, BooleanSupplier isCancelled) throws InterruptedException {
    if (model.contextLength().isEmpty()) {
      return new Count(0, 0);
    }
    int sent = model.countTokens(task.prompts().prompt(), isCancelled);
    int room = model.contextLength().getAsInt();
    if (usualLength < Integer.MAX_VALUE) {
      int length = task.maxSequenceLength().orElse(usualLength) - before;
      room = Math.max(0, Math.min(room, length));
    }
    if (rejects) {
      for (Map.Entry<String, String> text : task.prompts().byField().entrySet()) {
        boolean isCounted = text.getKey().equals("prompt");
        int tokens = isCounted ? sent : model.countTokens(text.getValue(), isCancelled);
        refuseLong(text.getKey(), tokens, room);
      }
    }
    return new Count(sent, Math.min(sent, room));
  }

  private static void refuseLong(String field, int tokens, int room) {
    if (tokens > room) {
      throw RequestException.invalid(
          field, "it has " + tokens + " tokens; this model takes " + room + ", shorten it");
    }
  }
}
