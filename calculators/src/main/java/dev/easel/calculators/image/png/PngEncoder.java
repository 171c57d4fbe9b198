package dev.easel.calculators.image.png;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Encodes RGB pixels as PNG.
 *
 * <p>Every row is filtered in the same way, Paeth's unless said otherwise. What follows depends on
 * the image: one whose filtered bytes are mostly zero (flat areas) is worth searching for repeats,
 * any other is smaller and faster with Huffman coding alone.
 *
 * <p><b>Threads</b>: immutable; any thread may encode at any time.
 */
public final class PngEncoder {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  /** Large enough that the 12 bytes around each piece do not count. */
  private static final int PIECE_BYTES = 48 * 1024;

  private static final int SAMPLED_ROWS = 32;

  /**
   * Above this share of zero bytes there are long runs of them, which Huffman coding alone cannot
   * bring below one bit each.
   */
  private static final double FLAT_SHARE = 0.85;

  private static final int FLAT_LEVEL = 4;

  /** Rows are given to the compressor together, which asks for native code each time. */
  private static final int BATCH_BYTES = 16 * 1024;

  private final PngFilter filter;
  private final Runnable check;

  /** An encoder that always comes to its end. */
  public PngEncoder() {
    this(PngFilter.PAETH, () -> {});
  }

  /**
   * An encoder.
   *
   * @param filter what every row is filtered by
   * @param check called before each row; what it throws ends the encoding
   */
  public PngEncoder(PngFilter filter, Runnable check) {
    this.filter = filter;
    this.check = check;
  }

  /**
   * Encodes one image.
   *
   * @param rgb the pixels from the buffer's position on, row by row, three bytes each; the position
   *     is left where it is
   * @param width in pixels
   * @param height in pixels
   * @param text what goes into an iTXt chunk under the keyword {@code easel}
   * @return the file's pieces
   */
  public List<ByteBuffer> encode(ByteBuffer rgb, int width, int height, Optional<String> text) {
    List<ByteBuffer> file = new ArrayList<>();
    file.add(ByteBuffer.wrap(SIGNATURE));
    file.add(chunk("IHDR", header(width, height)));
    text.ifPresent(value -> file.add(chunk("iTXt", PngText.encode(value))));
    boolean flat = zeroShare(rgb, width, height) > FLAT_SHARE;
    Deflater deflater = new Deflater(FLAT_LEVEL);
    try {
      deflater.setStrategy(flat ? Deflater.DEFAULT_STRATEGY : Deflater.HUFFMAN_ONLY);
      compress(rgb, width, height, deflater, file);
    } finally {
      deflater.end();
    }
    file.add(chunk("IEND", new byte[0]));
    return file;
  }

  private static byte[] header(int width, int height) {
    return ByteBuffer.allocate(13)
        .putInt(width)
        .putInt(height)
        .put((byte) 8)
        .put((byte) 2)
        .put(new byte[3])
        .array();
  }

  private static ByteBuffer chunk(String type, byte[] content) {
    ByteBuffer piece = ByteBuffer.allocate(12 + content.length);
    piece.position(8);
    piece.put(content);
    return seal(type, piece);
  }

  /** Puts length and type before, and the checksum after, what was written from position 8 on. */
  private static ByteBuffer seal(String type, ByteBuffer piece) {
    int length = piece.position() - 8;
    piece.putInt(0, length);
    piece.put(4, type.getBytes(StandardCharsets.ISO_8859_1));
    CRC32 checksum = new CRC32();
    checksum.update(piece.slice(4, length + 4));
    piece.limit(piece.capacity());
    piece.putInt((int) checksum.getValue());
    return piece.flip();
  }

  private double zeroShare(ByteBuffer rgb, int width, int height) {
    byte[] row = new byte[width * 3];
    byte[] above = new byte[width * 3];
    byte[] filtered = new byte[width * 3 + 1];
    int step = Math.max(1, (height - 1) / SAMPLED_ROWS);
    long zeros = 0;
    long seen = 0;
    for (int y = 1; y < height; y += step) {
      read(rgb, y - 1, above);
      read(rgb, y, row);
      filter.apply(row, above, filtered, 0);
      for (byte value : filtered) {
        zeros += value == 0 ? 1 : 0;
      }
      seen += filtered.length;
    }
    return seen == 0 ? 0 : (double) zeros / seen;
  }

  private void compress(
      ByteBuffer rgb, int width, int height, Deflater deflater, List<ByteBuffer> file) {
    byte[] row = new byte[width * 3];
    byte[] above = new byte[width * 3];
    int rowBytes = row.length + 1;
    byte[] filtered = new byte[Math.max(1, BATCH_BYTES / rowBytes) * rowBytes];
    int filled = 0;
    ByteBuffer piece = newPiece((int) Math.min(PIECE_BYTES, 3L * width * height + 256));
    for (int y = 0; y < height; y++) {
      check.run();
      read(rgb, y, row);
      filter.apply(row, above, filtered, filled);
      filled += rowBytes;
      if (filled == filtered.length || y == height - 1) {
        deflater.setInput(filtered, 0, filled);
        filled = 0;
        while (!deflater.needsInput()) {
          piece = deflate(deflater, piece, file);
        }
      }
      byte[] swapped = above;
      above = row;
      row = swapped;
    }
    deflater.finish();
    while (!deflater.finished()) {
      piece = deflate(deflater, piece, file);
    }
    file.add(seal("IDAT", piece));
  }

  private static ByteBuffer deflate(Deflater deflater, ByteBuffer piece, List<ByteBuffer> file) {
    if (!piece.hasRemaining()) {
      file.add(seal("IDAT", piece));
      return newPiece(piece.capacity());
    }
    deflater.deflate(piece);
    return piece;
  }

  /** Room for length and type before what is written, and for a checksum after it. */
  private static ByteBuffer newPiece(int bytes) {
    return ByteBuffer.allocate(bytes).limit(bytes - 4).position(8);
  }

  private static void read(ByteBuffer rgb, int y, byte[] row) {
    rgb.get(rgb.position() + y * row.length, row);
  }
}
