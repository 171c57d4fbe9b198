package dev.easel.calculators.generate.pipeline;

import dev.easel.calculators.generate.settings.DiffusersFolder;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.model.ModelFamily;
import dev.easel.calculators.task.ImageTask;
import dev.easel.genai.error.GenAiException;
import dev.easel.genai.model.ModelTokenizer;
import java.util.Map;
import java.util.Optional;

/**
 * Counts a prompt's tokens with the tokenizer of the model's widest text encoder.
 *
 * <p><b>Threads</b>: any thread at any time.
 *
 * <p><b>Ownership</b>: closes its tokenizer.
 */
final class PromptTokens implements AutoCloseable {

  private final Optional<ModelTokenizer> tokenizer;
  private final int usualLength;
  private final boolean rejects;

  private PromptTokens(Optional<ModelTokenizer> tokenizer, int usualLength, boolean rejects) {
    this.tokenizer = tokenizer;
    this.usualLength = usualLength;
    this.rejects = rejects;
  }

  /** How many tokens a prompt has and how many of them the model takes in. */
  record Count(int sent, int kept) {}

  static PromptTokens open(DiffusersFolder folder, boolean rejects) {
    ModelFamily family = folder.family();
    boolean flux = family.isFlux() && family != ModelFamily.FLUX_2_KLEIN;
    boolean withT5 = family.textEncoders() == 3 && folder.textEncoders() == 3;
    String name = flux ? "tokenizer_2" : withT5 ? "tokenizer_3" : "tokenizer";
    int length = flux || withT5 ? family.usualSequenceLength() : Integer.MAX_VALUE;
    return new PromptTokens(open(folder, name), length, rejects);
  }

  /** A model without a tokenizer of its own cannot be counted, and still works. */
  private static Optional<ModelTokenizer> open(DiffusersFolder folder, String name) {
    try {
      return Optional.of(ModelTokenizer.open(folder.path(), name));
    } catch (GenAiException e) {
      return Optional.empty();
    }
  }

  Count count(ImageTask task) {
    if (tokenizer.isEmpty()) {
      return new Count(0, 0);
    }
    int sent = tokenizer.get().countTokens(task.prompts().prompt());
    int room = tokenizer.get().maxLength();
    if (usualLength < Integer.MAX_VALUE) {
      room = Math.min(room, task.maxSequenceLength().orElse(usualLength));
    }
    if (rejects) {
      for (Map.Entry<String, String> text : task.prompts().byField().entrySet()) {
        boolean isCounted = text.getKey().equals("prompt");
        int tokens = isCounted ? sent : tokenizer.get().countTokens(text.getValue());
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

  @Override
  public void close() {
    tokenizer.ifPresent(ModelTokenizer::close);
  }
}
