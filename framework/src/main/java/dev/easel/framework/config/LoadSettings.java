package dev.easel.framework.config;

import dev.easel.framework.calculator.GraphService;
import dev.easel.framework.proto.TemplateDict;
import java.util.HashMap;
import java.util.Map;

/**
 * What an application gives a graph when it is loaded.
 *
 * @param arguments the arguments of a template
 * @param services objects that subgraphs may ask for, by the name of their service
 */
public record LoadSettings(TemplateDict arguments, Map<String, Object> services) {
  /** Copies the services. */
  public LoadSettings {
    services = Map.copyOf(services);
  }

  /** No arguments, no services. */
  public static LoadSettings standard() {
    return new LoadSettings(TemplateDict.getDefaultInstance(), Map.of());
  }

  /** The same with arguments for a template. */
  public LoadSettings withArguments(TemplateDict newArguments) {
    return new LoadSettings(newArguments, services);
  }

  /** The same with a service more. */
  public <T> LoadSettings withService(GraphService<T> service, T object) {
    Map<String, Object> more = new HashMap<>(services);
    more.put(service.name(), object);
    return new LoadSettings(arguments, more);
  }
}
