package dev.easel.bench.image;

import com.pngencoder.PngEncoder;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time and size of one PNG file. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PngBenchmark {
  /** Who encodes. */
  public enum Encoder {
    /** The JDK's own with its defaults. */
    IMAGE_IO,
    /** com.pngencoder, on one thread as the others. */
    PNG_ENCODER,
    /** What the server uses. */
    EASEL
  }

  /** The size of the file that came out last. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Size {
    /** In bytes. */
    public long fileBytes;

    /** Made by JMH. */
    public Size() {}
  }

  /** What the image shows. */
  @Param public Subject subject = Subject.SHAPES;

  /** Width and height. */
  @Param({"512", "1024"})
  public int side;

  /** Who encodes. */
  @Param public Encoder encoder = Encoder.EASEL;

  private ByteBuffer rgb = ByteBuffer.allocate(0);
  private BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_3BYTE_BGR);

  /** Made by JMH. */
  public PngBenchmark() {}

  /** Makes the image, in native memory for Easel and as Java's image for the others. */
  @Setup(Level.Trial)
  public void makePicture() throws IOException {
    byte[] pixels = subject.pixels(side);
    rgb = ByteBuffer.allocateDirect(pixels.length).put(pixels).flip();
    image = new BufferedImage(side, side, BufferedImage.TYPE_3BYTE_BGR);
    byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < bgr.length; i++) {
      bgr[i] = pixels[i - i % 3 + 2 - i % 3];
    }
  }

  /** Encodes. */
  @Benchmark
  public Object encode(Size size) throws IOException {
    return switch (encoder) {
      case IMAGE_IO -> {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        size.fileBytes = out.size();
        yield out;
      }
      case PNG_ENCODER -> {
        byte[] file =
            new PngEncoder()
                .withBufferedImage(image)
                .withMultiThreadedCompressionEnabled(false)
                .toBytes();
        size.fileBytes = file.length;
        yield file;
      }
      case EASEL -> {
        var file =
            new dev.easel.calculators.image.png.PngEncoder()
                .encode(rgb, side, side, Optional.empty());
        size.fileBytes = file.stream().mapToLong(ByteBuffer::remaining).sum();
        yield file;
      }
    };
  }
}
