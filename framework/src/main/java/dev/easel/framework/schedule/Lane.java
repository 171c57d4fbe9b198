package dev.easel.framework.schedule;

import dev.easel.framework.node.Node;
import dev.easel.framework.node.SourceTurns;
import dev.easel.framework.scheduler.ReadySet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a run that share an executor, and which of them are to be run.
 *
 * <p><b>Threads:</b> the owner of the run; {@link #run}, a thread of the executor.
 */
public class Lane implements Runnable {
  private static final int NONE = -1;

  private final Node[] nodes;
  private final LaneExecutor executor;
  private final Scheduler scheduler;
  private final int width;

  /** The nodes to be opened. */
  protected final ReadySet opens;

  /** The nodes to be called. */
  protected final ReadySet ready;

  /** The sources to be called. */
  protected final List<SourceTurns> sources;

  /**
   * The ready node furthest downstream, if it is known, else -1: mostly the one that the last
   * call's packet made ready. It does not go through the set, which would be the longest way
   * between two calls. A number, not the node: collectors have every store of a reference pay.
   */
  private int next = NONE;

  /** How many threads work on the lane, or were asked to. */
  int workers;

  /** How many of them are in a call without owning the run. */
  int busy;

  /** How many work on it in the middle of something else, since the executor left it to them. */
  int inline;

  /** A lane of these nodes; {@code hasSources} tells whether any of them is a source. */
  public Lane(Node[] nodes, LaneExecutor executor, Scheduler scheduler, boolean hasSources) {
    this.nodes = nodes;
    this.executor = executor;
    this.scheduler = scheduler;
    width = executor.width();
    opens = new ReadySet(nodes.length);
    ready = new ReadySet(nodes.length);
    sources = hasSources ? new ArrayList<>() : List.of();
  }

  /** Who runs the lane's nodes. */
  public final Scheduler scheduler() {
    return scheduler;
  }

  /** Where the lane's nodes run. */
  public final LaneExecutor executor() {
    return executor;
  }

  /** Whether whoever waits for the run works on the lane. */
  public final boolean isApplicationThread() {
    return executor == LaneExecutor.ApplicationThread.WAITING;
  }

  /** A node is to be opened. */
  public final void addOpen(Node node) {
    opens.add(node.id());
  }

  /** A node is to be called. */
  public void add(Node node) {
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

  /** A source is to be called. */
  public final void addSource(SourceTurns source) {
    if (!sources.contains(source)) {
      sources.add(source);
    }
  }

  /** A node by its number. */
  protected final Node node(int id) {
    return nodes[id];
  }

  /** Whether nothing is to be run. */
  public boolean isEmpty() {
    return next == NONE && ready.isEmpty() && opens.isEmpty() && sources.isEmpty();
  }

  /**
   * Whether one more thread is to be asked for: something is ready, and every thread that works on
   * the lane is in a call that takes its time. Who enters such a call asks again, so the threads
   * come one after another, as long as there is work for one more.
   */
  public final boolean wantsWorker() {
    return workers == busy && workers < width && inline == 0 && !isEmpty();
  }

  /** Takes note that one more thread works on the lane, or was asked to. */
  public final void workerCame() {
    workers++;
  }

  /** Takes note that a thread has ceased to work on the lane, or does not come. */
  public final void workerGone() {
    workers--;
  }

  /** The node to run next: one to open, else the one furthest downstream, else a source. */
  public @Nullable Node take() {
    if (!opens.isEmpty()) {
      Node node = nodes[opens.takeLowest()];
      node.beginOpening();
      return node;
    }
    int known = next;
    if (known != NONE) {
      next = NONE;
      return nodes[known];
    }
    int id = ready.takeHighest();
    if (id >= 0) {
      return nodes[id];
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

  /** Forgets what is to be run. */
  public final void clear() {
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

  @Override
  public final void run() {
    scheduler.work(this);
  }
}
