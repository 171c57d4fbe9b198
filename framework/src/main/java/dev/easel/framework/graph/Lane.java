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
class Lane implements Runnable {
  private static final int NONE = -1;

  private final GraphRun run;
  private final @Nullable Executor executor;
  private final int width;
  final ReadySet opens;
  final ReadySet ready;
  final List<SourceTurns> sources;

  /**
   * The ready node furthest downstream, if it is known, else -1: mostly the one that the last
   * call's packet made ready. It does not go through the set, which would be the longest way
   * between two calls. A number, not the node: collectors have every store of a reference pay.
   */
  private int next = NONE;

  /** How many threads work on the lane, or were asked to. */
  int workers;

  /** How many of them run a calculator without owning the run. */
  int busy;

  /** Without an executor, whoever waits for the run works on the lane. */
  Lane(GraphRun run, @Nullable Executor executor, int width, int nodes, boolean hasSources) {
    this.run = run;
    this.executor = executor;
    this.width = width;
    opens = new ReadySet(nodes);
    ready = new ReadySet(nodes);
    sources = hasSources ? new ArrayList<>() : List.of();
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
    int id = node.id();
    int before = next;
    if (before == NONE) {
      if (ready.isEmpty() || id > ready.highest()) {
        next = id;
      } else {
        ready.add(id);
      }
    } else if (id > before) {
      ready.add(before);
      next = id;
    } else if (id != before) {
      ready.add(id);
    }
  }

  void addSource(SourceTurns source) {
    if (!sources.contains(source)) {
      sources.add(source);
    }
  }

  final Node node(int id) {
    return run.node(id);
  }

  /** Whether nothing is to be run. */
  boolean isEmpty() {
    return next == NONE && ready.isEmpty() && opens.isEmpty() && sources.isEmpty();
  }

  /** Whether more nodes are ready than threads are going to look for them. */
  boolean wantsWorker() {
    int size = (next == NONE ? 0 : 1) + ready.size() + opens.size() + sources.size();
    return workers < width && workers - busy < size;
  }

  /** The node to run next: one to open, else the one furthest downstream, else a source. */
  @Nullable Node take() {
    if (!opens.isEmpty()) {
      Node node = run.node(opens.takeLowest());
      node.opening = true;
      return node;
    }
    int known = next;
    if (known != NONE) {
      next = NONE;
      return run.node(known);
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
    next = NONE;
    while (!ready.isEmpty()) {
      ready.takeLowest();
    }
    if (!sources.isEmpty()) {
      sources.clear();
    }
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
