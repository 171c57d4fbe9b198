package dev.easel.framework.packet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The ports of one kind of a node: which name stands at which {@code TAG:index}, and the flat ids,
 * which are sorted by tag (no tag first) and then by index.
 *
 * <p><b>Threads:</b> immutable.
 */
public final class TagMap {
  private static final TagMap EMPTY = new TagMap(List.of());

  private final List<Entry> entries;
  private final Map<String, int[]> firstAndCount = new LinkedHashMap<>();

  /** One port. */
  public record Entry(String tag, int index, String name) {
    /** The port as a graph's author writes it, without the stream's name. */
    public String tagIndex() {
      return index == 0 && !tag.isEmpty() ? tag : tag + ":" + index;
    }

    /** The whole entry as it would be written. */
    @Override
    public String toString() {
      return tag.isEmpty() ? name : index == 0 ? tag + ":" + name : tag + ":" + index + ":" + name;
    }
  }

  private TagMap(List<Entry> sorted) {
    entries = List.copyOf(sorted);
    for (int id = 0; id < entries.size(); id++) {
      int first = id;
      firstAndCount.computeIfAbsent(entries.get(id).tag(), t -> new int[] {first, 0})[1]++;
    }
  }

  /** No ports at all. */
  public static TagMap empty() {
    return EMPTY;
  }

  /**
   * The map of {@code entries}, in any order. The indexes of each tag are 0, 1, 2… without a gap;
   * whoever reads the text sees to it.
   */
  public static TagMap of(List<Entry> entries) {
    List<Entry> sorted = new ArrayList<>(entries);
    sorted.sort(TagMap::compare);
    return new TagMap(sorted);
  }

  private static int compare(Entry a, Entry b) {
    int byTag = a.tag().compareTo(b.tag());
    return byTag != 0 ? byTag : Integer.compare(a.index(), b.index());
  }

  /** The number of ports. */
  public int size() {
    return entries.size();
  }

  /** All ports in the order of their ids. */
  public List<Entry> entries() {
    return entries;
  }

  /** The port with this flat id. */
  public Entry entry(int id) {
    return entries.get(id);
  }

  /** The name of the stream or side packet at this flat id. */
  public String name(int id) {
    return entries.get(id).name();
  }

  /** The tags in use, "" among them if a port has none. */
  public Set<String> tags() {
    return Set.copyOf(firstAndCount.keySet());
  }

  /** How many ports have {@code tag}. */
  public int count(String tag) {
    int[] found = firstAndCount.get(tag);
    return found == null ? 0 : found[1];
  }

  /** The flat id of a port, or -1. */
  public int id(String tag, int index) {
    int[] found = firstAndCount.get(tag);
    return found == null || index < 0 || index >= found[1] ? -1 : found[0] + index;
  }

  @Override
  public String toString() {
    return entries.toString();
  }
}
