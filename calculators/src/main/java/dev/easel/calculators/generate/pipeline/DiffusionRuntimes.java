package dev.easel.calculators.generate.pipeline;

import dev.easel.calculators.generate.settings.WorkerChoice;
import dev.easel.calculators.proto.ImageGenCalculatorOptions.Isolation;
import dev.easel.genai.diffusion.DiffusionModel;
import dev.easel.genai.diffusion.DiffusionRuntime;
import dev.easel.genai.diffusion.LocalRuntime;
import dev.easel.genai.diffusion.ModelSpec;
import dev.easel.genai.worker.WorkerRuntime;
import dev.easel.genai.worker.host.WorkerHost;
import java.util.List;
import java.util.Optional;

/**
 * Lends what loads models: a process for each, one for all that share it, or this process.
 *
 * <p><b>Threads</b>: any.
 *
 * <p><b>Ownership</b>: whoever is lent a runtime closes it; the shared process ends with its last
 * use.
 */
public final class DiffusionRuntimes {

  private final WorkerHost host = new WorkerHost();
  private Optional<DiffusionRuntime> shared = Optional.empty();
  private int uses;

  /** Starts nothing yet. */
  public DiffusionRuntimes() {}

  /** Begins to start the process that the first model will need. */
  public void prepare(WorkerChoice choice) {
    if (choice.isolation() != Isolation.IN_PROCESS) {
      host.prepare(choice.settings());
    }
  }

  /** Ends a prepared process that no model needed. */
  public void settle() {
    host.settle();
  }

  /** Lends a runtime for one model. */
  DiffusionRuntime lend(WorkerChoice choice) {
    return switch (choice.isolation()) {
      case PROCESS -> new WorkerRuntime(choice.settings(), host);
      case SERVER -> share(choice);
      case IN_PROCESS -> new LocalRuntime();
    };
  }

  /** Those who share have the settings of the first. */
  private synchronized DiffusionRuntime share(WorkerChoice choice) {
    if (shared.isEmpty()) {
      shared = Optional.of(new WorkerRuntime(choice.settings(), host));
    }
    uses++;
    return new Use(shared.get());
  }

  private void giveBack() {
    Optional<DiffusionRuntime> last = Optional.empty();
    synchronized (this) {
      uses--;
      if (uses == 0) {
        last = shared;
        shared = Optional.empty();
      }
    }
    last.ifPresent(DiffusionRuntime::close);
  }

  /** One use of the shared runtime. */
  private final class Use implements DiffusionRuntime {
    private final DiffusionRuntime runtime;
    private boolean isGivenBack;

    Use(DiffusionRuntime runtime) {
      this.runtime = runtime;
    }

    @Override
    public List<String> devices() {
      return runtime.devices();
    }

    @Override
    public DiffusionModel load(ModelSpec spec) {
      return runtime.load(spec);
    }

    @Override
    public synchronized void close() {
      if (!isGivenBack) {
        isGivenBack = true;
        giveBack();
      }
    }
  }
}
