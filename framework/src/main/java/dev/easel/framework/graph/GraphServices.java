package dev.easel.framework.graph;

import dev.easel.framework.calculator.GraphService;
import dev.easel.framework.plan.GraphPlan;
import dev.easel.framework.plan.NodePlan;
import dev.easel.framework.service.GraphProfiles;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The services that the nodes of a graph ask for: the application's, the graph's own, and defaults.
 */
final class GraphServices {
  private final GraphPlan plan;
  private final GraphSettings settings;
  private final Profiling profiling;
  private final boolean asked;

  GraphServices(GraphPlan plan, GraphSettings settings, Profiling profiling) {
    this.plan = plan;
    this.settings = settings;
    this.profiling = profiling;
    asked = plan.nodes().stream().anyMatch(node -> !node.services().isEmpty());
  }

  /** Whether a run needs services of its own. */
  boolean areAsked() {
    return asked;
  }

  /** Those of one run, by name. */
  Map<String, Object> forRun() {
    if (!asked) {
      return settings.services();
    }
    Map<String, Object> found = new HashMap<>(settings.services());
    found.putIfAbsent(GraphProfiles.SERVICE.name(), profiling.profiles(plan));
    for (NodePlan node : plan.nodes()) {
      for (GraphService.Request request : node.services()) {
        add(found, request, node);
      }
    }
    return found;
  }

  private void add(Map<String, Object> found, GraphService.Request request, NodePlan node) {
    GraphService<?> service = request.service();
    if (found.containsKey(service.name())) {
      return;
    }
    Optional<? extends Supplier<?>> byDefault =
        settings.serviceDefaults() ? service.byDefault() : Optional.empty();
    if (byDefault.isPresent()) {
      found.put(service.name(), byDefault.get().get());
    } else if (!request.isOptional()) {
      throw new StatusException(
          StatusCode.INTERNAL,
          "Service \"%s\", required by node %s, was not provided and cannot be created: %s"
              .formatted(
                  service.name(),
                  node.name(),
                  settings.serviceDefaults()
                      ? "it has no default."
                      : "Service default initialization is disallowed."));
    }
  }
}
