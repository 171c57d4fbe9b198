package dev.easel.calculators.generate.simulation;

import dev.easel.calculators.model.Resolution;
import dev.easel.calculators.task.ImageTask;
import dev.easel.picture.RgbImages;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * Images of a disk on a plain ground, in colours that follow from prompt and seed, out of noise.
 */
final class SimulatedImages {

  private static final int COLOURS = 1 << 24;
  private static final int BYTE = 0xff;

  private final ImageTask task;
  private final Resolution size;
  private final Runnable check;

  /**
   * A task's images.
   *
   * @param check called before each row; what it throws ends the painting
   */
  SimulatedImages(ImageTask task, Resolution size, Runnable check) {
    this.task = task;
    this.size = size;
    this.check = check;
  }

  /** All images of the task; {@code done} says how far from noise (0) to finished (1). */
  RgbImages paint(double done) {
    RgbImages images = RgbImages.allocate(task.count(), size.height(), size.width());
    for (int i = 0; i < task.count(); i++) {
      paint(images.image(i), task.seed() + i, done);
    }
    return images;
  }

  private void paint(ByteBuffer pixels, long seed, double done) {
    SplittableRandom random = new SplittableRandom(seed * 31 + task.prompts().prompt().hashCode());
    int ground = random.nextInt(COLOURS);
    int disk = random.nextInt(COLOURS);
    long radius = Math.min(size.width(), size.height()) / 3L;
    byte[] row = new byte[size.width() * 3];
    for (int y = 0; y < size.height(); y++) {
      check.run();
      long dy = y - size.height() / 2L;
      for (int x = 0; x < size.width(); x++) {
        long dx = x - size.width() / 2L;
        int colour = dx * dx + dy * dy < radius * radius ? disk : ground;
        int noise = done < 1 ? random.nextInt(COLOURS) : 0;
        for (int c = 0; c < 3; c++) {
          int shift = 16 - 8 * c;
          row[x * 3 + c] =
              (byte) ((colour >> shift & BYTE) * done + (noise >> shift & BYTE) * (1 - done));
        }
      }
      pixels.put(row);
    }
  }
}
