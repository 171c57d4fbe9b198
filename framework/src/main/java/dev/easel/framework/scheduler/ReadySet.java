package dev.easel.framework.scheduler;

/**
 * A set of small numbers that gives its highest or lowest one: bits, and above 64 numbers a summary
 * of which words have any.
 *
 * <p><b>Threads:</b> one at a time.
 */
public final class ReadySet {
  private static final long[] NO_WORDS = {};

  private final long[] words;

  /** A bit for each group of words; in a small set, the numbers themselves. */
  private long top;

  private final int groupShift;
  private int size;

  /** An empty set for numbers below {@code limit}. */
  public ReadySet(int limit) {
    int count = (limit + 63) >>> 6;
    words = count <= 1 ? NO_WORDS : new long[count];
    int shift = 0;
    while ((count - 1) >>> shift >= 64) {
      shift++;
    }
    groupShift = shift;
  }

  /** Adds a number. */
  public void add(int number) {
    if (words.length == 0) {
      top |= 1L << number;
      return;
    }
    int word = number >>> 6;
    long before = words[word];
    long after = before | (1L << number);
    if (after != before) {
      words[word] = after;
      top |= 1L << (word >>> groupShift);
      size++;
    }
  }

  /** Takes the highest number out; -1 if there is none. */
  public int takeHighest() {
    if (top == 0) {
      return -1;
    }
    int highest = 63 - Long.numberOfLeadingZeros(top);
    if (words.length == 0) {
      top ^= 1L << highest;
      return highest;
    }
    int word = highestWord(highest);
    return take(word, 63 - Long.numberOfLeadingZeros(words[word]));
  }

  /** The highest number; -1 if there is none. */
  public int highest() {
    if (top == 0) {
      return -1;
    }
    int highest = 63 - Long.numberOfLeadingZeros(top);
    if (words.length == 0) {
      return highest;
    }
    int word = highestWord(highest);
    return (word << 6) + 63 - Long.numberOfLeadingZeros(words[word]);
  }

  private int highestWord(int group) {
    int word = Math.min(words.length, (group + 1) << groupShift) - 1;
    while (words[word] == 0) {
      word--;
    }
    return word;
  }

  /** Takes the lowest number out; -1 if there is none. */
  public int takeLowest() {
    if (top == 0) {
      return -1;
    }
    int lowest = Long.numberOfTrailingZeros(top);
    if (words.length == 0) {
      top ^= 1L << lowest;
      return lowest;
    }
    int word = lowest << groupShift;
    while (words[word] == 0) {
      word++;
    }
    return take(word, Long.numberOfTrailingZeros(words[word]));
  }

  private int take(int word, int bit) {
    words[word] ^= 1L << bit;
    size--;
    if (words[word] == 0) {
      clearGroup(word >>> groupShift);
    }
    return (word << 6) + bit;
  }

  private void clearGroup(int group) {
    int end = Math.min(words.length, (group + 1) << groupShift);
    for (int word = group << groupShift; word < end; word++) {
      if (words[word] != 0) {
        return;
      }
    }
    top ^= 1L << group;
  }

  /** How many numbers are in the set. */
  public int size() {
    return words.length == 0 ? Long.bitCount(top) : size;
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return top == 0;
  }
}
