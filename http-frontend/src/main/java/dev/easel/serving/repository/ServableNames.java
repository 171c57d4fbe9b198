package dev.easel.serving.repository;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.serving.Servable;
import dev.easel.serving.run.ServedGraph;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who has which name. A servable's name goes before an alias, and an alias of the configuration
 * before one of a model; of two aliases the first counts.
 *
 * <p><b>Threads</b>: any; looking up never waits.
 */
final class ServableNames {
  private volatile Map<String, ServedGraph> names = Map.of();
  private volatile Map<String, ServedGraph> configured = Map.of();
  private volatile Map<String, ServedGraph> aliases = Map.of();

  Optional<Servable> find(String name) {
    ServedGraph byName = names.get(name);
    if (byName != null && !byName.isRemoved()) {
      return Optional.of(byName);
    }
    ServedGraph byAlias = configured.get(name);
    return Optional.ofNullable(byAlias != null ? byAlias : aliases.getOrDefault(name, byName));
  }

  /** By name. */
  List<Servable> all() {
    return List.copyOf(new TreeMap<String, Servable>(names).values());
  }

  /** What is or was served, in no order. */
  List<ServedGraph> served() {
    return List.copyOf(names.values());
  }

  /**
   * Replaces the set of servables and the aliases of the configuration, keeping the models' aliases
   * of those that stay.
   */
  synchronized void replace(
      Map<String, ServedGraph> newNames, Map<String, ServedGraph> newAliases) {
    names = Map.copyOf(newNames);
    configured = Map.copyOf(newAliases);
    Map<String, ServedGraph> kept = new HashMap<>(aliases);
    kept.values().removeIf(owner -> names.get(owner.name()) != owner || owner.isRemoved());
    aliases = Map.copyOf(kept);
  }

  static StatusException taken(String alias, String owner, String other) {
    return new StatusException(
        StatusCode.ALREADY_EXISTS,
        "the alias '%s' of servable '%s' is taken by servable '%s'".formatted(alias, owner, other));
  }

  /**
   * Gives a servable its aliases and takes away those it had before.
   *
   * <p><b>Failure</b>: {@code ALREADY_EXISTS} when another servable has one of them.
   */
  synchronized void claim(ServedGraph owner, List<String> wanted) {
    for (String alias : wanted) {
      ServedGraph aliased = configured.getOrDefault(alias, aliases.get(alias));
      ServedGraph other = names.getOrDefault(alias, aliased);
      if (other != null && other != owner && !other.isRemoved()) {
        throw taken(alias, owner.name(), other.name());
      }
    }
    if (wanted.isEmpty() && !aliases.containsValue(owner)) {
      return;
    }
    Map<String, ServedGraph> changed = new HashMap<>(aliases);
    changed.values().removeIf(other -> other == owner);
    wanted.forEach(alias -> changed.put(alias, owner));
    aliases = Map.copyOf(changed);
  }
}
