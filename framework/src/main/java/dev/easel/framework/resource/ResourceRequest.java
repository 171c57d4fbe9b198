package dev.easel.framework.resource;

import com.google.protobuf.Message;
import dev.easel.framework.options.NodeOptions;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a node's resource is opened for.
 *
 * @param nodeName the node's canonical name
 * @param options the node's options
 * @param baseDirectory what relative paths in the options start from
 * @param settings what the deployment adds, by name
 */
public record ResourceRequest(
    String nodeName, NodeOptions options, Path baseDirectory, Map<String, String> settings) {
  /** Copies the settings. */
  public ResourceRequest {
    settings = Map.copyOf(settings);
  }

  /** The node's options of this type, the defaults if the graph gives none. */
  public <M extends Message> M options(Class<M> type) {
    return options.get(type);
  }
}
