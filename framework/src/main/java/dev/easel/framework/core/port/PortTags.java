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

  /**
   * The id of the port written as {@code TAG}, {@code TAG:index} or {@code :index}.
   *
   * @return the id, or -1 if there is none or the text is no such thing
   */
  public static int id(TagMap ports, String tagIndex) {
    int colon = tagIndex.indexOf(':');
    if (colon < 0) {
      return ports.id(tagIndex, 0);
    }
    String number = tagIndex.substring(colon + 1);
    if (!number.matches("0|[1-9][0-9]{0,8}")) {
      return -1;
    }
    return ports.id(tagIndex.substring(0, colon), Integer.parseInt(number));
  }
}
