package dev.easel.framework.graph;

import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.node.Node;
import dev.easel.framework.plan.GraphPlan;
import dev.easel.framework.plan.NodePlan;
import dev.easel.framework.policy.ExecutorFactory;
import dev.easel.framework.proto.MediaPipeOptions;
import dev.easel.framework.proto.ThreadPoolExecutorOptions;
import dev.easel.framework.run.GraphShape;
import dev.easel.framework.run.RunExecutors;
import dev.easel.framework.schedule.AloneScheduler;
import dev.easel.framework.schedule.Lane;
import dev.easel.framework.schedule.LaneExecutor;
import dev.easel.framework.schedule.LentThreads;
import dev.easel.framework.schedule.RunState;
import dev.easel.framework.schedule.Scheduler;
import dev.easel.framework.schedule.SchedulerFactory;
import dev.easel.framework.schedule.SharedScheduler;
import dev.easel.framework.scheduler.GuestExecutor;
import dev.easel.framework.scheduler.IdleThreads;
import dev.easel.framework.scheduler.WorkerPool;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The executors of a graph: the application's, and those that the graph asks for. A graph opens its
 * own; who makes many graphs of one description opens them once, for all of them: {@link
 * GraphSettings#withExecutors}.
 *
 * <p><b>Threads:</b> any.
 *
 * <p><b>Ownership:</b> whoever opened them closes them, after the graphs that use them; the
 * application's own executors stay open.
 */
public final class GraphExecutors implements RunExecutors, AutoCloseable {
  private final List<Entry> entries = new ArrayList<>();
  private final IdleThreads idle = new IdleThreads();
  private final Optional<SchedulerFactory> scheduler;
  private final Duration grace;
  private final boolean ownThread;
  private final boolean hasSources;
  private final GraphDescription description;
  private final Optional<LentThreads> lent;
  private volatile @Nullable GraphShape shape;

  /** One executor; what it owns is closed with the graph. */
  private record Entry(String name, LaneExecutor executor, List<AutoCloseable> owned) {}

  private GraphExecutors(
      GraphDescription description, GraphSettings settings, Optional<LentThreads> lent) {
    this.description = description;
    this.lent = lent;
    GraphPlan plan = description.plan();
    scheduler = settings.scheduler();
    grace = settings.grace();
    hasSources = plan.hasSources();
    ownThread = areApplicationThreads(description);
  }

  /**
   * Opens the executors that a graph asks for.
   *
   * <p><b>Failure:</b> {@code INVALID_ARGUMENT} for one that the application is to give and did
   * not, or gives though the graph has its own; what an executor's factory throws.
   */
  public static GraphExecutors open(GraphDescription description, GraphSettings settings) {
    return open(description, settings, Optional.empty());
  }

  /**
   * The same for a graph whose nodes all promise not to block: threads that are lent run them.
   *
   * @param lent such threads; not used where the default executor is not a pool of ours
   */
  public static GraphExecutors open(
      GraphDescription description, GraphSettings settings, Optional<LentThreads> lent) {
    for (String name : settings.executors().keySet()) {
      if (name.equals("default") || name.equals("gpu") || name.startsWith("__")) {
        throw new StatusException(
            StatusCode.INVALID_ARGUMENT, "\"" + name + "\" is a reserved executor name.");
      }
    }
    GraphExecutors executors =
        new GraphExecutors(
            description,
            settings,
            lent.filter(
                threads -> description.plan().neverBlocks() && settings.scheduler().isEmpty()));
    try {
      for (GraphPlan.GraphExecutor each : description.plan().executors()) {
        Entry entry = executors.lending(entry(each, description, settings));
        executors.entries.add(each.name().isEmpty() ? 0 : executors.entries.size(), entry);
      }
    } catch (RuntimeException e) {
      executors.close();
      throw e;
    }
    return executors;
  }

  private Entry lending(Entry entry) {
    return lent.isPresent() && entry.executor instanceof LaneExecutor.Pool own
        ? new Entry(entry.name, new LaneExecutor.Lent(own.pool(), lent.get()), entry.owned)
        : entry;
  }

  /** The threads that may be lent to runs; empty where that is of no use. */
  public Optional<LentThreads> lent() {
    return entries.size() == 1 && entries.get(0).executor instanceof LaneExecutor.Lent
        ? lent
        : Optional.empty();
  }

  /** The graph's plan in arrays, which is laid out once for all graphs of these executors. */
  GraphShape shape() {
    GraphShape made = shape;
    if (made == null) {
      made = new GraphShape(description.plan(), this::lane);
      shape = made;
    }
    return made;
  }

  /** Whether a graph's nodes run on the threads that wait for its runs, and on no others. */
  public static boolean areApplicationThreads(GraphDescription description) {
    return description.plan().executors().stream().anyMatch(GraphExecutors::isApplicationThread);
  }

  private static boolean isApplicationThread(GraphPlan.GraphExecutor plan) {
    return plan.name().isEmpty() && plan.type().equals("ApplicationThreadExecutor");
  }

  private static Entry entry(
      GraphPlan.GraphExecutor plan, GraphDescription description, GraphSettings settings) {
    Executor given = settings.executors().get(plan.name());
    if (given != null) {
      if (!plan.type().isEmpty()) {
        throw new StatusException(
            StatusCode.INVALID_ARGUMENT,
            "ExecutorConfig for \"%s\" has a \"type\" field but is also provided to the graph with a CalculatorGraph::SetExecutor() call."
                .formatted(plan.name()));
      }
      return entry(plan.name(), given, false);
    }
    if (isApplicationThread(plan)) {
      return new Entry("", LaneExecutor.ApplicationThread.WAITING, List.of());
    }
    if (plan.type().isEmpty() && !plan.name().isEmpty()) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT,
          "ExecutorConfig for \"%s\" does not have a \"type\" field. The executor \"%s\" must be provided to the graph with a CalculatorGraph::SetExecutor() call."
              .formatted(plan.name(), plan.name()));
    }
    if (settings.scheduler().isPresent()) {
      return new Entry(plan.name(), LaneExecutor.ApplicationThread.WAITING, List.of());
    }
    return entry(plan.name(), make(plan, description), true);
  }

  private static Entry entry(String name, Executor executor, boolean isOwn) {
    List<AutoCloseable> owned = new ArrayList<>(0);
    if (isOwn && executor instanceof AutoCloseable closeable) {
      owned.add(closeable);
    }
    if (executor instanceof WorkerPool pool) {
      return new Entry(name, new LaneExecutor.Pool(pool), owned);
    }
    GuestExecutor guest = (GuestExecutor) GuestExecutor.of(executor, name);
    return new Entry(name, new LaneExecutor.Guest(guest), owned);
  }

  private static Executor make(GraphPlan.GraphExecutor plan, GraphDescription description) {
    ExecutorFactory factory =
        description.registry().executorType(plan.type()).orElse(GraphExecutors::pool);
    if (!plan.type().isEmpty()) {
      return factory.open(plan.name(), plan.options());
    }
    ThreadPoolExecutorOptions options = plan.options().getExtension(ThreadPoolExecutorOptions.ext);
    int threads = options.getNumThreads();
    if (threads <= 0) {
      GraphPlan graph = description.plan();
      int most = Math.max(1, Math.max(graph.nodes().size(), graph.generators().size()));
      threads = Math.min(Runtime.getRuntime().availableProcessors(), most);
    }
    return pool(plan.name(), options, threads);
  }

  private static Executor pool(String name, MediaPipeOptions options) {
    ThreadPoolExecutorOptions own = options.getExtension(ThreadPoolExecutorOptions.ext);
    return pool(name, own, own.getNumThreads());
  }

  private static Executor pool(String name, ThreadPoolExecutorOptions options, int threads) {
    String prefix =
        options.hasThreadNamePrefix()
            ? options.getThreadNamePrefix()
            : name.isEmpty() ? "easel" : "easel-" + name;
    // Nice levels run from -20 to 19, the other way round from Java's priorities.
    int priority = Math.max(1, Math.min(10, 5 - options.getNicePriorityLevel() / 4));
    return new WorkerPool(
        new WorkerPool.Options(prefix, threads, options.getStackSize(), priority));
  }

  @Override
  public IdleThreads idle() {
    return idle;
  }

  @Override
  public Lane[] lanes(RunState run, Node[] nodes) {
    if (scheduler.isPresent()) {
      return new Lane[] {scheduler.get().open(run, nodes, grace, ownThread)};
    }
    LaneExecutor first = entries.get(0).executor;
    if (entries.size() == 1 && first.width() == 1) {
      return new Lane[] {new Lane(nodes, first, new AloneScheduler(run, grace), hasSources)};
    }
    Scheduler shared = new SharedScheduler(run, grace, entries.size() == 1);
    Lane[] lanes = new Lane[entries.size()];
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = new Lane(nodes, entries.get(i).executor, shared, hasSources);
    }
    return lanes;
  }

  /** The lane of a node. */
  int lane(NodePlan node) {
    for (int i = 1; i < entries.size() && scheduler.isEmpty(); i++) {
      if (entries.get(i).name.equals(node.executor())) {
        return i;
      }
    }
    return 0;
  }

  @Override
  public void close() {
    for (Entry entry : entries) {
      entry.owned.forEach(GraphExecutors::close);
    }
  }

  private static void close(AutoCloseable executor) {
    try {
      executor.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new StatusException(StatusCode.INTERNAL, "an executor cannot be closed: " + e, e);
    }
  }
}
