package dev.easel.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every group and key at one moment.
 *
 * <p><b>Threads</b>: immutable.
 *
 * @param groups by name
 * @param keys in the file's order; each names one of the groups
 * @param aliases further names of servables, by alias
 */
public record AccessTable(
    Map<String, Group> groups, List<AccessKey> keys, Map<String, String> aliases) {

  /** Nobody. */
  public static final AccessTable EMPTY = new AccessTable(Map.of(), List.of(), Map.of());

  /** Copies the collections and checks that every key has a group. */
  public AccessTable {
    groups = Map.copyOf(groups);
    keys = List.copyOf(keys);
    aliases = Map.copyOf(aliases);
    for (AccessKey key : keys) {
      if (!groups.containsKey(key.group())) {
        throw new IllegalArgumentException("key " + key.id() + " is in no group");
      }
    }
  }

  /** The same with the key of {@code --api_key_file}, which has a group of its own. */
  public AccessTable withShared(KeyHash hash) {
    Map<String, Group> more = new HashMap<>(groups);
    more.put(Group.LOCAL.name(), Group.LOCAL);
    List<AccessKey> all = new ArrayList<>(keys);
    all.add(new AccessKey(Principal.SHARED, hash, Group.LOCAL.name(), Optional.empty()));
    return new AccessTable(more, all, aliases);
  }

  /**
   * Whose key was sent; empty when it is nobody's, or not any more. Looks at every key, so that the
   * time taken does not tell which of them was nearly right.
   */
  public Optional<Principal> find(KeyHash sent, Instant now) {
    Optional<AccessKey> found = Optional.empty();
    for (AccessKey key : keys) {
      if (key.hash().isSame(sent)) {
        found = Optional.of(key);
      }
    }
    return found
        .filter(key -> key.isValidAt(now))
        .flatMap(key -> Optional.ofNullable(groups.get(key.group())).map(g -> principal(key, g)));
  }

  /** Who has a key of this id; empty when nobody has any more. */
  public Optional<Principal> byId(String id) {
    return keys.stream()
        .filter(key -> key.id().equals(id))
        .findFirst()
        .flatMap(key -> Optional.ofNullable(groups.get(key.group())).map(g -> principal(key, g)));
  }

  private static Principal principal(AccessKey key, Group group) {
    return new Principal(key.id(), group);
  }
}
