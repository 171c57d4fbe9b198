package dev.easel.framework.calculator;

import dev.easel.framework.options.NodeOptions;
import dev.easel.framework.packet.TagMap;
import dev.easel.framework.proto.CalculatorGraphConfig;
import dev.easel.framework.resource.Resources;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The node that a subgraph replaces, and what the application gave when the graph was loaded.
 *
 * @param node the node as written
 * @param options the node's options
 * @param inputs its input streams
 * @param outputs its output streams
 * @param inputSidePackets its input side packets
 * @param outputSidePackets its output side packets
 * @param services the application's objects, by the name of their service
 */
public record SubgraphContext(
    CalculatorGraphConfig.Node node,
    NodeOptions options,
    TagMap inputs,
    TagMap outputs,
    TagMap inputSidePackets,
    TagMap outputSidePackets,
    Map<String, Object> services) {
  /** Copies the services. */
  public SubgraphContext {
    services = Map.copyOf(services);
  }

  /** The node's options of this type, the defaults if the graph gives none. */
  public <O> O options(Class<O> type) {
    return options.get(type);
  }

  /** Whether the graph gives the node options of this type. */
  public boolean hasOptions(Class<?> type) {
    return options.has(type);
  }

  /** A service, if the application gave it when the graph was loaded. */
  public <T> Optional<T> service(GraphService<T> service) {
    return Optional.ofNullable(services.get(service.name())).map(service.type()::cast);
  }

  /** What the subgraph may read; files from the working directory unless the application says. */
  public Resources resources() {
    return service(GraphService.RESOURCES).orElseGet(() -> Resources.in(Path.of("")));
  }
}
