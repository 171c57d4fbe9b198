package dev.easel.calculators.image.header;

import java.nio.ByteBuffer;

/** Walks the markers of a JPEG file (ITU T.81, annex B) for size, orientation and its end. */
final class JpegHeader {

  private static final int START_OF_SCAN = 0xda;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int EXIF = 0xe1;

  private final ByteBuffer in;
  private Orientation orientation = Orientation.UPRIGHT;

  private JpegHeader(ByteBuffer in) {
    this.in = in;
  }

  static ImageHeader read(ByteBuffer file) throws ImageFormatException {
    ByteBuffer in = file.slice();
    in.position(2);
    return new JpegHeader(in).walk();
  }

  private ImageHeader walk() throws ImageFormatException {
    int width = 0;
    int height = 0;
    int marker = next();
    while (marker != START_OF_SCAN) {
      int length = in.remaining() < 2 ? 0 : in.getShort(in.position()) & 0xffff;
      if (length < 2 || length > in.remaining()) {
        throw new ImageFormatException("the JPEG file is cut off");
      }
      if (isFrame(marker) && length >= 8) {
        height = in.getShort(in.position() + 3) & 0xffff;
        width = in.getShort(in.position() + 5) & 0xffff;
      } else if (marker == EXIF) {
        orientation = Exif.orientation(in.slice(in.position() + 2, length - 2));
      }
      in.position(in.position() + length);
      marker = next();
    }
    if (width == 0 || !hasEnd()) {
      throw new ImageFormatException("the JPEG file is cut off");
    }
    return new ImageHeader(InputFormat.JPEG, width, height, orientation);
  }

  private int next() throws ImageFormatException {
    while (in.remaining() >= 2) {
      if ((in.get() & 0xff) == 0xff) {
        int marker = in.get(in.position()) & 0xff;
        if (marker != 0xff && marker != 0) {
          in.get();
          return marker;
        }
      }
    }
    throw new ImageFormatException("the JPEG file is cut off");
  }

  /** SOF0 to SOF15, without the tables and the reserved marker between them. */
  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private boolean hasEnd() {
    for (int i = in.limit() - 2; i >= in.position(); i--) {
      if ((in.get(i) & 0xff) == 0xff && (in.get(i + 1) & 0xff) == END_OF_IMAGE) {
        return true;
      }
    }
    return false;
  }
}
