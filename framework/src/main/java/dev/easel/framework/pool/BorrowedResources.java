package dev.easel.framework.pool;

import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.plan.NodePlan;
import dev.easel.framework.resource.ResourceRequest;
import dev.easel.framework.status.StatusException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks, before anything is opened, whether each node that works with another node's resource will
 * find exactly one: as {@link NodeResources#nearest} will look for it.
 */
final class BorrowedResources {
  private final GraphDescription description;

  /** By side packet, and then by node. */
  private final Map<String, Map<String, SharedResources.Identity>> owned = new LinkedHashMap<>();

  private BorrowedResources(
      GraphDescription description, Path baseDirectory, Map<String, String> settings) {
    this.description = description;
    for (NodePlan node : description.plan().nodes()) {
      description
          .registry()
          .resource(node.type())
          .ifPresent(
              declared ->
                  sidePacket(node, declared.sidePacketTag())
                      .ifPresent(
                          name ->
                              owned
                                  .computeIfAbsent(name, n -> new LinkedHashMap<>())
                                  .put(
                                      node.name(),
                                      SharedResources.Identity.of(
                                          node,
                                          declared,
                                          new ResourceRequest(
                                              node.name(),
                                              node.options(),
                                              baseDirectory,
                                              settings)))));
    }
  }

  /** One mistake for each node that would not find one resource. */
  static List<StatusException> mistakes(
      GraphDescription description, Path baseDirectory, Map<String, String> settings) {
    BorrowedResources resources = new BorrowedResources(description, baseDirectory, settings);
    List<StatusException> mistakes = new ArrayList<>();
    for (NodePlan node : description.plan().nodes()) {
      description
          .registry()
          .borrowed(node.type())
          .flatMap(tag -> sidePacket(node, tag))
          .flatMap(name -> resources.mistake(node, name))
          .ifPresent(mistakes::add);
    }
    return mistakes;
  }

  private Optional<StatusException> mistake(NodePlan node, String sidePacket) {
    if (isMade(sidePacket)) {
      return Optional.empty();
    }
    Map<String, SharedResources.Identity> all = owned.getOrDefault(sidePacket, Map.of());
    long found = count(all, "");
    if (found > 1) {
      found = count(all, NodeResources.within(node.name()));
    }
    return found == 1
        ? Optional.empty()
        : Optional.of(NodeResources.notOne(node.name(), "", (int) found));
  }

  /** A node of the graph makes it, so that only a run can tell what is in it. */
  private boolean isMade(String sidePacket) {
    return !description.plan().requiredSidePackets().containsKey(sidePacket);
  }

  private static long count(Map<String, SharedResources.Identity> all, String prefix) {
    return all.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .map(Map.Entry::getValue)
        .distinct()
        .count();
  }

  private static Optional<String> sidePacket(NodePlan node, String tag) {
    int id = node.inputSidePackets().id(tag, 0);
    return id < 0 ? Optional.empty() : Optional.of(node.inputSidePackets().name(id));
  }
}
