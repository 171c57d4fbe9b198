package dev.easel.calculators.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.nio.ByteBuffer;

/** Presents pixels as the image that ImageIO's writers take. */
final class RgbBufferedImage {

  private RgbBufferedImage() {}

  static BufferedImage of(ByteBuffer rgb, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    rgb.get(rgb.position(), bgr);
    for (int i = 0; i < bgr.length; i += 3) {
      byte red = bgr[i];
      bgr[i] = bgr[i + 2];
      bgr[i + 2] = red;
    }
    return image;
  }
}
