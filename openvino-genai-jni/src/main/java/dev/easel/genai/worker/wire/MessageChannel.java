package dev.easel.genai.worker.wire;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/**
 * Messages over a socket, each after its length.
 *
 * <p><b>Threads</b>: one receives, any send.
 *
 * <p><b>Ownership</b>: closes the socket. An interrupted thread closes it too, as channels do: only
 * threads that nobody interrupts may come here.
 *
 * <p><b>Failure</b>: {@link IOException} when the other side is gone, or says what is no message.
 */
public final class MessageChannel implements AutoCloseable {
  private static final int USUAL_BYTES = 8 << 10;

  private final SocketChannel socket;
  private final Object sending = new Object();
  private final ByteBuffer out = ByteBuffer.allocateDirect(USUAL_BYTES);
  private final ByteBuffer length = ByteBuffer.allocateDirect(Integer.BYTES);
  private final ByteBuffer in = ByteBuffer.allocateDirect(USUAL_BYTES);

  /** A channel over a connected socket that waits. */
  public MessageChannel(SocketChannel socket) {
    this.socket = socket;
  }

  /** Refuses a message that is too long to be sent. */
  public static void checkLength(int bytes) {
    if (bytes > Protocol.MOST_MESSAGE_BYTES) {
      throw new IllegalArgumentException(
          "the prompts are too long: %d bytes, at most %d"
              .formatted(bytes, Protocol.MOST_MESSAGE_BYTES));
    }
  }

  /** Sends a message. */
  public void send(MessageLite message) throws IOException {
    int bytes = message.getSerializedSize();
    checkLength(bytes);
    synchronized (sending) {
      ByteBuffer buffer = Integer.BYTES + bytes <= out.capacity() ? out : longer(bytes);
      buffer.clear().putInt(bytes);
      buffer.limit(Integer.BYTES + bytes);
      CodedOutputStream coded = CodedOutputStream.newInstance(buffer);
      message.writeTo(coded);
      coded.flush();
      buffer.flip().limit(Integer.BYTES + bytes);
      while (buffer.hasRemaining()) {
        socket.write(buffer);
      }
    }
  }

  private static ByteBuffer longer(int bytes) {
    return ByteBuffer.allocate(Integer.BYTES + bytes);
  }

  /**
   * Waits for a message; empty when the other side has closed the socket. What is in the buffer is
   * overwritten by the next message.
   */
  public Optional<ByteBuffer> receive() throws IOException {
    length.clear();
    if (!fill(length)) {
      return Optional.empty();
    }
    int bytes = length.flip().getInt();
    if (bytes < 0 || bytes > Protocol.MOST_MESSAGE_BYTES) {
      throw new IOException("a message of " + bytes + " bytes");
    }
    ByteBuffer buffer = bytes <= in.capacity() ? in : ByteBuffer.allocate(bytes);
    buffer.clear().limit(bytes);
    if (!fill(buffer)) {
      throw new IOException("the other side went away within a message");
    }
    return Optional.of(buffer.flip());
  }

  /** False when nothing at all came before the end. */
  private boolean fill(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (socket.read(buffer) < 0) {
        if (buffer.position() == 0) {
          return false;
        }
        throw new IOException("the other side went away within a message");
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
