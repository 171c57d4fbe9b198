package dev.easel.genai.worker.wire;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/**
 * Messages over a socket, each after its length.
 *
 * <p>The socket never waits by itself: whoever has to wait does so at a selector, which an
 * interrupt ends without closing anything. So any thread may send, also one that is interrupted,
 * and a message needs no other thread to be sent.
 *
 * <p><b>Threads</b>: one at a time receives, any send. A sender waits when the other side does not
 * read, until it does or somebody closes the channel.
 *
 * <p><b>Ownership</b>: closes the socket.
 *
 * <p><b>Failure</b>: {@link IOException} when the other side is gone, or says what is no message.
 */
public final class MessageChannel implements AutoCloseable {
  private static final int USUAL_BYTES = 8 << 10;

  private final SocketChannel socket;
  private final Selector readable;
  private final Selector writable;
  private final Object sending = new Object();
  private final ByteBuffer out = ByteBuffer.allocateDirect(USUAL_BYTES);

  /** What was read of the messages that follow, from its position to its limit. */
  private final ByteBuffer in = ByteBuffer.allocateDirect(USUAL_BYTES).limit(0);

  private MessageChannel(SocketChannel socket, Selector readable, Selector writable) {
    this.socket = socket;
    this.readable = readable;
    this.writable = writable;
  }

  /** A channel over a connected socket, which it closes, also when this fails. */
  public static MessageChannel over(SocketChannel socket) throws IOException {
    Selector readable = null;
    try {
      socket.configureBlocking(false);
      readable = Selector.open();
      socket.register(readable, SelectionKey.OP_READ);
      Selector writable = Selector.open();
      MessageChannel channel = new MessageChannel(socket, readable, writable);
      socket.register(writable, SelectionKey.OP_WRITE);
      return channel;
    } catch (IOException e) {
      socket.close();
      if (readable != null) {
        readable.close();
      }
      throw e;
    }
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
      socket.write(buffer);
      if (buffer.hasRemaining()) {
        writeRest(buffer);
      }
    }
  }

  private static ByteBuffer longer(int bytes) {
    return ByteBuffer.allocate(Integer.BYTES + bytes);
  }

  /** Half a message would be the end of the connection: an interrupt waits until it is whole. */
  private void writeRest(ByteBuffer buffer) throws IOException {
    boolean wasInterrupted = false;
    try {
      while (buffer.hasRemaining()) {
        await(writable);
        wasInterrupted |= Thread.interrupted();
        socket.write(buffer);
      }
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void await(Selector selector) throws IOException {
    try {
      selector.select(key -> {});
    } catch (ClosedSelectorException e) {
      throw new IOException("the connection was closed", e);
    }
  }

  /**
   * Waits for a message; empty when the other side has closed the socket. What is in the buffer is
   * overwritten by the next message.
   */
  public Optional<ByteBuffer> receive() throws IOException {
    if (!fill(Integer.BYTES)) {
      return Optional.empty();
    }
    int bytes = in.getInt();
    if (bytes < 0 || bytes > Protocol.MOST_MESSAGE_BYTES) {
      throw new IOException("a message of " + bytes + " bytes");
    }
    if (bytes > in.capacity()) {
      return Optional.of(receiveLong(bytes));
    }
    if (!fill(bytes)) {
      throw wentAway();
    }
    ByteBuffer message = in.slice(in.position(), bytes);
    in.position(in.position() + bytes);
    return Optional.of(message);
  }

  private ByteBuffer receiveLong(int bytes) throws IOException {
    ByteBuffer message = ByteBuffer.allocate(bytes);
    message.put(in);
    while (message.hasRemaining()) {
      if (read(message) < 0) {
        throw wentAway();
      }
    }
    return message.flip();
  }

  /** Has so many bytes there; false when nothing at all came before the end. */
  private boolean fill(int bytes) throws IOException {
    if (in.remaining() >= bytes) {
      return true;
    }
    in.compact();
    while (in.position() < bytes) {
      if (read(in) < 0) {
        if (in.position() == 0) {
          in.flip();
          return false;
        }
        throw wentAway();
      }
    }
    in.flip();
    return true;
  }

  /** As {@link SocketChannel#read}, but waits until there is something. */
  private int read(ByteBuffer buffer) throws IOException {
    int read = socket.read(buffer);
    while (read == 0) {
      await(readable);
      read = socket.read(buffer);
    }
    return read;
  }

  /** Has the other side receive no more than what was sent; it can still be heard. */
  public void hangUp() throws IOException {
    socket.shutdownOutput();
  }

  private static IOException wentAway() {
    return new IOException("the other side went away within a message");
  }

  @Override
  public void close() throws IOException {
    try (readable;
        writable) {
      socket.close();
    }
  }
}
