package dev.easel.task;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this server knows of the tasks that it runs, and how long its servables take for one.
 *
 * <p><b>Threads</b>: any.
 */
public final class TaskPace {
  private static final double LEARNING = 0.3;

  private final Map<String, TaskProgress> running = new ConcurrentHashMap<>();
  private final Map<String, Double> seconds = new ConcurrentHashMap<>();

  /** How far a task is; empty when it does not run here. */
  public Optional<TaskProgress> progress(String id) {
    return Optional.ofNullable(running.get(id));
  }

  /** How long a task of a servable takes, by those that ran here; empty before the first. */
  public OptionalDouble secondsOf(String servable) {
    Double known = seconds.get(servable);
    return known == null ? OptionalDouble.empty() : OptionalDouble.of(known);
  }

  void set(String id, TaskProgress progress) {
    running.put(id, progress);
  }

  void forget(String id) {
    running.remove(id);
  }

  void learn(String servable, double took) {
    seconds.merge(servable, took, (known, one) -> known + LEARNING * (one - known));
  }
}
