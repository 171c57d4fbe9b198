package dev.easel.http.media;

import dev.easel.calculators.media.MediaSource.Fetched;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/** An image whose memory is given back once, whoever closes it how often. */
final class HeldImage implements Fetched {
  private final ByteBuffer bytes;
  private final MediaMemory memory;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  /** An image whose bytes were taken from the memory. */
  HeldImage(byte[] bytes, MediaMemory memory) {
    this.bytes = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    this.memory = memory;
  }

  @Override
  public ByteBuffer bytes() {
    return bytes.duplicate();
  }

  @Override
  public void close() {
    if (!isClosed.getAndSet(true)) {
      memory.give(bytes.capacity());
    }
  }
}
