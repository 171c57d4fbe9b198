package dev.easel.calculators.image.header;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Walks the markers of a JPEG file (ITU T.81, annex B), all of them: its one frame, the number of
 * its scans and its end are known before a decoder sees it, and a decoder sees only what makes
 * pixels. Thumbnails, colour profiles and comments are left out; of metadata only the orientation
 * is read, here.
 */
public final class JpegHeader {

  private static final int APP0 = 0xe0;
  private static final int EXIF = 0xe1;
  private static final int ADOBE = 0xee;
  private static final int TABLES_HUFFMAN = 0xc4;
  private static final int TABLES_QUANTIZATION = 0xdb;
  private static final int RESTART_INTERVAL = 0xdd;
  private static final int START_OF_SCAN = 0xda;
  private static final int START_OF_IMAGE = 0xd8;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int HIERARCHICAL = 0xde;

  private static final int NONE = -1;

  private static final int ADOBE_BYTES = 14;

  /** Says that colours are JFIF's, and has no thumbnail. */
  private static final byte[] JFIF = {
    (byte) 0xff, (byte) APP0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0
  };

  private static final byte[] START = {(byte) 0xff, (byte) START_OF_IMAGE};
  private static final byte[] END = {(byte) 0xff, (byte) END_OF_IMAGE};

  /** Encoders write a dozen. */
  private static final int MOST_SCANS = 100;

  /** Each scan touches every pixel: so many in all, 24 scans of the largest image. */
  private static final long MOST_WORK = 24L * 4096 * 4096;

  private static final int MOST_PIECES = 4096;

  private final ByteBuffer in;
  private final List<ByteBuffer> pieces = new ArrayList<>();
  private Optional<Orientation> orientation = Optional.empty();
  private boolean isEnded = true;
  private int width;
  private int height;
  private int scans;
  private boolean hasJfif;

  private JpegHeader(ByteBuffer in) {
    this.in = in;
  }

  /**
   * Walks a whole file.
   *
   * @throws ImageFormatException when it is cut off, of a kind that is not read, or costs too much
   */
  public static JpegHeader read(ByteBuffer file) throws ImageFormatException {
    ByteBuffer in = file.slice();
    in.position(2);
    JpegHeader header = new JpegHeader(in);
    header.walk();
    return header;
  }

  ImageHeader toImageHeader() {
    return new ImageHeader(
        InputFormat.JPEG, width, height, orientation.orElse(Orientation.UPRIGHT));
  }

  /** Whether the file says where its picture ends; else its rows may not all be there. */
  public boolean isEnded() {
    return isEnded;
  }

  /** A JPEG file of the same pixels and nothing else, piece by piece. */
  public List<ByteBuffer> pieces() {
    return List.copyOf(pieces);
  }

  private void walk() throws ImageFormatException {
    keep(ByteBuffer.wrap(START));
    int marker = next();
    while (marker != END_OF_IMAGE) {
      int start = in.position() - 2;
      int length = in.remaining() < 2 ? 0 : in.getShort(in.position()) & 0xffff;
      if (length < 2 || length > in.remaining()) {
        throw cutOff();
      }
      readSegment(marker, in.slice(in.position() + 2, length - 2));
      in.position(in.position() + length);
      if (marker == START_OF_SCAN) {
        marker = skipScan();
        keep(in.slice(start, in.position() - (isEnded ? 2 : 0) - start));
      } else {
        if (isKept(marker, length)) {
          keep(in.slice(start, in.position() - start));
        }
        marker = next();
      }
    }
    if (scans == 0) {
      throw cutOff();
    }
    keep(ByteBuffer.wrap(END));
  }

  private void keep(ByteBuffer piece) throws ImageFormatException {
    if (pieces.size() == MOST_PIECES) {
      throw new ImageFormatException("the JPEG file has more tables and scans than any picture");
    }
    pieces.add(piece);
  }

