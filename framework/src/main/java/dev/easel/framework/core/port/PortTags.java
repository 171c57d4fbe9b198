package dev.easel.framework.core.port;

import dev.easel.framework.packet.TagMap;

/** Questions about the tags of ports. */
public final class PortTags {
  private PortTags() {}

  /** Whether both have the same tags and indexes, whatever the names of the streams. */
  public static boolean same(TagMap a, TagMap b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int id = 0; id < a.size(); id++) {
      if (!a.entry(id).tag().equals(b.entry(id).tag())) {
        return false;
      }
    }
    return true;
  }
}
