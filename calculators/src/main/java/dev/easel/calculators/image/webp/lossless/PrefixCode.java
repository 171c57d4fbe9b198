package dev.easel.calculators.image.webp.lossless;

import dev.easel.calculators.image.header.ImageFormatException;

/** A complete canonical prefix code of at most 15 bits (RFC 9649, 3.7.2). */
final class PrefixCode {

  private static final int LONGEST = 15;

  /** Codes of so many bits are found at once. */
  private static final int SHORT = 8;

  /** Length and symbol of each beginning. */
  private final char[] found;

  private final char[] symbols;
  private final int[] firsts;
  private final int[] ends;

  /** The only symbol, which takes no bit; -1 when there are more. */
  private final int single;

  private PrefixCode(char[] found, char[] symbols, int[] firsts, int[] ends, int single) {
    this.found = found;
    this.symbols = symbols;
    this.firsts = firsts;
    this.ends = ends;
    this.single = single;
  }

  /** The code in which each symbol has so many bits; 0 for one that does not occur. */
  static PrefixCode of(int[] lengths) throws ImageFormatException {
    int[] counts = new int[LONGEST + 1];
    int used = 0;
    int last = 0;
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] > 0) {
        counts[lengths[symbol]]++;
        used++;
        last = symbol;
      }
    }
    if (used == 1) {
      return new PrefixCode(new char[0], new char[0], new int[0], new int[0], last);
    }
    int[] firsts = new int[LONGEST + 1];
    int[] ends = new int[LONGEST + 1];
    int[] next = new int[LONGEST + 1];
    int code = 0;
    int index = 0;
    for (int length = 1; length <= LONGEST; length++) {
      code <<= 1;
      firsts[length] = index - code; // so that a code and this make an index
      next[length] = index;
      code += counts[length];
      index += counts[length];
      ends[length] = code;
      if (code > 1 << length) {
        throw LosslessBits.damaged();
      }
    }
    if (code != 1 << LONGEST) {
      throw LosslessBits.damaged();
    }
    char[] symbols = new char[used];
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] > 0) {
        symbols[next[lengths[symbol]]++] = (char) symbol;
      }
    }
    return new PrefixCode(found(lengths, symbols, firsts), symbols, firsts, ends, -1);
  }

  private static char[] found(int[] lengths, char[] symbols, int[] firsts) {
    char[] found = new char[1 << SHORT];
    for (int index = 0; index < symbols.length; index++) {
      int length = lengths[symbols[index]];
      if (length > SHORT) {
        break;
      }
      int reversed = Integer.reverse(index - firsts[length]) >>> (Integer.SIZE - length);
      for (int at = reversed; at < found.length; at += 1 << length) {
        found[at] = (char) (length << 12 | symbols[index]);
      }
    }
    return found;
  }

  /** The next symbol. */
  int next(LosslessBits in) {
    if (single >= 0) {
      return single;
    }
    in.need();
    int peeked = in.peek();
    int entry = found[peeked & ((1 << SHORT) - 1)];
    if (entry != 0) {
      in.skip(entry >> 12);
      return entry & 0xfff;
    }
    int code = 0;
    for (int length = 1; length <= LONGEST; length++) {
      code = code << 1 | (peeked >>> (length - 1) & 1);
      if (length > SHORT && code < ends[length]) {
        in.skip(length);
        return symbols[code + firsts[length]];
      }
    }
    throw new IllegalStateException("a complete code has every beginning");
  }
}
