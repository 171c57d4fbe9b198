package dev.easel.framework.core.choice;

import dev.easel.framework.packet.TagMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of the ports of a switch's channels: {@code C1__FRAME} is {@code FRAME} of channel 1. */
final class Channels {
  private static final Pattern CHANNEL_TAG = Pattern.compile("C(?:0|[1-9]\\d{0,8})__(.*)");

  private Channels() {}

  static String tag(String tag, int channel) {
    return "C" + channel + "__" + tag;
  }

  /** The name of a stream or side packet inside a channel. */
  static String name(String name, int channel) {
    return "c" + channel + "__" + name;
  }

  /** The tags that any channel has, without the channel. */
  static Set<String> tags(TagMap ports) {
    Set<String> tags = new TreeSet<>();
    for (String tag : ports.tags()) {
      Matcher matcher = CHANNEL_TAG.matcher(tag);
      if (matcher.matches()) {
        tags.add(matcher.group(1));
      }
    }
    return tags;
  }

  /** The ids of the ports that stand for {@code entry} in any channel. */
  static List<Integer> ids(TagMap ports, TagMap.Entry entry) {
    List<Integer> ids = new ArrayList<>();
    for (int id = 0; id < ports.size(); id++) {
      Matcher matcher = CHANNEL_TAG.matcher(ports.entry(id).tag());
      if (matcher.matches()
          && matcher.group(1).equals(entry.tag())
          && ports.entry(id).index() == entry.index()) {
        ids.add(id);
      }
    }
    return ids;
  }
}
