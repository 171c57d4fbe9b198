package dev.easel.framework.core.choice;

import dev.easel.framework.packet.TagMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of the ports of a switch's channels: {@code C1__FRAME} is {@code FRAME} of channel 1. */
final class Channels {
  private static final Pattern CHANNEL_TAG = Pattern.compile("C(\\d{1,9})__(.*)");

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
        tags.add(matcher.group(2));
      }
    }
    return tags;
  }

  /** The number of channels. */
  static int count(TagMap ports) {
    int count = 0;
    for (String tag : ports.tags()) {
      Matcher matcher = CHANNEL_TAG.matcher(tag);
      if (matcher.matches()) {
        count = Math.max(count, Integer.parseInt(matcher.group(1)) + 1);
      }
    }
    return count;
  }
}