  private void readSegment(int marker, ByteBuffer content) throws ImageFormatException {
    if (isFrame(marker)) {
      readFrame(marker, content);
    } else if (marker == START_OF_SCAN) {
      countScan();
    } else if (marker == EXIF && orientation.isEmpty()) {
      orientation = Exif.inSegment(content); // XMP and others use the same marker
    } else if (marker == HIERARCHICAL) {
      throw unusual("hierarchical");
    } else if (marker == START_OF_IMAGE) {
      throw damaged("a picture begins within it");
    } else if (marker == APP0 && !hasJfif && isJfif(content)) {
      hasJfif = true;
      keep(ByteBuffer.wrap(JFIF));
    }
  }

  private void readFrame(int marker, ByteBuffer content) throws ImageFormatException {
    if (width != 0) {
      throw damaged("it has two frames");
    }
    if (marker > 0xc2) {
      throw unusual(marker == 0xc3 ? "lossless" : "arithmetic-coded or differential");
    }
    int components = content.remaining() < 6 ? 0 : content.get(5) & 0xff;
    boolean isRead = components == 1 || components == 3 || components == 4;
    if (!isRead || content.remaining() != 6 + 3 * components) {
      throw damaged("its frame has no 1, 3 or 4 components");
    }
    if (content.get(0) != 8) {
      throw unusual((content.get(0) & 0xff) + "-bit");
    }
    height = content.getShort(1) & 0xffff;
    width = content.getShort(3) & 0xffff;
    if (width == 0 || height == 0) {
      throw damaged("its frame has no size");
    }
  }

  private void countScan() throws ImageFormatException {
    if (width == 0) {
      throw damaged("a scan comes before its frame");
    }
    scans++;
    if (scans > MOST_SCANS
        || (long) scans * width * height > Math.max(MOST_WORK, 3L * width * height)) {
      throw new ImageFormatException(
          "the JPEG file has %d scans or more over %dx%d pixels, far more than a picture needs"
              .formatted(scans, width, height));
    }
  }

  private static boolean isJfif(ByteBuffer content) {
    return content.remaining() >= 5 && content.getInt(0) == 0x4a464946 && content.get(4) == 0;
  }

  private static boolean isKept(int marker, int length) {
    return switch (marker) {
      case TABLES_HUFFMAN, TABLES_QUANTIZATION, RESTART_INTERVAL -> true;
      case ADOBE -> length == ADOBE_BYTES;
      default -> isFrame(marker);
    };
  }

  /**
   * The marker behind a scan's bytes, in which 0xff is stuffed by 0 and restarts are counted. At
   * the end of the file that is the picture's end: whether its rows are all there, its decoder
   * tells.
   */
  private int skipScan() {
    int marker = find();
    while (marker >= 0xd0 && marker <= 0xd7) {
      marker = find();
    }
    if (marker == NONE) {
      isEnded = false;
      in.position(in.limit());
      return END_OF_IMAGE;
    }
    return marker;
  }

  private int next() throws ImageFormatException {
    int marker = find();
    if (marker == NONE) {
      throw cutOff();
    }
    return marker;
  }

  private int find() {
    while (in.remaining() >= 2) {
      if ((in.get() & 0xff) == 0xff) {
        int marker = in.get(in.position()) & 0xff;
        if (marker != 0xff && marker != 0) {
          in.get();
          return marker;
        }
      }
    }
    return NONE;
  }

  /** SOF0 to SOF15, without the tables and the reserved marker between them. */
  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private static ImageFormatException cutOff() {
    return new ImageFormatException("the JPEG file is cut off");
  }

  private static ImageFormatException damaged(String why) {
    return new ImageFormatException("the JPEG file is damaged: " + why);
  }

  private static ImageFormatException unusual(String kind) {
    return new ImageFormatException(
        "the JPEG file is " + kind + "; send a baseline or progressive one of 8 bits");
  }
}
