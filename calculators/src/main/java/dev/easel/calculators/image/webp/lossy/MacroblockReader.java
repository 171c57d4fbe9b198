package dev.easel.calculators.image.webp.lossy;

import dev.easel.calculators.image.header.ImageFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Reads macroblocks, from the left to the right and row by row: how each is predicted, and its
 * coefficients (RFC 6386, 9 to 13).
 */
final class MacroblockReader {

  /** The coefficients of a block. */
  static final int BLOCK = 16;

  /** The first block of chroma, behind those of luma. */
  static final int CHROMA = 16;

  /** Behind all blocks: the first coefficients of those of luma. */
  private static final int MEANS = 24;

  private static final int HEAD_BYTES = 10;
  private static final int MOST_PROFILE = 3;

  private final BoolDecoder in;
  private final BoolDecoder[] partitions;
  private final Segments segments;
  private final FilterLevels levels;
  private final Steps[] steps;
  private final CoefficientTokens tokens;
  private final boolean hasSkips;
  private final int skipProbability;

  private final byte[] modesAbove;
  private final byte[] modesLeft = new byte[4];

  /** Which blocks of the macroblock above have coefficients: 4 of luma, 2 and 2 of chroma. */
  private final boolean[] filledAbove;

  private final boolean[] filledLeft = new boolean[8];
  private final boolean[] meansAbove;
  private boolean meansLeft;
  private int row;

  private final short[] coefficients = new short[(MEANS + 1) * BLOCK];
  private final byte[] modes = new byte[16];
  private final Residual residual = new Residual();
  private boolean isWhole;
  private int lumaMode;
  private int chromaMode;
  private int segment;
  private int filled;
  private boolean isSkipped;

  MacroblockReader(ByteBuffer content, int across) throws ImageFormatException {
    ByteBuffer data = content.slice().order(ByteOrder.LITTLE_ENDIAN);
    int head = data.remaining() < HEAD_BYTES ? 1 : data.getInt(0) & 0xffffff;
    int length = head >> 5;
    boolean isShown = (head >> 4 & 1) != 0;
    boolean isKey = (head & 1) == 0;
    if (!isKey || !isShown || (head >> 1 & 7) > MOST_PROFILE) {
      throw damaged();
    }
    if (length > data.remaining() - HEAD_BYTES) {
      throw damaged();
    }
    in = new BoolDecoder(data.slice(HEAD_BYTES, length));
    in.number(2); // how colours are meant and limited, which decoders pass over
    segments = Segments.read(in);
    levels = FilterLevels.read(in, segments);
    partitions = partitions(data.position(HEAD_BYTES + length).slice(), 1 << in.number(2));
    steps = Steps.read(in, segments);
    in.flag();
    tokens = new CoefficientTokens(TokenTables.read(in));
    hasSkips = in.flag();
    skipProbability = hasSkips ? in.number(8) : 0;
    modesAbove = new byte[4 * across];
    filledAbove = new boolean[8 * across];
    meansAbove = new boolean[across];
    checkBits();
  }

  /** Each but the last has its length before the first. */
  private static BoolDecoder[] partitions(ByteBuffer data, int count) throws ImageFormatException {
    int at = 3 * (count - 1);
    if (data.remaining() < at) {
      throw damaged();
    }
    BoolDecoder[] all = new BoolDecoder[count];
    for (int i = 0; i < count; i++) {
      int left = data.limit() - at;
      int length = left;
      if (i < count - 1) {
        int said =
            (data.get(3 * i) & 0xff)
                | (data.get(3 * i + 1) & 0xff) << 8
                | (data.get(3 * i + 2) & 0xff) << 16;
        length = Math.min(said, left);
      }
      all[i] = new BoolDecoder(data.slice(at, length));
      at += length;
    }
    return all;
  }

  /** Goes to the beginning of a row. */
  void begin(int y) {
    row = y;
    Arrays.fill(modesLeft, (byte) 0);
    Arrays.fill(filledLeft, false);
    meansLeft = false;
  }

  /** Says so when bits were read that are not there. */
  void checkBits() throws ImageFormatException {
    if (in.isMissing() || partitions[row & (partitions.length - 1)].isMissing()) {
      throw damaged();
    }
  }

