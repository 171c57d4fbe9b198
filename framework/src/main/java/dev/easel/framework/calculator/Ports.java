package dev.easel.framework.calculator;

import dev.easel.framework.packet.TagMap;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The ports of one kind of a node, by tag and index or by flat id. A calculator looks ids up once,
 * in {@code open}, and uses {@link #index(int)} in {@code process}.
 *
 * <p><b>Threads:</b> as the context that it belongs to.
 *
 * @param <T> what stands at each port
 */
public final class Ports<T> {
  private final TagMap tags;
  private final Object[] items;
  private final @Nullable Function<TagMap.Entry, T> absent;

  /** Ports with one item for each id of {@code tags}. */
  public Ports(TagMap tags, List<? extends T> items) {
    this(tags, items, null);
  }

  /** The same, over an array that is not changed any more. */
  public Ports(TagMap tags, T[] items) {
    this.tags = tags;
    this.items = items;
    this.absent = null;
  }

  /** The same; {@code absent} makes what stands at a port that is not connected. */
  Ports(TagMap tags, List<? extends T> items, @Nullable Function<TagMap.Entry, T> absent) {
    if (tags.size() != items.size()) {
      throw new IllegalArgumentException(items.size() + " items for " + tags);
    }
    this.tags = tags;
    this.items = items.toArray();
    this.absent = absent;
  }

  /** The item with flat id {@code id}, from 0 to {@link #size()} - 1. */
  @SuppressWarnings("unchecked")
  public T index(int id) {
    return (T) items[id];
  }

  /** The item at index 0 of {@code tag}; the tag of ports without one is "". */
  public T tag(String tag) {
    return get(tag, 0);
  }

  /**
   * The item at {@code index} of {@code tag}.
   *
   * <p><b>Failure:</b> {@code INVALID_ARGUMENT} when the node has no such port.
   */
  public T get(String tag, int index) {
    int id = tags.id(tag, index);
    if (id >= 0) {
      return index(id);
    }
    if (absent != null) {
      return absent.apply(new TagMap.Entry(tag, index, ""));
    }
    throw missing(tag, index);
  }

  /**
   * The flat id of a port.
   *
   * <p><b>Failure:</b> {@code INVALID_ARGUMENT} when the node has no such port.
   */
  public int id(String tag, int index) {
    int id = tags.id(tag, index);
    if (id < 0) {
      throw missing(tag, index);
    }
    return id;
  }

  private StatusException missing(String tag, int index) {
    return new StatusException(
        StatusCode.INVALID_ARGUMENT,
        "Failed to get tag \"%s\" index %d; there is %s".formatted(tag, index, tags));
  }

  /** Whether any port has {@code tag}. */
  public boolean hasTag(String tag) {
    return tags.count(tag) > 0;
  }

  /** Whether there is such a port. */
  public boolean has(String tag, int index) {
    return tags.id(tag, index) >= 0;
  }

  /** How many ports have {@code tag}. */
  public int count(String tag) {
    return tags.count(tag);
  }

  /** The number of ports. */
  public int size() {
    return items.length;
  }

  /** The tags in use, "" among them if a port has none. */
  public Set<String> tags() {
    return tags.tags();
  }

  /** Which name stands at which port. */
  public TagMap tagMap() {
    return tags;
  }
}
