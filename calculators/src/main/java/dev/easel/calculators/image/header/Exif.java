package dev.easel.calculators.image.header;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Finds the orientation in an EXIF block: tag 274 of the first directory of a TIFF structure. */
final class Exif {

  private static final int ORIENTATION = 0x0112;
  private static final int HEADER_BYTES = 14;
  private static final int ENTRY_BYTES = 12;

  private Exif() {}

  /** The orientation; upright when the block is something else or damaged. */
  static Orientation orientation(ByteBuffer segment) {
    if (segment.remaining() < HEADER_BYTES || segment.getInt(segment.position()) != 0x45786966) {
      return Orientation.UPRIGHT;
    }
    ByteBuffer tiff = segment.slice(segment.position() + 6, segment.remaining() - 6);
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
