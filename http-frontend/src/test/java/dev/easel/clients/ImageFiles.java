package dev.easel.clients;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** The images that the clients send, and how the tests look at those that come back. */
final class ImageFiles {
  static final int SIZE = 256;

  private ImageFiles() {}

  /**
   * A red disk on white as {@code image.png}, and its right half to be repainted as {@code
   * mask.png}.
   */
  static void write(Path folder) throws IOException {
    BufferedImage image = filled(Color.WHITE);
    Graphics2D disk = image.createGraphics();
    disk.setColor(new Color(220, 30, 30));
    disk.fillOval(64, 64, 128, 128);
    disk.dispose();
    ImageIO.write(image, "png", folder.resolve("image.png").toFile());
    BufferedImage mask = filled(Color.BLACK);
    Graphics2D repaint = mask.createGraphics();
    repaint.setColor(Color.WHITE);
    repaint.fillRect(SIZE / 2, 0, SIZE / 2, SIZE);
    repaint.dispose();
    ImageIO.write(mask, "png", folder.resolve("mask.png").toFile());
  }

  private static BufferedImage filled(Color color) {
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(color);
    graphics.fillRect(0, 0, SIZE, SIZE);
    graphics.dispose();
    return image;
  }

  /** Reads an image; fails when it is none. */
  static BufferedImage read(Path file) throws IOException {
    BufferedImage image = ImageIO.read(file.toFile());
    if (image == null) {
      throw new AssertionError(file + " is no picture");
    }
    return image;
  }

  /** Whether the pixel in the middle is much redder than it is green or blue. */
  static boolean isRedInTheMiddle(BufferedImage image) {
    Color middle = new Color(image.getRGB(image.getWidth() / 2, image.getHeight() / 2));
    return middle.getRed() > 150 && middle.getGreen() < 110 && middle.getBlue() < 110;
  }

  /** The first bytes tell the format. */
  static String format(byte[] file) {
    if (file[0] == (byte) 0x89 && file[1] == 'P') {
      return "png";
    }
    if (file[0] == (byte) 0xff && file[1] == (byte) 0xd8) {
      return "jpeg";
    }
    return file[0] == 'R' && file[8] == 'W' ? "webp" : "unknown";
  }
}
