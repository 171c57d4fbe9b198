package dev.easel.genai.worker;

import dev.easel.genai.RgbImages;
import dev.easel.genai.StepListener;
import dev.easel.genai.diffusion.AdapterSpec;
import dev.easel.genai.diffusion.DiffusionModel;
import dev.easel.genai.diffusion.DiffusionRequest;
import dev.easel.genai.diffusion.ModelHealth;
import dev.easel.genai.diffusion.ModelSpec;
import dev.easel.genai.diffusion.PipelineKind;
import dev.easel.genai.error.GenAiException;
import dev.easel.genai.error.GenerationStoppedException;
import dev.easel.genai.error.WorkerFailedException;
import dev.easel.genai.worker.host.WorkerDeath;
import dev.easel.genai.worker.host.WorkerDiedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * A model that is loaded again when its process has ended.
 *
 * <pre>
 *   Serving ──its process ends──▶ Reviving ──loaded──▶ Serving
 *                                 │      ▲
 *           its files end a process,     │ its files have changed
 *           or are refused ▼             │
 *                          Broken ───────┘
 *   any ──close──▶ Closed
 * </pre>
 *
 * <p>Who sees a death first begins the revival; there is one at a time, on a thread of its own.
 * Runs wait for it in {@link #session}, which a new session, a broken model and a close wake. The
 * reviver waits for time, or for the close.
 *
 * <p><b>Threads</b>: any.
 */
final class WorkerModel implements DiffusionModel {
  private static final System.Logger LOG = System.getLogger("dev.easel.genai.worker");
  private static final int ATTEMPTS = 2;
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 5000;
  private static final long LOOK_MILLIS = 5;

  /** A run does not wait longer than this for its model. */
  private static final long PATIENCE_NANOS = 300_000_000_000L;

  private final WorkerRuntime runtime;
  private final ModelSpec spec;
  private final RefusedRequests refused = new RefusedRequests();
  private final Map<String, Long> deaths = new HashMap<>();
  private Optional<WorkerSession> session = Optional.empty();
  private Optional<String> broken = Optional.empty();
  private String lastDeath = "";
  private boolean isReviving;
  private boolean isClosed;
  private long restarts;

  private WorkerModel(WorkerRuntime runtime, ModelSpec spec) {
    this.runtime = runtime;
    this.spec = spec;
  }

  /** Loads a model; one whose files end its process twice is a failure. */
  static WorkerModel load(WorkerRuntime runtime, ModelSpec spec) {
    WorkerModel model = new WorkerModel(runtime, spec);
    long pause = FIRST_PAUSE_MILLIS;
    for (int attempt = 1; ; attempt++) {
      try {
        model.serve(model.open());
        return model;
      } catch (WorkerDiedException e) {
        model.count(e.death());
        if (attempt == ATTEMPTS) {
          throw new GenAiException(spec.folder() + " cannot be loaded: " + e.getMessage(), e);
        }
        model.pause(pause);
      }
    }
  }

  private WorkerSession open() throws WorkerDiedException {
    return WorkerSession.load(runtime.process(), spec);
  }

  private synchronized void serve(WorkerSession opened) {
    session = Optional.of(opened);
    broken = Optional.empty();
    isReviving = false;
    notifyAll();
    // A death that comes while nobody asks for anything is seen too.
    opened.process().onDeath(death -> died(opened, death));
  }

  @Override
  public Set<PipelineKind> pipelines() {
    return lastSession().pipelines();
  }

  @Override
  public Map<PipelineKind, String> missing() {
    return lastSession().missing();
  }

  @Override
  public OptionalInt contextLength() {
    return lastSession().contextLength();
  }

  /** What was loaded last stays true of what is loaded again. */
  private synchronized WorkerSession lastSession() {
    return session.orElseThrow();
  }

  @Override
  public int countTokens(String text) {
    try {
      return attempt(() -> false, current -> current.countTokens(text));
    } catch (WorkerDiedException e) {
      throw new WorkerFailedException(
          "the model has ended twice while it counted the tokens of a text", true, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GenerationStoppedException();
    }
  }

  @Override
  public RgbImages generate(
      DiffusionRequest request, StepListener listener, BooleanSupplier isCancelled)
      throws InterruptedException {
    if (refused.has(request)) {
      throw new WorkerFailedException(
          "this request has ended two processes of the model, and is refused for "
              + RefusedRequests.WHILE.toMinutes()
              + " minutes",
          false);
    }
    StepListener once = listener == StepListener.NONE ? listener : new StepsOnce(listener);
    String title = RequestTitle.of(request, runtime.settings().keepsPrompts());
    try {
      return attempt(isCancelled, current -> current.generate(request, title, once, isCancelled));
    } catch (WorkerDiedException e) {
      refused.add(request);
      throw new WorkerFailedException(
          "the request has ended two processes of the model, the second by " + e.death().reason(),
          false,
          e);
    }
  }

  /** Something to ask a loaded model. */
  @FunctionalInterface
  private interface Question<T> {
    T ask(WorkerSession session) throws WorkerDiedException, InterruptedException;
  }

  /** Asks, and asks a fresh process when the first one has ended. */
  private <T> T attempt(BooleanSupplier isCancelled, Question<T> question)
      throws WorkerDiedException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      WorkerSession current = session(isCancelled);
      try {
        return question.ask(current);
      } catch (WorkerDiedException e) {
        died(current, e.death());
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Waits until the model is loaded. */
  private synchronized WorkerSession session(BooleanSupplier isCancelled)
      throws InterruptedException {
    long begun = System.nanoTime();
    while (true) {
      if (isClosed) {
        throw new IllegalStateException("the model is closed");
      }
      if (broken.isPresent()) {
        throw new WorkerFailedException(
            "the model has ended and cannot be loaded again until its files change", true);
      }
      if (!isReviving) {
        return session.orElseThrow();
      }
      if (isCancelled.getAsBoolean()) {
        throw new GenerationStoppedException();
      }
      if (System.nanoTime() - begun > PATIENCE_NANOS) {
        throw new WorkerFailedException("the model has ended and is not loaded again yet", true);
      }
      wait(LOOK_MILLIS);
    }
  }

  /** A session's process has ended; whoever says so first has the model loaded again. */
  private synchronized void died(WorkerSession ended, WorkerDeath death) {
    if (isClosed || isReviving || session.filter(ended::equals).isEmpty()) {
      return;
    }
    count(death);
    isReviving = true;
    Thread reviver = new Thread(this::revive, "easel-worker-revive");
    reviver.setDaemon(true);
    reviver.start();
  }

  private synchronized void count(WorkerDeath death) {
    lastDeath = death.describe();
    deaths.merge(death.reason(), 1L, Long::sum);
    LOG.log(System.Logger.Level.WARNING, "{0}: {1}", spec.folder(), lastDeath);
  }

  private void revive() {
    long pause = 0;
    int crashes = 0;
    while (pause(pause)) {
      pause = longer(pause);
      FolderState files = files();
      try {
        WorkerSession opened = open();
        revived(opened);
        return;
      } catch (WorkerDiedException e) {
        count(e.death());
        crashes += e.death().isCrash() ? 1 : 0;
        if (crashes >= ATTEMPTS) {
          crashes = 0;
          pause = waitForChange("it cannot be loaded again: " + e.getMessage(), files, pause);
        }
      } catch (RuntimeException e) {
        // Also when the runtime was closed: then the model will be in a moment, which ends the
        // wait.
        pause = waitForChange("it cannot be loaded again: " + e.getMessage(), files, pause);
      }
    }
  }

  /** Slowly: a process that is killed now and then is to be back soon. */
  private static long longer(long pause) {
    return Math.min(LONGEST_PAUSE_MILLIS, Math.max(FIRST_PAUSE_MILLIS, pause * 13 / 10));
  }

  private void revived(WorkerSession opened) {
    synchronized (this) {
      restarts++;
      if (!isClosed) {
        serve(opened);
        LOG.log(System.Logger.Level.INFO, "{0}: loaded again", spec.folder());
        return;
      }
    }
    unload(opened);
  }

  /** Tries nothing more until the files change; looks more and more rarely. */
  private long waitForChange(String reason, FolderState seen, long pause) {
    synchronized (this) {
      broken = Optional.of(spec.folder() + ": " + reason);
      notifyAll();
    }
    LOG.log(System.Logger.Level.WARNING, "{0}: {1}", spec.folder(), reason);
    long next = Math.max(FIRST_PAUSE_MILLIS, pause);
    while (files().equals(seen)) {
      if (!pause(next)) {
        return next;
      }
      next = Math.min(LONGEST_PAUSE_MILLIS, 2 * next);
    }
    synchronized (this) {
      broken = Optional.empty();
    }
    return FIRST_PAUSE_MILLIS;
  }

  private FolderState files() {
    List<Path> roots = new ArrayList<>();
    roots.add(spec.folder());
    spec.adapters().stream().map(AdapterSpec::safetensors).forEach(roots::add);
    return FolderState.of(roots);
  }

  /** Waits; false when the model was closed. */
  private synchronized boolean pause(long millis) {
    long end = System.nanoTime() + millis * 1_000_000;
    while (!isClosed) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return true;
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return false;
  }

  @Override
  public synchronized ModelHealth health() {
    Optional<String> obstacle =
        broken.or(
            () ->
                isReviving
                    ? Optional.of(spec.folder() + " is being loaded again: " + lastDeath)
                    : Optional.empty());
    OptionalLong process =
        isReviving || session.isEmpty()
            ? OptionalLong.empty()
            : OptionalLong.of(session.get().process().pid());
    return new ModelHealth(obstacle, process, deaths, restarts);
  }

  @Override
  public void close() {
    Optional<WorkerSession> open;
    synchronized (this) {
      if (isClosed) {
        return;
      }
      isClosed = true;
      open = isReviving ? Optional.empty() : session;
      notifyAll();
    }
    open.ifPresent(WorkerModel::unload);
  }

  private static void unload(WorkerSession opened) {
    try {
      opened.unload();
    } catch (WorkerDiedException e) {
      // With all that it had loaded.
    }
  }
}
