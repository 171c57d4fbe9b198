package dev.easel.bench.door;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One connection of {@link Load}. */
final class Client {
  private static final byte[] OK = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);
  private static final int MOST_BYTES = 64 << 10;

  final SocketChannel channel;
  private final Question question;
  private final ByteBuffer request;
  private final ByteBuffer answer = ByteBuffer.allocateDirect(MOST_BYTES);
  private final byte[] seen = new byte[MOST_BYTES];
  @Nullable SelectionKey key;
  long askedNanos;

  Client(SocketChannel channel, Question question) {
    this.channel = channel;
    this.question = question;
    byte[] bytes = question.bytes;
    request = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  void ask() throws IOException {
    askedNanos = System.nanoTime();
    request.rewind();
    write();
  }

  void write() throws IOException {
    channel.write(request);
    SelectionKey own = key;
    if (own != null) {
      int wanted =
          request.hasRemaining()
              ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
              : SelectionKey.OP_READ;
      if (own.interestOps() != wanted) {
        own.interestOps(wanted);
      }
    }
  }

  /** Reads what has come; whether that is a whole answer, which it checks. */
  boolean hasAnswer() throws IOException {
    if (channel.read(answer) < 0) {
      throw new IOException("the server has closed a connection");
    }
    int size = answer.position();
    answer.get(0, seen, 0, size);
    int head = endOfHead(size);
    byte[] wanted = question.answer;
    if (head < 0 || size < head + wanted.length) {
      return false;
    }
    if (size > head + wanted.length
        || !Load.isEqual(seen, 0, OK)
        || !Load.isEqual(seen, head, wanted)) {
      throw new IOException("a wrong answer: " + new String(seen, 0, size, StandardCharsets.UTF_8));
    }
    answer.clear();
    return true;
  }

  private int endOfHead(int size) {
    for (int i = 3; i < size; i++) {
      if (seen[i] == '\n' && seen[i - 1] == '\r' && seen[i - 2] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }
}
