package dev.easel.calculators.image.header;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Finds the orientation in an EXIF block: tag 274 of the first directory of a TIFF structure. */
final class Exif {

  private static final int ORIENTATION = 0x0112;
  private static final int PREFIX_BYTES = 6;
  private static final int TIFF_BYTES = 8;
  private static final int ENTRY_BYTES = 12;

  private Exif() {}

  /** The orientation in a JPEG segment; empty when the segment is something else. */
  static Optional<Orientation> inSegment(ByteBuffer segment) {
    return isPrefixed(segment) ? Optional.of(orientation(segment)) : Optional.empty();
  }

  private static boolean isPrefixed(ByteBuffer block) {
    return block.remaining() >= PREFIX_BYTES && block.getInt(block.position()) == 0x45786966;
  }

  /**
   * The orientation in a block with or without the prefix that JPEG has; upright when it is
   * damaged.
   */
  static Orientation orientation(ByteBuffer block) {
    int prefix = isPrefixed(block) ? PREFIX_BYTES : 0;
    if (block.remaining() < prefix + TIFF_BYTES) {
      return Orientation.UPRIGHT;
    }
    ByteBuffer tiff = block.slice(block.position() + prefix, block.remaining() - prefix);
    tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    if (directory < 0 || directory > tiff.limit() - 2) {
      return Orientation.UPRIGHT;
    }
    int entries = tiff.getShort(directory) & 0xffff;
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + i * ENTRY_BYTES;
      if (entry > tiff.limit() - ENTRY_BYTES) {
        return Orientation.UPRIGHT;
      }
      if ((tiff.getShort(entry) & 0xffff) == ORIENTATION) {
        return Orientation.of(tiff.getShort(entry + 8) & 0xffff);
      }
    }
    return Orientation.UPRIGHT;
  }
}
