package dev.easel.genai.worker;

import dev.easel.genai.diffusion.AdapterSpec;
import dev.easel.genai.diffusion.ModelHealth;
import dev.easel.genai.diffusion.ModelSpec;
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
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a model loaded: again, when its process has ended.
 *
 * <pre>
 *   Serving ──its process ends──▶ Reviving ──loaded──▶ Serving
 *                                 │      ▲
 *           its files end a process,     │ its files have changed,
 *           or are refused ▼             │ or, if refused, time is over
 *                          Broken ───────┘
 *   any ──close──▶ Closed
 * </pre>
 *
 * <p>Who sees a death first begins the revival; there is one at a time, on a thread of its own.
 * Runs wait for it in {@link #session}, which looks every few milliseconds, also whether its run
 * was cancelled. The reviver waits for time, or for the close.
 *
 * <p><b>Threads</b>: any.
 */
final class SessionKeeper {
  private static final System.Logger LOG = System.getLogger("dev.easel.genai.worker");
  private static final int ATTEMPTS = 2;

  /** Of a first load whose process somebody else ends again and again. */
  private static final int MOST_ATTEMPTS = 10;

  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 5000;
  private static final long FIRST_REFUSED_MILLIS = 5000;
  private static final long LONGEST_REFUSED_MILLIS = 60_000;
  private static final long LOOK_MILLIS = 5;

  /** Who has served for so long begins anew when it ends. */
  private static final long SETTLED_NANOS = 10_000_000_000L;

  /** A run does not wait longer than this for its model. */
  private static final long PATIENCE_NANOS = 300_000_000_000L;

  private final WorkerRuntime runtime;
  private final ModelSpec spec;
  private final Map<String, Long> deaths = new HashMap<>();
  private Consumer<WorkerDeath> hearer = death -> {};
  private long servedSinceNanos;

  /** The reviver's, of which there is one at a time, and of who starts it. */
  private volatile long pauseMillis;

  private long refusedMillis = FIRST_REFUSED_MILLIS;
  private Optional<WorkerSession> session = Optional.empty();
  private Optional<String> broken = Optional.empty();
  private String lastDeath = "";
  private boolean isReviving;
  private boolean isClosed;
  private long restarts;

  private SessionKeeper(WorkerRuntime runtime, ModelSpec spec) {
    this.runtime = runtime;
    this.spec = spec;
  }

  /** Loads a model; one whose files end its process twice is a failure. */
  static SessionKeeper load(WorkerRuntime runtime, ModelSpec spec) {
    SessionKeeper keeper = new SessionKeeper(runtime, spec);
    int ends = 0;
    for (int attempt = 1; ; attempt++) {
      try {
        keeper.serve(keeper.open());
        return keeper;
      } catch (WorkerDiedException e) {
        keeper.count(e.death());
        ends += e.death().isOwnDoing() ? 1 : 0;
        if (ends == ATTEMPTS || attempt == MOST_ATTEMPTS) {
          throw new GenAiException(spec.folder() + " cannot be loaded: " + e.getMessage(), e);
        }
        keeper.pauseMillis = longer(keeper.pauseMillis);
        keeper.pause(keeper.pauseMillis);
      }
    }
  }

  private WorkerSession open() throws WorkerDiedException {
    return runtime.open(spec);
  }

  private synchronized void serve(WorkerSession opened) {
    session = Optional.of(opened);
    broken = Optional.empty();
    isReviving = false;
    notifyAll();
    servedSinceNanos = System.nanoTime();
    // A death that comes while nobody asks for anything is seen too.
    opened.process().forget(hearer);
    hearer = death -> died(opened, death);
    opened.process().onDeath(hearer);
  }

  /** What was loaded last stays true of what is loaded again. */
  synchronized WorkerSession lastSession() {
    return session.orElseThrow();
  }

  /** Waits until the model is loaded. */
  synchronized WorkerSession session(BooleanSupplier isCancelled) throws InterruptedException {
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
  synchronized void died(WorkerSession ended, WorkerDeath death) {
    if (isClosed || isReviving || session.filter(ended::equals).isEmpty()) {
      return;
    }
    count(death);
    // One that ends again and again is not started again and again at full speed.
    boolean wasUp = System.nanoTime() - servedSinceNanos > SETTLED_NANOS;
    pauseMillis = wasUp ? 0 : longer(pauseMillis);
    isReviving = true;
    Thread reviver = new Thread(this::revive, "easel-worker-revive");
    reviver.setDaemon(true);
    try {
      reviver.start();
    } catch (Error e) { // such as that there can be no more threads
      isReviving = false; // the next one who asks, and finds the process gone, tries again
      throw e;
    }
  }

  private synchronized void count(WorkerDeath death) {
    lastDeath = death.describe();
    deaths.merge(death.reason(), 1L, Long::sum);
    LOG.log(System.Logger.Level.WARNING, "{0}: {1}", spec.folder(), lastDeath);
  }

  private void revive() {
    int ends = 0;
    while (pause(pauseMillis)) {
      pauseMillis = longer(pauseMillis);
      FolderState files = files();
      try {
        revived(open());
        return;
      } catch (WorkerDiedException e) {
        count(e.death());
        ends += e.death().isOwnDoing() ? 1 : 0;
        if (ends >= ATTEMPTS) {
          ends = 0;
          waitForChange(e.getMessage(), files, Long.MAX_VALUE);
        }
      } catch (RuntimeException | Error e) {
        // Its files may be wrong, and may soon be right; or something else is short for a while.
        waitForChange(e.getMessage(), files, refusedMillis);
        refusedMillis = Math.min(LONGEST_REFUSED_MILLIS, 2 * refusedMillis);
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
      refusedMillis = FIRST_REFUSED_MILLIS;
      if (!isClosed) {
        serve(opened);
        LOG.log(System.Logger.Level.INFO, "{0}: loaded again", spec.folder());
        return;
      }
    }
    unload(opened);
  }

  /** Tries nothing until the files change, or a time is over; looks more and more rarely. */
  private void waitForChange(@Nullable String why, FolderState seen, long longestMillis) {
    String reason = "it cannot be loaded again: " + why;
    synchronized (this) {
      broken = Optional.of(spec.folder() + ": " + reason);
      notifyAll();
    }
    LOG.log(System.Logger.Level.WARNING, "{0}: {1}", spec.folder(), reason);
    long next = FIRST_PAUSE_MILLIS;
    long waited = 0;
    while (files().equals(seen) && waited < longestMillis && pause(next)) {
      waited += next;
      next = Math.min(LONGEST_PAUSE_MILLIS, 2 * next);
    }
    pauseMillis = 0;
    synchronized (this) {
      broken = Optional.empty();
    }
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

  /** How the model is now. */
  synchronized ModelHealth health() {
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

  /** Ends the revival, and unloads the model. */
  void close() {
    Optional<WorkerSession> open;
    synchronized (this) {
      if (isClosed) {
        return;
      }
      isClosed = true;
      open = isReviving ? Optional.empty() : session;
      session.ifPresent(last -> last.process().forget(hearer));
      notifyAll();
    }
    open.ifPresent(SessionKeeper::unload);
  }

  private static void unload(WorkerSession opened) {
    try {
      opened.unload();
    } catch (WorkerDiedException | GenAiException e) {
      // With all that it had loaded, or for whoever ends the process.
    }
  }
}
