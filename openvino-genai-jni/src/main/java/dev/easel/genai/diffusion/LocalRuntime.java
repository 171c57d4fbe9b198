package dev.easel.genai.diffusion;

import dev.easel.genai.GenAi;
import java.util.List;

/** Loads models into this process, which native code can end. */
public final class LocalRuntime implements DiffusionRuntime {
  private final LoadWatcher watcher;

  /** Loads nothing yet. */
  public LocalRuntime() {
    this(LoadWatcher.NONE);
  }

  /** Loads nothing yet; {@code watcher} will be told of what is loaded. */
  public LocalRuntime(LoadWatcher watcher) {
    this.watcher = watcher;
  }

  @Override
  public List<String> devices() {
    return GenAi.devices();
  }

  @Override
  public DiffusionModel load(ModelSpec spec) {
    return LocalModel.load(spec, watcher);
  }

  @Override
  public void close() {
    // The native libraries stay as long as the process does.
  }
}
