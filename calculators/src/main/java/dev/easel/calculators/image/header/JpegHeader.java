package dev.easel.calculators.image.header;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

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

  /** The marker of Huffman tables. */
  public static final int TABLES_HUFFMAN = 0xc4;

  /** The marker of quantization tables. */
  public static final int TABLES_QUANTIZATION = 0xdb;

  /** The marker of a restart interval. */
  public static final int RESTART_INTERVAL = 0xdd;

  /** The marker of a scan. */
  public static final int START_OF_SCAN = 0xda;

  private static final int START_OF_IMAGE = 0xd8;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int HIERARCHICAL = 0xde;

  /** The lowest bit of each of eight bytes, and the highest. */
  private static final long LOWEST_BITS = 0x0101010101010101L;

  private static final long HIGHEST_BITS = 0x8080808080808080L;

  private static final int NONE = -1;

  private static final int ADOBE_BYTES = 12;

  /** Encoders write a dozen. */
  private static final int MOST_SCANS = 100;

  /** Each scan touches every pixel: so many in all, 24 scans of the largest image. */
  private static final long MOST_WORK = 24L * 4096 * 4096;

  private static final int MOST_SEGMENTS = 4096;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final ByteBuffer in;
  private final List<Segment> segments = new ArrayList<>();
  private Optional<Orientation> orientation = Optional.empty();
  private boolean isEnded = true;
  private int width;
  private int height;
  private int scans;
  private boolean hasJfif;
  private int transform = NONE;

  /**
   * A part of the file that makes pixels: a table, the frame or a scan.
   *
   * @param marker its second byte
   * @param content what stands in it, without its marker and length
   * @param data a scan's coded pixels with the restarts between them; else nothing
   */
  public record Segment(int marker, ByteBuffer content, ByteBuffer data) {}

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

  /** What makes the pixels, in the file's order. */
  public List<Segment> segments() {
    return List.copyOf(segments);
  }

  /** Whether the file is JFIF, whose colours are always gray or YCbCr. */
  public boolean isJfif() {
    return hasJfif;
  }

  /** What Adobe's segment says of the colours: 0 for none changed, 1 for YCbCr, 2 for YCCK. */
  public OptionalInt colorTransform() {
    return transform == NONE ? OptionalInt.empty() : OptionalInt.of(transform);
  }

  private void walk() throws ImageFormatException {
    int marker = next();
    while (marker != END_OF_IMAGE) {
      int length = in.remaining() < 2 ? 0 : in.getShort(in.position()) & 0xffff;
      if (length < 2 || length > in.remaining()) {
        throw cutOff();
      }
      ByteBuffer content = in.slice(in.position() + 2, length - 2);
      readSegment(marker, content);
      in.position(in.position() + length);
      if (marker == START_OF_SCAN) {
        int start = in.position();
        int next = skipScan();
        keep(marker, content, in.slice(start, in.position() - (isEnded ? 2 : 0) - start));
        marker = next;
      } else {
        if (isKept(marker)) {
          keep(marker, content, NOTHING);
        }
        marker = next();
      }
    }
    if (scans == 0) {
      throw cutOff();
    }
  }

  private void keep(int marker, ByteBuffer content, ByteBuffer data) throws ImageFormatException {
    if (segments.size() == MOST_SEGMENTS) {
      throw new ImageFormatException("the JPEG file has more tables and scans than any picture");
    }
    segments.add(new Segment(marker, content, data));
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
    } else if (marker == APP0) {
      hasJfif |= isJfif(content);
    } else if (marker == ADOBE && isAdobe(content)) {
      transform = content.get(ADOBE_BYTES - 1) & 0xff;
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

  private static boolean isAdobe(ByteBuffer content) {
    return content.remaining() >= ADOBE_BYTES
        && content.getInt(0) == 0x41646f62
        && content.get(4) == 'e';
  }

  private static boolean isKept(int marker) {
    return switch (marker) {
      case TABLES_HUFFMAN, TABLES_QUANTIZATION, RESTART_INTERVAL -> true;
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

  /**
   * Of eight bytes that are all below 0xff none begins a marker: a large scan is passed quickly.
   */
  private int find() {
    int at = in.position();
    int end = in.limit();
    while (end - at >= 2) {
      if (end - at > Long.BYTES && !hasMarkerByte(in.getLong(at))) {
        at += Long.BYTES;
        continue;
      }
      boolean isFirst = (in.get(at) & 0xff) == 0xff;
      at++;
      int marker = in.get(at) & 0xff;
      if (isFirst && marker != 0xff && marker != 0) {
        in.position(at + 1);
        return marker;
      }
    }
    in.position(at);
    return NONE;
  }

  private static boolean hasMarkerByte(long eight) {
    return ((~eight - LOWEST_BITS) & eight & HIGHEST_BITS) != 0;
  }

  /** SOF0 to SOF15, without the tables and the reserved marker between them. */
  public static boolean isFrame(int marker) {
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
