package dev.easel.http.framing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Stands before the HTTP codec and hands it only bytes of requests whose framing can be read in one
 * way; extensions of chunks and trailers end here. In place of a head that cannot, it hands on a
 * request whose decoder result is a {@link FramingException}, in place of the rest of such a body a
 * last content with one; then it is deaf.
 *
 * <p><b>Threads</b>: the event loop of the channel.
 */
public final class FramingGuard extends ByteToMessageDecoder {

  /** Longer than a size of chunk and some extensions need. */
  private static final int MOST_CHUNK_LINE = 4096;

  /** Of all chunks of a body; what is no content is not limited by the body's own limit. */
  private static final long MOST_EXTENSION_BYTES = 16 << 10;

  private static final int LONGEST_PLAIN_SIZE = 10;

  private final int maxLine;
  private final int maxHead;
  private State state = State.HEAD;
  private HeadCheck head = new HeadCheck();

  /** Where the line begins that is being read, and how far it was looked through. */
  private int lineStart;

  private int scanned;
  private boolean isAfterEmptyLine;
  private long left;
  private long extensionBytes;

  private enum State {
    HEAD,
    BODY,
    CHUNK_LINE,
    CHUNK,
    CHUNK_END,
    TRAILER,
    BROKEN
  }

  /** A guard that accepts request lines and whole heads of so many bytes. */
  public FramingGuard(int maxLine, int maxHead) {
    this.maxLine = maxLine;
    this.maxHead = maxHead;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    try {
      read(in, out);
    } catch (FramingException e) {
      out.add(state == State.HEAD ? brokenHead(e) : brokenBody(e));
      state = State.BROKEN;
      in.skipBytes(in.readableBytes());
    }
  }

  private static HttpRequest brokenHead(FramingException e) {
    HttpRequest broken = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
    broken.setDecoderResult(DecoderResult.failure(e));
    return broken;
  }

  private static LastHttpContent brokenBody(FramingException e) {
    LastHttpContent broken = new DefaultLastHttpContent();
    broken.setDecoderResult(DecoderResult.failure(e));
    return broken;
  }

  private void read(ByteBuf in, List<Object> out) {
    switch (state) {
      case HEAD -> readHead(in, out);
      case BODY -> {
        pass(in, out);
        if (left == 0) {
          state = State.HEAD;
        }
      }
      case CHUNK_LINE -> readChunkLine(in, out);
      case CHUNK -> {
        pass(in, out);
        if (left == 0) {
          state = State.CHUNK_END;
        }
      }
      case CHUNK_END -> readChunkEnd(in, out);
      case TRAILER -> readTrailer(in, out);
      case BROKEN -> in.skipBytes(in.readableBytes());
    }
  }

  private void pass(ByteBuf in, List<Object> out) {
    int count = (int) Math.min(left, in.readableBytes());
    left -= count;
    out.add(in.readRetainedSlice(count));
  }

  private void readHead(ByteBuf in, List<Object> out) {
    while (true) {
      int limit = lineStart == 0 ? maxLine : maxHead;
      int end = endOfLine(in, limit);
      if (end < 0) {
        return;
      }
      boolean isEmpty = end == lineStart;
      if (isEmpty && lineStart == 0) {
        skipEmptyLine(in);
      } else if (isEmpty) {
        long body = head.bodyBytes();
        out.add(in.readRetainedSlice(end + 2));
        begin(body);
        return;
      } else {
        head.accept(text(in, lineStart, end));
        lineStart = end + 2;
      }
    }
  }

  /** One empty line before a request is what some clients leave after a body. */
  private void skipEmptyLine(ByteBuf in) {
    if (isAfterEmptyLine) {
      throw FramingException.malformed(
          "this is not an HTTP/1.1 request; its first line must be like 'GET / HTTP/1.1'");
    }
    isAfterEmptyLine = true;
    in.skipBytes(2);
    scanned = 0;
  }

  private void begin(long body) {
    head = new HeadCheck();
    isAfterEmptyLine = false;
    extensionBytes = 0;
    restart();
    left = Math.max(0, body);
    if (body == HeadCheck.CHUNKED) {
      state = State.CHUNK_LINE;
    } else if (body > 0) {
      state = State.BODY;
    }
  }

  private void restart() {
    lineStart = 0;
    scanned = 0;
  }

  /**
   * Where the line that is being read ends, counted from the reader's index; -1 when its end has
   * not come yet.
   */
  private int endOfLine(ByteBuf in, int limit) {
    int from = in.readerIndex() + scanned;
    int feed = in.indexOf(from, in.writerIndex(), (byte) '\n');
    int seen = (feed < 0 ? in.writerIndex() : feed + 1) - in.readerIndex();
    if (seen > limit) {
      throw tooLong();
    }
    scanned = seen;
    if (feed < 0) {
      return -1;
    }
    int end = feed - in.readerIndex() - 1;
    if (end < lineStart || in.getByte(in.readerIndex() + end) != '\r') {
      throw FramingException.malformed("a line ends with a line feed alone; it must be CR LF");
    }
    return end;
  }

  private FramingException tooLong() {
    if (state == State.HEAD) {
      return lineStart == 0
          ? new FramingException(414, "the request line is too long")
          : new FramingException(431, "the request's headers are too large");
    }
    return FramingException.malformed("the body's chunks are malformed: a line is too long");
  }

  private static String text(ByteBuf in, int start, int end) {
    return in.toString(in.readerIndex() + start, end - start, StandardCharsets.ISO_8859_1);
  }

  private void readChunkLine(ByteBuf in, List<Object> out) {
    int end = endOfLine(in, MOST_CHUNK_LINE);
    if (end < 0) {
      return;
    }
    left = ChunkLine.size(text(in, 0, end));
    extensionBytes += Math.max(0, end - LONGEST_PLAIN_SIZE);
    if (extensionBytes > MOST_EXTENSION_BYTES) {
      throw FramingException.malformed("the body's chunks have too many extensions");
    }
    in.skipBytes(end + 2);
    // Nobody behind reads extensions, so nobody reads them in another way.
    out.add(ascii(Long.toHexString(left) + "\r\n"));
    restart();
    state = left == 0 ? State.TRAILER : State.CHUNK;
  }

  private static ByteBuf ascii(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }

  private void readChunkEnd(ByteBuf in, List<Object> out) {
    if (in.readableBytes() < 2) {
      return;
    }
    if (in.getShort(in.readerIndex()) != 0x0d0a) {
      throw FramingException.malformed(
          "the body's chunks are malformed: one is longer or shorter than its size says");
    }
    out.add(in.readRetainedSlice(2));
    state = State.CHUNK_LINE;
  }

  private void readTrailer(ByteBuf in, List<Object> out) {
    for (int end = endOfLine(in, maxHead); end >= 0; end = endOfLine(in, maxHead)) {
      if (end == lineStart) {
        in.skipBytes(end + 2);
        out.add(ascii("\r\n"));
        restart();
        state = State.HEAD;
        return;
      }
      HeaderLine.of(text(in, lineStart, end));
      lineStart = end + 2;
    }
  }
}
