package dev.easel.calculators.image;

import com.luciad.imageio.webp.WebPImageWriterSpi;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Small files that cost much where a header is believed. */
final class HostileImages {

  private static final int SIDE = 4096;

  private HostileImages() {}

  /** A screen of 16 x 16 with a picture of 46340 x 46340. */
  static byte[] gifOutside() {
    return gif(16, 46340, new byte[] {2, 2, 0x4c, 1, 0, 0x3b});
  }

  /** A large picture of a few codes. */
  static byte[] gifWithoutPixels() {
    return gif(SIDE, SIDE, new byte[] {2, 2, 0x4c, 1, 0, 0x3b});
  }

  /** Codes that forget the table, block after block, and no pixel. */
  static byte[] gifOfClears(int blocks) {
    byte[] data = new byte[2 + 256 * blocks];
    data[0] = 2;
    byte[] clears = {0x24, 0x49, (byte) 0x92}; // 4 in each three bits
    for (int block = 0; block < blocks; block++) {
      int at = 1 + 256 * block;
      data[at] = (byte) 255;
      for (int i = 0; i < 255; i++) {
        data[at + 1 + i] = clears[i % 3];
      }
    }
    return gif(SIDE, SIDE, data);
  }

  private static byte[] gif(int screen, int side, byte[] data) {
    return ByteBuffer.allocate(13 + 12 + 10 + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("GIF89a".getBytes(StandardCharsets.US_ASCII))
        .putShort((short) screen)
        .putShort((short) screen)
        .put(new byte[] {(byte) 0x81, 0, 0})
        .put(new byte[12])
        .put((byte) 0x2c)
        .putShort((short) 0)
        .putShort((short) 0)
        .putShort((short) side)
        .putShort((short) side)
        .put((byte) 0)
        .put(data)
        .array();
  }

  /** A bitmap whose header says that 2 GiB of pixels follow. */
  static byte[] bmp(int coding, int bits) {
    int side = coding == 1 ? SIDE : 16;
    return ByteBuffer.allocate(14 + 40 + 1024 + 4 + (coding == 1 ? side : side * 4))
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("BM".getBytes(StandardCharsets.US_ASCII))
        .putInt(Integer.MAX_VALUE)
        .putInt(0)
        .putInt(14 + 40 + 1024)
        .putInt(40)
        .putInt(side)
        .putInt(side)
        .putShort((short) 1)
        .putShort((short) bits)
        .putInt(coding)
        .putInt(0x7ffffff0)
        .array();
  }

  /** An animation of 16 x 16 with a first frame of 16383 x 16383. */
  static byte[] webpOutside() {
    byte[] lossless = {0x2f, (byte) 0xfe, (byte) 0xbf, (byte) 0xff, 0x0f, 7, 0x50, 0};
    return ByteBuffer.allocate(12 + 18 + 14 + 8 + 16 + 8 + lossless.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("RIFF".getBytes(StandardCharsets.US_ASCII))
        .putInt(4 + 18 + 14 + 8 + 16 + 8 + lossless.length)
        .put("WEBPVP8X".getBytes(StandardCharsets.US_ASCII))
        .putInt(10)
        .put(new byte[] {2, 0, 0, 0, 15, 0, 0, 15, 0, 0})
        .put("ANIM".getBytes(StandardCharsets.US_ASCII))
        .putInt(6)
        .put(new byte[6])
        .put("ANMF".getBytes(StandardCharsets.US_ASCII))
        .putInt(16 + 8 + lossless.length)
        .put(new byte[] {0, 0, 0, 0, 0, 0, (byte) 0xfe, 0x3f, 0, (byte) 0xfe, 0x3f, 0, 10, 0, 0, 0})
        .put("VP8L".getBytes(StandardCharsets.US_ASCII))
        .putInt(lossless.length)
        .put(lossless)
        .array();
  }

  /** A canvas of 16 x 16 around a large picture. */
  static byte[] webpOtherSize(byte[] webp) {
    ByteBuffer file = ByteBuffer.allocate(webp.length + 18).order(ByteOrder.LITTLE_ENDIAN);
    file.put(webp, 0, 4).putInt(webp.length + 18 - 8).put(webp, 8, 4);
    file.put("VP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10);
    file.put(new byte[] {0, 0, 0, 0, 15, 0, 0, 15, 0, 0});
    return file.put(webp, 12, webp.length - 12).array();
  }

  /** The same picture as the first frame of an animation, at 2, 4 on a canvas of a larger size. */
  static byte[] animated(byte[] webp, int width, int height) {
    int imageBytes = webp.length - 12;
    ByteBuffer file = ByteBuffer.allocate(12 + 18 + 14 + 8 + 16 + imageBytes);
    file.order(ByteOrder.LITTLE_ENDIAN).put(webp, 0, 4).putInt(file.capacity() - 8).put(webp, 8, 4);
    file.put("VP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10);
    file.put(new byte[] {2, 0, 0, 0, (byte) (width + 9), 0, 0, (byte) (height + 9), 0, 0});
    file.put("ANIM".getBytes(StandardCharsets.US_ASCII)).putInt(6).put(new byte[6]);
    file.put("ANMF".getBytes(StandardCharsets.US_ASCII)).putInt(16 + imageBytes);
    file.put(new byte[] {1, 0, 0, 2, 0, 0});
    file.put(new byte[] {(byte) (width - 1), 0, 0, (byte) (height - 1), 0, 0, 10, 0, 0, 0});
    return file.put(webp, 12, imageBytes).array();
  }

  static byte[] losslessWebp(BufferedImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageWriter writer = new WebPImageWriterSpi().createWriterInstance(null);
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionType("Lossless");
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), param);
      writer.dispose();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A progressive picture whose last scan comes again and again. */
  static byte[] scans(int count) {
    byte[] file = progressive(new BufferedImage(SIDE / 4, SIDE / 4, BufferedImage.TYPE_INT_RGB));
    int scan = file.length - 3;
    while ((file[scan] & 0xff) != 0xff || (file[scan + 1] & 0xff) != 0xda) {
      scan--;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(file, 0, file.length - 2);
    for (int i = 0; i < count; i++) {
      out.write(file, scan, file.length - 2 - scan);
    }
    out.write(file, file.length - 2, 2);
    return out.toByteArray();
  }

  static byte[] progressive(BufferedImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  /** The second frame says that the picture is large. */
  static byte[] twoFrames(byte[] jpeg) {
    int frame = frame(jpeg);
    int length = 2 + ((jpeg[frame + 2] & 0xff) << 8 | (jpeg[frame + 3] & 0xff));
    byte[] file = new byte[jpeg.length + length];
    System.arraycopy(jpeg, 0, file, 0, frame + length);
    System.arraycopy(jpeg, frame, file, frame + length, jpeg.length - frame);
    Arrays.fill(file, frame + length + 5, frame + length + 9, (byte) 0x7f);
    return file;
  }

  static byte[] bits(byte[] jpeg) {
    byte[] file = jpeg.clone();
    file[frame(jpeg) + 4] = 12;
    return file;
  }

  private static int frame(byte[] jpeg) {
    int at = 2;
    while ((jpeg[at + 1] & 0xfe) != 0xc0) {
      at += 2 + ((jpeg[at + 2] & 0xff) << 8 | (jpeg[at + 3] & 0xff));
    }
    return at;
  }

  /** Empty pieces of pixels without end before those that are there. */
  static byte[] chunks(byte[] png) {
    byte[] empty = {0, 0, 0, 0, 'I', 'D', 'A', 'T', 0x35, (byte) 0xaf, 6, 0x1e};
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(png, 0, 33);
    for (int i = 0; i < 60_000; i++) {
      out.writeBytes(empty);
    }
    out.write(png, 33, png.length - 33);
    return out.toByteArray();
  }
}