  /** Reads the next macroblock. */
  void read(int x) {
    segment = segments.next(in);
    isSkipped = hasSkips && in.bit(skipProbability);
    isWhole = in.bit(145);
    if (isWhole) {
      lumaMode = ModeTables.readLuma(in);
      Arrays.fill(modesAbove, 4 * x, 4 * x + 4, (byte) lumaMode);
      Arrays.fill(modesLeft, (byte) lumaMode);
    } else {
      readModes(x);
    }
    chromaMode = ModeTables.readChroma(in);
    if (filled != 0) {
      Arrays.fill(coefficients, (short) 0);
      filled = 0;
    }
    if (isSkipped) {
      Arrays.fill(filledAbove, 8 * x, 8 * x + 8, false);
      Arrays.fill(filledLeft, false);
      if (isWhole) {
        meansAbove[x] = false;
        meansLeft = false;
      }
    } else {
      readCoefficients(x);
      isSkipped = (filled & (1 << MEANS) - 1) == 0;
    }
  }

  private void readModes(int x) {
    for (int j = 0; j < 4; j++) {
      int mode = modesLeft[j];
      for (int i = 0; i < 4; i++) {
        mode = ModeTables.read(in, modesAbove[4 * x + i], mode);
        modes[4 * j + i] = (byte) mode;
        modesAbove[4 * x + i] = (byte) mode;
      }
      modesLeft[j] = (byte) mode;
    }
  }

  private void readCoefficients(int x) {
    BoolDecoder bits = partitions[row & (partitions.length - 1)];
    Steps step = steps[segment];
    int kind = CoefficientTokens.LUMA;
    if (isWhole) {
      kind = CoefficientTokens.LUMA_REST;
      readMeans(bits, x, step);
    }
    for (int j = 0; j < 4; j++) {
      for (int i = 0; i < 4; i++) {
        read(
            bits,
            kind,
            4 * j + i,
            8 * x + i,
            j,
            isWhole ? 1 : 0,
            step.lumaFirst(),
            step.lumaRest());
      }
    }
    for (int plane = 0; plane < 2; plane++) {
      for (int j = 0; j < 2; j++) {
        for (int i = 0; i < 2; i++) {
          int block = CHROMA + 4 * plane + 2 * j + i;
          int above = 8 * x + 4 + 2 * plane + i;
          int left = 4 + 2 * plane + j;
          read(
              bits,
              CoefficientTokens.CHROMA,
              block,
              above,
              left,
              0,
              step.chromaFirst(),
              step.chromaRest());
        }
      }
    }
  }

  private void readMeans(BoolDecoder bits, int x, Steps step) {
    int neighbours = (meansAbove[x] ? 1 : 0) + (meansLeft ? 1 : 0);
    int at = MEANS * BLOCK;
    boolean isFilled =
        tokens.read(
            bits,
            CoefficientTokens.MEANS,
            neighbours,
            0,
            step.meanFirst(),
            step.meanRest(),
            coefficients,
            at);
    meansAbove[x] = isFilled;
    meansLeft = isFilled;
    if (isFilled) {
      filled |= 1 << MEANS;
      residual.spread(coefficients, at, coefficients);
    }
  }

  private void read(
      BoolDecoder bits,
      int kind,
      int block,
      int above,
      int left,
      int from,
      int firstStep,
      int step) {
    int neighbours = (filledAbove[above] ? 1 : 0) + (filledLeft[left] ? 1 : 0);
    int at = block * BLOCK;
    boolean isFilled = tokens.read(bits, kind, neighbours, from, firstStep, step, coefficients, at);
    filledAbove[above] = isFilled;
    filledLeft[left] = isFilled;
    if (isFilled || coefficients[at] != 0) {
      filled |= 1 << block;
    }
  }

  short[] coefficients() {
    return coefficients;
  }

  /** Whether a block has coefficients. */
  boolean isFilled(int block) {
    return (filled >> block & 1) != 0;
  }

  /** Whether luma is predicted as a whole. */
  boolean isWhole() {
    return isWhole;
  }

  int lumaMode() {
    return lumaMode;
  }

  int chromaMode() {
    return chromaMode;
  }

  /** How one of the sixteen small blocks of luma is predicted. */
  int mode(int block) {
    return modes[block];
  }

  FilterLevels levels() {
    return levels;
  }

  /** Which of the levels this macroblock has. */
  int level() {
    return 2 * segment + (isWhole ? 0 : 1);
  }

  /** Whether the edges within the macroblock are smoothed. */
  boolean hasInnerEdges() {
    return !isWhole || !isSkipped;
  }

  private static ImageFormatException damaged() {
    return new ImageFormatException("the WebP file is damaged: it cannot be decoded");
  }
}
