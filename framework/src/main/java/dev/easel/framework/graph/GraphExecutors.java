package dev.easel.framework.graph;

import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.plan.GraphPlan;
import dev.easel.framework.plan.NodePlan;
import dev.easel.framework.policy.ExecutorFactory;
import dev.easel.framework.proto.MediaPipeOptions;
import dev.easel.framework.proto.ThreadPoolExecutorOptions;
import dev.easel.framework.scheduler.Crowd;
import dev.easel.framework.scheduler.WorkerPool;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The executors of a graph: the application's, and those that the graph asks for.
 *
 * <p><b>Threads:</b> immutable.
 *
 * <p><b>Ownership:</b> closes the executors that it made.
 */
final class GraphExecutors implements AutoCloseable {
  private static final int MANY = 1 << 20;

  private final List<Entry> entries = new ArrayList<>();
  private final Crowd crowd = new Crowd();
  private final OptionalLong seed;
  private final boolean ownThread;

  /** One executor; none stands for the application's own thread. */
  private record Entry(String name, @Nullable Executor executor, int width, boolean own) {}

  GraphExecutors(GraphDescription description, GraphSettings settings) {
    GraphPlan plan = description.plan();
    seed = settings.seed();
    for (String name : settings.executors().keySet()) {
      if (name.equals("default") || name.equals("gpu") || name.startsWith("__")) {
        throw new StatusException(
            StatusCode.INVALID_ARGUMENT, "\"" + name + "\" is a reserved executor name.");
      }
    }
    ownThread =
        plan.executors().stream()
            .anyMatch(e -> e.name().isEmpty() && e.type().equals("ApplicationThreadExecutor"));
    for (GraphPlan.GraphExecutor each : plan.executors()) {
      Entry entry = entry(each, description, settings);
      entries.add(each.name().isEmpty() ? 0 : entries.size(), entry);
    }
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
      return new Entry(plan.name(), given, width(given), false);
    }
    if (plan.type().equals("ApplicationThreadExecutor") && plan.name().isEmpty()) {
      return new Entry("", null, 1, false);
    }
    if (plan.type().isEmpty() && !plan.name().isEmpty()) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT,
          "ExecutorConfig for \"%s\" does not have a \"type\" field. The executor \"%s\" must be provided to the graph with a CalculatorGraph::SetExecutor() call."
              .formatted(plan.name(), plan.name()));
    }
    if (settings.seed().isPresent()) {
      return new Entry(plan.name(), null, 1, false);
    }
    Executor made = make(plan, description);
    return new Entry(plan.name(), made, width(made), true);
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

  private static int width(Executor executor) {
    return executor instanceof WorkerPool pool ? pool.width() : MANY;
  }

  /** What the threads that wait for one of the runs know of others that need the cores. */
  Crowd crowd() {
    return crowd;
  }

  /** The lanes of one run, the default one first. */
  Lane[] lanes(GraphRun run, int nodes, boolean hasSources) {
    if (seed.isPresent()) {
      return new Lane[] {new SeededLane(run, nodes, seed.getAsLong(), ownThread)};
    }
    Lane[] lanes = new Lane[entries.size()];
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = new Lane(run, entries.get(i).executor, entries.get(i).width, nodes, hasSources);
    }
    return lanes;
  }

  /** The lane of a node. */
  int lane(NodePlan node) {
    for (int i = 1; i < entries.size() && seed.isEmpty(); i++) {
      if (entries.get(i).name.equals(node.executor())) {
        return i;
      }
    }
    return 0;
  }

  /** Has a thread replaced that does not come back from a calculator. */
  void replace(Thread stuck) {
    boolean replaced = false;
    for (Entry entry : entries) {
      replaced |= entry.executor instanceof WorkerPool pool && pool.replace(stuck);
    }
    if (!replaced) {
      stuck.interrupt();
    }
  }

  @Override
  public void close() {
    for (Entry entry : entries) {
      if (entry.own && entry.executor instanceof AutoCloseable closeable) {
        close(closeable);
      }
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
