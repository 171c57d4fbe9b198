package dev.easel.framework.graph;

import dev.easel.framework.scheduler.ReadySet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a run that share an executor, and which of them are to be run.
 *
 * <p><b>Threads:</b> the owner of the run.
 */
final class Lane implements Runnable {
  private final GraphRun run;
  private final @Nullable Executor executor;
  private final int width;
  private final ReadySet opens;
  private final ReadySet ready;
  private final List<SourceTurns> sources = new ArrayList<>(0);

  /** How many threads work on the lane, or were asked to. */
  int workers;

  /** How many of them run a calculator without owning the run. */
  int busy;

  /** Without an executor, whoever waits for the run works on the lane. */
  Lane(GraphRun run, @Nullable Executor executor, int width, int nodes) {
    this.run = run;
    this.executor = executor;
    this.width = width;
    opens = new ReadySet(nodes);
    ready = new ReadySet(nodes);
  }

  boolean isApplicationThread() {
    return executor == null;
  }

  int width() {
    return width;
  }

  void addOpen(Node node) {
    opens.add(node.id());
  }

  void add(Node node) {
    ready.add(node.id());
  }

  void addSource(SourceTurns source) {
    if (!sources.contains(source)) {
      sources.add(source);
    }
  }

  boolean isEmpty() {
    return ready.isEmpty() && opens.isEmpty() && sources.isEmpty();
  }

  /** Whether more nodes are ready than threads are going to look for them. */
  boolean wantsWorker() {
    int size = ready.size() + opens.size() + sources.size();
    return workers < width && workers - busy < size;
  }

  /** The node to run next: one to open, else the one furthest downstream, else a source. */
  @Nullable Node take() {
    if (!opens.isEmpty()) {
      Node node = run.node(opens.takeLowest());
      node.opening = true;
      return node;
    }
    int id = ready.takeHighest();
    if (id >= 0) {
      return run.node(id);
    }
    return sources.isEmpty() ? null : takeSource();
  }

  private Node takeSource() {
    int best = 0;
    for (int i = 1; i < sources.size(); i++) {
      if (sources.get(i).comesBefore(sources.get(best))) {
        best = i;
      }
    }
    return sources.remove(best).node();
  }

  void clear() {
    while (!opens.isEmpty()) {
      opens.takeLowest();
    }
    while (!ready.isEmpty()) {
      ready.takeLowest();
    }
    sources.clear();
  }

  /** Has the executor run this lane once more. */
  void submit() {
    Executor to = executor;
    if (to != null) {
      workers++;
      to.execute(this);
    }
  }

  /** Has the executor run a task, or this thread if there is no executor or it takes none. */
  @Nullable Executor executor() {
    return executor;
  }

  @Override
  public void run() {
    run.workers().work(this);
  }
}
