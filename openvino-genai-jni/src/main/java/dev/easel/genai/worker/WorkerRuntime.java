package dev.easel.genai.worker;

import dev.easel.genai.diffusion.DiffusionModel;
import dev.easel.genai.diffusion.DiffusionRuntime;
import dev.easel.genai.diffusion.ModelSpec;
import dev.easel.genai.error.GenAiException;
import dev.easel.genai.worker.host.WorkerDiedException;
import dev.easel.genai.worker.host.WorkerHost;
import dev.easel.genai.worker.host.WorkerProcess;
import dev.easel.genai.worker.host.WorkerSettings;
import java.util.List;
import java.util.Optional;

/**
 * Loads models into a process of their own, which native code can end without this one: what it
 * worked on is tried once more, on a fresh process.
 *
 * <p>All models of one runtime are in one process. It is started with the first of them, and again
 * whenever it has ended and a model needs it.
 *
 * <p><b>Threads</b>: any.
 *
 * <p><b>Ownership</b>: closing ends the process.
 *
 * <p><b>Failure</b>: {@link GenAiException} with what is known of the process's end.
 */
public final class WorkerRuntime implements DiffusionRuntime {
  private final WorkerSettings settings;
  private final WorkerHost host;
  private final Object starting = new Object();
  private final Object loading = new Object();
  private volatile Optional<WorkerProcess> current = Optional.empty();
  private boolean isClosed;

  /** Starts nothing yet. */
  public WorkerRuntime(WorkerSettings settings) {
    this(settings, new WorkerHost());
  }

  /** The same with a host that several runtimes share. */
  public WorkerRuntime(WorkerSettings settings, WorkerHost host) {
    this.settings = settings;
    this.host = host;
  }

  @Override
  public List<String> devices() {
    try {
      return process().hello().getDevicesList();
    } catch (WorkerDiedException e) {
      // One that has never worked has printed nothing of anybody's request, but why it ended.
      String why = e.getMessage() + "\n" + String.join("\n", e.death().printed());
      throw new GenAiException("no worker process starts: " + why.strip(), e);
    }
  }

  @Override
  public DiffusionModel load(ModelSpec spec) {
    return WorkerModel.load(this, spec);
  }

  /**
   * Loads a model into the process. One at a time: when the process ends meanwhile, it is that
   * model's doing.
   */
  WorkerSession open(ModelSpec spec) throws WorkerDiedException {
    synchronized (loading) {
      return WorkerSession.load(process(), spec);
    }
  }

  WorkerSettings settings() {
    return settings;
  }

  /** The process, a new one if it has ended; whoever comes first starts it, the others wait. */
  WorkerProcess process() throws WorkerDiedException {
    Optional<WorkerProcess> running = current.filter(WorkerProcess::isAlive);
    if (running.isPresent()) {
      return running.get();
    }
    synchronized (starting) {
      if (isClosed) {
        throw new IllegalStateException("the runtime is closed");
      }
      if (current.filter(WorkerProcess::isAlive).isEmpty()) {
        current = Optional.of(host.start(settings));
      }
      return current.get();
    }
  }

  @Override
  public void close() {
    synchronized (starting) {
      isClosed = true;
      current.ifPresent(WorkerProcess::close);
    }
  }
}
