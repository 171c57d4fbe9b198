package dev.easel.genai.diffusion;

/** Told what a load opens next, so that whoever finds it dead knows what it was reading. */
@FunctionalInterface
public interface LoadWatcher {
  /** Tells nobody. */
  LoadWatcher NONE = what -> {};

  /** Opening begins; the text names the pipeline, the adapter or the tokenizer, and its file. */
  void opening(String what);
}
