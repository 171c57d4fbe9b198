package dev.easel.genai.diffusion;

import dev.easel.genai.error.GenAiException;
import java.util.List;

/**
 * Where models are loaded and run: in this process, or in one that may end without this one.
 *
 * <p><b>Threads</b>: any.
 *
 * <p><b>Ownership</b>: whoever made it closes it, after its models.
 *
 * <p><b>Failure</b>: {@link GenAiException} with the reason.
 */
public interface DiffusionRuntime extends AutoCloseable {

  /** The devices that models can be compiled for, for example {@code CPU}. */
  List<String> devices();

  /** Loads a model; the caller closes it. */
  DiffusionModel load(ModelSpec spec);

  @Override
  void close();
}
