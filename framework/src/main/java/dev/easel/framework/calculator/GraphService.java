package dev.easel.framework.calculator;

import dev.easel.framework.resource.Resources;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The key of an object that a graph shares with its calculators.
 *
 * <p><b>Threads:</b> immutable; the object itself is used by all calculators at once.
 *
 * @param <T> the object's type
 */
public final class GraphService<T> {
  /**
   * What calculators and subgraphs read by name. Every node has it, also without asking; without
   * one from the application it is the files of the working directory.
   */
  public static final GraphService<Resources> RESOURCES = of("kResourcesService", Resources.class);

  private final String name;
  private final Class<T> type;
  private final @Nullable Supplier<? extends T> byDefault;

  private GraphService(String name, Class<T> type, @Nullable Supplier<? extends T> byDefault) {
    this.name = name;
    this.type = type;
    this.byDefault = byDefault;
  }

  /** A service that the application must provide. */
  public static <T> GraphService<T> of(String name, Class<T> type) {
    return new GraphService<>(name, type, null);
  }

  /** A service that is made when a run starts without it. */
  public static <T> GraphService<T> withDefault(
      String name, Class<T> type, Supplier<? extends T> byDefault) {
    return new GraphService<>(name, type, byDefault);
  }

  /** The service's name, which is its identity. */
  public String name() {
    return name;
  }

  /** The type of the object. */
  public Class<T> type() {
    return type;
  }

  /** What makes the object when the application gave none. */
  public Optional<Supplier<? extends T>> byDefault() {
    return Optional.ofNullable(byDefault);
  }

  /**
   * A contract's wish for a service.
   *
   * <p><b>Threads:</b> used by the one thread that loads the graph.
   */
  public static final class Request {
    private final GraphService<?> service;
    private boolean optional;

    Request(GraphService<?> service) {
      this.service = service;
    }

    /** A run starts without the service too. */
    public Request optional() {
      optional = true;
      return this;
    }

    /** The service that is wished for. */
    public GraphService<?> service() {
      return service;
    }

    /** Whether a run starts without it. */
    public boolean isOptional() {
      return optional;
    }
  }
}
