package dev.easel.framework.name;

import dev.easel.framework.packet.TagMap;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code TAG:index:name} entries of one list.
 *
 * <p><b>Threads:</b> used by one thread.
 */
public final class PortEntries {
  private static final String FORM_TEXT = "([A-Z_][A-Z0-9_]*:((0|[1-9][0-9]*):)?)?[a-z_][a-z0-9_]*";
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(%s):(?:(%s):)?)?([a-z_][a-z0-9_]*)".formatted(TagIndex.TAG, TagIndex.NUMBER));

  private final Map<String, List<@Nullable String>> names = new TreeMap<>();
  private final Map<String, Integer> counts = new TreeMap<>();

  private PortEntries() {}

  /**
   * What is wrong with a list.
   *
   * @param index which entry, -1 for the list as a whole
   */
  public record Fault(StatusCode code, int index, String message, String hint) {}

  /**
   * The ports of a list, or what is wrong with it.
   *
   * @param tags the ports; without those that could not be read, if there is a fault
   */
  public record Parsed(TagMap tags, List<Fault> faults) {}

  /** One entry, taken apart; the index is -1 where it is not given. */
  public record Entry(String tag, int index, String name) {}

  /** The ports of {@code entries}. */
  public static Parsed parse(List<String> entries) {
    PortEntries ports = new PortEntries();
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      Fault fault = ports.add(entries.get(i), i);
      if (fault != null) {
        faults.add(fault);
      }
    }
    if (faults.isEmpty()) {
      ports.gaps(faults);
    }
    return new Parsed(faults.isEmpty() ? ports.tagMap() : TagMap.empty(), faults);
  }

  /**
   * One entry taken apart, null when it is none.
   *
   * <p><b>Failure:</b> {@code INTERNAL} when the index is above 10,000.
   */
  public static @Nullable Entry entry(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return null;
    }
    String tag = form.group(1) == null ? "" : form.group(1);
    int index =
        form.group(2) != null ? TagIndex.index(form.group(2)) : form.group(1) != null ? 0 : -1;
    return new Entry(tag, index, form.group(3));
  }

  private @Nullable Fault add(String text, int position) {
    Entry entry;
    try {
      entry = entry(text);
    } catch (StatusException e) {
      return new Fault(e.code(), position, e.message(), "the indexes of a tag are 0, 1, 2…");
    }
    if (entry == null) {
      String message =
          "TAG:index:name is invalid, \""
              + text
              + "\" does not match \""
              + FORM_TEXT
              + "\" (examples: \"TAG:name\" \"VIDEO:2:name_b\", \"longer_name\").";
      return new Fault(StatusCode.INVALID_ARGUMENT, position, message, correction(text));
    }
    int count = counts.merge(entry.tag(), 1, Integer::sum);
    int index = entry.index() < 0 ? count - 1 : entry.index();
    List<@Nullable String> own = names.computeIfAbsent(entry.tag(), t -> new ArrayList<>());
    while (own.size() <= index) {
      own.add(null);
    }
    if (own.get(index) != null) {
      return new Fault(
          StatusCode.FAILED_PRECONDITION,
          position,
          "tag \"%s\" index %d already had a name \"%s\" but is being reassigned a name \"%s\""
              .formatted(entry.tag(), index, own.get(index), entry.name()),
          "give it the next free index, " + own.size());
    }
    own.set(index, entry.name());
    return null;
  }

  private static String correction(String text) {
    int colon = text.lastIndexOf(':');
    String corrected =
        colon < 0
            ? text.toLowerCase(Locale.ROOT)
            : text.substring(0, colon).toUpperCase(Locale.ROOT)
                + text.substring(colon).toLowerCase(Locale.ROOT);
    return entry(corrected) != null && !corrected.equals(text)
        ? "did you mean \"" + corrected + "\"?"
        : "tags are upper case, names lower case, indexes have no leading zero";
  }

  private void gaps(List<Fault> faults) {
    names.forEach(
        (tag, own) -> {
          if (own.contains(null)) {
            StringBuilder text =
                new StringBuilder("Not all indexes were assigned names.  Tag \"")
                    .append(tag)
                    .append("\" has the following:\n");
            for (int i = 0; i < own.size(); i++) {
              String name = own.get(i) == null ? "<missing>" : "\"" + own.get(i) + "\"";
              text.append("index ").append(i).append(" name ").append(name).append('\n');
            }
            faults.add(
                new Fault(
                    StatusCode.FAILED_PRECONDITION,
                    -1,
                    text.toString(),
                    "the indexes of a tag are 0, 1, 2 without a gap"));
          }
        });
  }

  private TagMap tagMap() {
    List<TagMap.Entry> result = new ArrayList<>();
    names.forEach(
        (tag, own) -> {
          for (int i = 0; i < own.size(); i++) {
            String name = own.get(i);
            if (name != null) {
              result.add(new TagMap.Entry(tag, i, name));
            }
          }
        });
    return TagMap.of(result);
  }
}
