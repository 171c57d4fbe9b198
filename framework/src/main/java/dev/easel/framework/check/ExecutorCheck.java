package dev.easel.framework.check;

import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.name.Nearest;
import dev.easel.framework.plan.GraphPlan;
import dev.easel.framework.proto.CalculatorGraphConfig;
import dev.easel.framework.proto.ExecutorConfig;
import dev.easel.framework.proto.MediaPipeOptions;
import dev.easel.framework.proto.ThreadPoolExecutorOptions;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.text.Origin;
import dev.easel.framework.text.Report;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Checks the executors of a graph and the nodes' use of them. */
final class ExecutorCheck {
  static final String THREAD_POOL = "ThreadPoolExecutor";
  static final String APPLICATION_THREAD = "ApplicationThreadExecutor";

  private final Report report;
  private final CalculatorGraphConfig.Builder config;
  private final Origin graph;
  private final CalculatorRegistry registry;

  ExecutorCheck(
      Report report,
      CalculatorGraphConfig.Builder config,
      Origin graph,
      CalculatorRegistry registry) {
    this.report = report;
    this.config = config;
    this.graph = graph;
    this.registry = registry;
  }

  /** Moves {@code num_threads} into an executor without a name. */
  void addDefault() {
    for (int i = 0; i < config.getExecutorCount(); i++) {
      if (config.getExecutor(i).getName().isEmpty()) {
        if (config.getNumThreads() != 0) {
          fail(
              StatusCode.INVALID_ARGUMENT,
              graph.at(Origin.graphField("num_threads"), 0),
              "",
              "ExecutorConfig for the default executor and the graph-level num_threads field"
                  + " should not both be specified.",
              "remove num_threads or the executor without a name");
        }
        return;
      }
    }
    ExecutorConfig.Builder added = config.addExecutorBuilder();
    if (config.getNumThreads() != 0) {
      added.setOptions(
          MediaPipeOptions.newBuilder()
              .setExtension(
                  ThreadPoolExecutorOptions.ext,
                  ThreadPoolExecutorOptions.newBuilder()
                      .setNumThreads(config.getNumThreads())
                      .build()));
      config.clearNumThreads();
    }
  }

  void check(List<NodeDraft> nodes) {
    Set<String> declared = new LinkedHashSet<>();
    for (int i = 0; i < config.getExecutorCount(); i++) {
      String name = config.getExecutor(i).getName();
      Origin where = graph.at(Origin.graphField("executor"), i);
      if (isReserved(name)) {
        reserved(where, "", name);
      } else if (!declared.add(name)) {
        fail(
            StatusCode.INVALID_ARGUMENT,
            where,
            "",
            name.isEmpty()
                ? "ExecutorConfig for the default executor is duplicate."
                : "ExecutorConfig for \"" + name + "\" is duplicate.",
            "declare each executor once");
      }
    }
    for (NodeDraft node : nodes) {
      String name = node.config.getExecutor();
      Origin where = node.origin.at(Origin.nodeField("executor"), 0);
      if (isReserved(name)) {
        reserved(where, node.name, name);
      } else if (!name.isEmpty() && !declared.contains(name)) {
        fail(
            StatusCode.INVALID_ARGUMENT,
            where,
            node.name,
            "The executor \"" + name + "\" is not declared in an ExecutorConfig.",
            Nearest.hint(name, declared, "declare executor { name: \"" + name + "\" … }"));
      }
    }
  }

  private void reserved(Origin where, String node, String name) {
    fail(
        StatusCode.INVALID_ARGUMENT,
        where,
        node,
        "\"" + name + "\" is a reserved executor name.",
        "choose a name that is not \"default\" or \"gpu\" and does not start with \"__\"");
  }

  static boolean isReserved(String name) {
    return name.equals("default") || name.equals("gpu") || name.startsWith("__");
  }

  /** The executors of a graph that holds, their types checked. */
  List<GraphPlan.GraphExecutor> executors() {
    List<GraphPlan.GraphExecutor> result = new ArrayList<>();
    for (int i = 0; i < config.getExecutorCount(); i++) {
      ExecutorConfig each = config.getExecutor(i);
      Origin where = graph.at(Origin.graphField("executor"), i);
      type(each, where);
      result.add(new GraphPlan.GraphExecutor(each.getName(), each.getType(), each.getOptions()));
    }
    return result;
  }

  private void type(ExecutorConfig executor, Origin where) {
    String type = executor.getType();
    int threads = executor.getOptions().getExtension(ThreadPoolExecutorOptions.ext).getNumThreads();
    if (type.isEmpty()) {
      if (threads < -1) {
        threads(where, threads);
      }
    } else if (type.equals(THREAD_POOL)) {
      if (threads <= 0) {
        threads(where, threads);
      }
    } else if (!(type.equals(APPLICATION_THREAD) && executor.getName().isEmpty())
        && registry.executorType(type).isEmpty()) {
      Set<String> names = new LinkedHashSet<>(registry.executorTypeNames());
      names.add(THREAD_POOL);
      fail(
          StatusCode.NOT_FOUND,
          where,
          "",
          "No registered object with name: " + type + "; unknown executor type",
          type.equals(APPLICATION_THREAD)
              ? "only the default executor may have this type"
              : Nearest.hint(type, names, "use " + THREAD_POOL));
    }
  }

  private void threads(Origin where, int threads) {
    fail(
        StatusCode.INVALID_ARGUMENT,
        where,
        "",
        "The number of threads must be positive: num_threads is " + threads,
        "set ThreadPoolExecutorOptions.num_threads to 1 or more");
  }

  private void fail(StatusCode code, Origin where, String node, String message, String hint) {
    report.fail(code, where, node, message, hint);
  }
}
