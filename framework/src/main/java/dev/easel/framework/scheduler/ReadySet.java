package dev.easel.framework.scheduler;

/**
 * A set of small numbers that gives its highest or lowest one: bits under summary bits.
 *
 * <p><b>Threads:</b> one at a time.
 */
public final class ReadySet {
  private final long[] words;
  private final long[] summary;
  private int size;

  /** An empty set for numbers below {@code limit}. */
  public ReadySet(int limit) {
    words = new long[Math.max(1, (limit + 63) >>> 6)];
    summary = new long[(words.length + 63) >>> 6];
  }

  /** Adds a number. */
  public void add(int number) {
    int word = number >>> 6;
    long before = words[word];
    long after = before | (1L << number);
    if (after != before) {
      words[word] = after;
      summary[word >>> 6] |= 1L << word;
      size++;
    }
  }

  private void remove(int word, int number) {
    long after = words[word] & ~(1L << number);
    words[word] = after;
    if (after == 0) {
      summary[word >>> 6] &= ~(1L << word);
    }
    size--;
  }

  /** Takes the highest number out; -1 if there is none. */
  public int takeHighest() {
    for (int s = summary.length - 1; s >= 0; s--) {
      if (summary[s] != 0) {
        int word = (s << 6) + 63 - Long.numberOfLeadingZeros(summary[s]);
        int number = (word << 6) + 63 - Long.numberOfLeadingZeros(words[word]);
        remove(word, number);
        return number;
      }
    }
    return -1;
  }

  /** Takes the lowest number out; -1 if there is none. */
  public int takeLowest() {
    for (int s = 0; s < summary.length; s++) {
      if (summary[s] != 0) {
        int word = (s << 6) + Long.numberOfTrailingZeros(summary[s]);
        int number = (word << 6) + Long.numberOfTrailingZeros(words[word]);
        remove(word, number);
        return number;
      }
    }
    return -1;
  }

  /** How many numbers are in the set. */
  public int size() {
    return size;
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return size == 0;
  }
}
