package dev.easel.calculators.image.jpeg;

import dev.easel.calculators.image.header.ImageFormatException;
import dev.easel.calculators.image.header.JpegHeader;
import dev.easel.calculators.image.pixel.PixelSink;
import dev.easel.calculators.image.pixel.PixelSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes baseline, extended and progressive JPEG files of 8 bits.
 *
 * <p>All scans are read side by side, each a row of MCUs at a time. So even a progressive picture
 * takes memory for a few rows of blocks, whatever its height is. The samples are those of the
 * Independent JPEG Group's library.
 *
 * <p><b>Threads</b>: immutable; any thread may decode at any time.
 *
 * <p><b>Failure</b>: {@link ImageFormatException} when the file is damaged so that it tells of no
 * picture. Wrong or missing bits within a scan leave their blocks gray.
 */
public final class JpegDecoder implements PixelSource {

  /** A coefficient has 15 bits at most, and each scan that it is in adds one. */
  private static final int MOST_VISITS = 16;

  private static final int COEFFICIENTS = 64;

  private final Frame frame;
  private final Colors colors;
  private final List<Scan> scans;
  private final List<int[]> steps;
  private final boolean isEnded;
  private final Runnable check;

  /**
   * Reads every table and the head of every scan; decodes no pixel.
   *
   * @param check called before each row of MCUs of each scan, and before each row of pixels; what
   *     it throws ends the decoding
   */
  public JpegDecoder(ByteBuffer file, Runnable check) throws ImageFormatException {
    this.check = check;
    JpegHeader header = JpegHeader.read(file);
    isEnded = header.isEnded();
    frame = frame(header);
    colors = Colors.of(header, frame.components());
    Reading reading = new Reading(frame);
    for (JpegHeader.Segment segment : header.segments()) {
      reading.read(segment);
    }
    scans = List.copyOf(reading.scans);
    steps = reading.steps();
    checkWork();
  }

  private static Frame frame(JpegHeader header) throws ImageFormatException {
    for (JpegHeader.Segment segment : header.segments()) {
      if (JpegHeader.isFrame(segment.marker())) {
        return Frame.read(segment.marker(), segment.content());
      }
    }
    throw new ImageFormatException("the JPEG file is damaged: it has no frame");
  }

  /** Collects the scans with the tables that hold for them. */
  private static final class Reading {
    private final Frame frame;
    private final CodingTables tables = new CodingTables();
    private final List<Scan> scans = new ArrayList<>();
    private final int[][] steps;

    Reading(Frame frame) {
      this.frame = frame;
      steps = new int[frame.components().size()][];
    }

    void read(JpegHeader.Segment segment) throws ImageFormatException {
      switch (segment.marker()) {
        case JpegHeader.TABLES_HUFFMAN -> tables.readCodes(segment.content());
        case JpegHeader.TABLES_QUANTIZATION -> tables.readSteps(segment.content());
        case JpegHeader.RESTART_INTERVAL -> tables.readRestart(segment.content());
        case JpegHeader.START_OF_SCAN -> {
          Scan scan = Scan.read(frame, tables, segment.content(), segment.data());
          for (Scan.Part part : scan.parts()) {
            latch(part.component());
          }
          scans.add(scan);
        }
        default -> {}
      }
    }

    /** A component keeps the table that it has at its first scan. */
    private void latch(Component component) throws ImageFormatException {
      if (steps[component.index()] == null) {
        steps[component.index()] = tables.steps(component.table());
      }
    }

    List<int[]> steps() throws ImageFormatException {
      List<int[]> all = new ArrayList<>();
      for (int[] table : steps) {
        if (table == null) {
          throw new ImageFormatException("the JPEG file is damaged: a component has no scan");
        }
        all.add(table);
      }
      return all;
    }
  }

  /** The same coefficients again and again are no picture, but work. */
  private void checkWork() throws ImageFormatException {
    long work = 0;
    for (Scan scan : scans) {
      work += scan.coefficients();
    }
    if (work > MOST_VISITS * COEFFICIENTS * frame.blocks()) {
      throw new ImageFormatException(
          "the JPEG file has the same coefficients in more scans than they have bits");
    }
  }

  /** Looks through a file without an end for rows that are missing, before memory is taken. */
  public void verify() throws ImageFormatException {
    if (isEnded) {
      return;
    }
    Plane[] planes = planes();
    List<ScanDecoder> decoders = decoders(planes);
    for (int row = 0; row < frame.mcusDown(); row++) {
      decode(decoders, row);
      for (Plane plane : planes) {
        plane.forget();
      }
    }
    if (decoders.stream().anyMatch(ScanDecoder::isMissing)) {
      throw new ImageFormatException("the JPEG file is cut off");
    }
  }

  @Override
  public void decode(PixelSink sink) {
    Plane[] planes = planes();
    List<ScanDecoder> decoders = decoders(planes);
    SampleRow[] rows = new SampleRow[planes.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new SampleRow(frame, planes[i]);
    }
    PixelRows pixels = new PixelRows(frame, colors, rows, sink, check);
    for (int row = 0; row < frame.mcusDown(); row++) {
      decode(decoders, row);
      for (Plane plane : planes) {
        plane.finish(row);
      }
      pixels.emit(row - 1); // whose neighbours below are there now
    }
    pixels.emit(frame.mcusDown() - 1);
  }

  private void decode(List<ScanDecoder> decoders, int row) {
    for (ScanDecoder decoder : decoders) {
      check.run();
      decoder.decodeRow(row);
    }
  }

  private Plane[] planes() {
    Plane[] planes = new Plane[steps.size()];
    for (int i = 0; i < planes.length; i++) {
      planes[i] = new Plane(frame.components().get(i), steps.get(i));
    }
    return planes;
  }

  private List<ScanDecoder> decoders(Plane[] planes) {
    return scans.stream().map(scan -> new ScanDecoder(scan, frame, planes)).toList();
  }
}
