package dev.easel.framework.calculator;

/**
 * A contract's wish for a service.
 *
 * <p><b>Threads:</b> used by the one thread that loads the graph.
 */
public final class ServiceRequest {
  private final GraphService<?> service;
  private boolean optional;

  ServiceRequest(GraphService<?> service) {
    this.service = service;
  }

  /** A run starts without the service too. */
  public ServiceRequest optional() {
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
