package dev.easel.framework.graph;

import dev.easel.framework.calculator.GraphService;
import dev.easel.framework.plan.GraphPlan;
import dev.easel.framework.plan.NodePlan;
import dev.easel.framework.run.Profiling;
import dev.easel.framework.service.GraphProfiles;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The services that the nodes of a graph ask for: the application's, the graph's own, and defaults.
 *
 * <p><b>Threads:</b> any may read; set, and made for a run, by one thread at a time.
 */
final class GraphServices {
  private final GraphPlan plan;
  private final boolean makesDefaults;
  private final Profiling profiling;
  private final boolean asked;
  private volatile Map<String, Object> objects;

  GraphServices(GraphPlan plan, GraphSettings settings, Profiling profiling) {
    this.plan = plan;
    this.makesDefaults = settings.serviceDefaults();
    this.profiling = profiling;
    objects = settings.services();
    asked = areAsked(plan);
  }

  private static boolean areAsked(GraphPlan plan) {
    for (int i = 0; i < plan.nodes().size(); i++) {
      if (!plan.nodes().get(i).services().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Whether a run needs services of its own. */
  boolean areAsked() {
    return asked;
  }

  <T> void set(GraphService<T> service, T object) {
    if (service.name().equals(GraphService.RESOURCES.name())) {
      // The nodes, and the subgraphs before them, read from the same resources all the time.
      throw new StatusException(
          StatusCode.INTERNAL, "Service objects must be set before graph is initialized.");
    }
    Map<String, Object> more = new HashMap<>(objects);
    more.put(service.name(), object);
    objects = Map.copyOf(more);
  }

  <T> Optional<T> get(GraphService<T> service) {
    return Optional.ofNullable(objects.get(service.name())).map(service.type()::cast);
  }

  /** Those of a run, by name; what is made by default stays for the runs that follow. */
  Map<String, Object> forRun() {
    if (!asked) {
      return objects;
    }
    Map<String, Object> found = new HashMap<>(objects);
    found.putIfAbsent(GraphProfiles.SERVICE.name(), profiling.profiles(plan));
    for (NodePlan node : plan.nodes()) {
      for (GraphService.Request request : node.services()) {
        add(found, request, node);
      }
    }
    objects = Map.copyOf(found);
    return objects;
  }

  private void add(Map<String, Object> found, GraphService.Request request, NodePlan node) {
    GraphService<?> service = request.service();
    if (found.containsKey(service.name())) {
      return;
    }
    Optional<? extends Supplier<?>> byDefault =
        makesDefaults ? service.byDefault() : Optional.empty();
    if (byDefault.isPresent()) {
      found.put(service.name(), byDefault.get().get());
    } else if (!request.isOptional()) {
      throw new StatusException(
          StatusCode.INTERNAL,
          "Service \"%s\", required by node %s, was not provided and cannot be created: %s"
              .formatted(
                  service.name(),
                  node.name(),
                  makesDefaults
                      ? "it has no default."
                      : "Service default initialization is disallowed."));
    }
  }
}
