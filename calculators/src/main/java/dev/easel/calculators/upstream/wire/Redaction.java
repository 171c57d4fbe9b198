package dev.easel.calculators.upstream.wire;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Takes out of an upstream's words what a client must not learn: keys, addresses, and what could be
 * one.
 *
 * <p><b>Threads</b>: immutable.
 */
public final class Redaction {

  private static final int MOST_CHARS = 500;
  private static final String KEY = "[key]";
  private static final String ADDRESS = "[address]";

  /** Also shortened ones, such as the {@code sk-ab***yz} that OpenAI quotes. */
  private static final Pattern KEYS =
      Pattern.compile("(?i)\\b(?:sk|pk|key|org|proj)-[\\w*.-]{2,}|\\bbearer\\s+\\S+");

  private static final Pattern URLS = Pattern.compile("(?i)\\b[a-z][a-z0-9+.-]*://\\S+");

  private static final Pattern NUMBERS =
      Pattern.compile(
          "\\b\\d{1,3}(?:\\.\\d{1,3}){3}(?::\\d+)?\\b|\\[[0-9a-fA-F:]*:[0-9a-fA-F:.]*\\](?::\\d+)?");

  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}\\s]+");

  private final Optional<String> key;
  private final List<String> hosts;

  /**
   * What is taken out beside what looks like it.
   *
   * @param key the key that was sent
   * @param hosts the hosts of the upstreams
   */
  public Redaction(Optional<String> key, List<String> hosts) {
    this.key = key.filter(text -> !text.isEmpty());
    this.hosts = List.copyOf(hosts);
  }

  /** A text as a client may see it: one line, and not a long one. */
  public String of(String text) {
    String shown = text.length() > 8 * MOST_CHARS ? text.substring(0, 8 * MOST_CHARS) : text;
    shown = key.isPresent() ? shown.replace(key.get(), KEY) : shown;
    shown = KEYS.matcher(shown).replaceAll(KEY);
    shown = URLS.matcher(shown).replaceAll(ADDRESS);
    for (String host : hosts) {
      shown =
          Pattern.compile(Pattern.quote(host) + "(?::\\d+)?", Pattern.CASE_INSENSITIVE)
              .matcher(shown)
              .replaceAll(ADDRESS);
    }
    shown = NUMBERS.matcher(shown).replaceAll(ADDRESS);
    shown = CONTROLS.matcher(shown).replaceAll(" ").strip();
    return shown.length() > MOST_CHARS ? shown.substring(0, MOST_CHARS - 1) + "…" : shown;
  }
}
