package dev.easel.fuzz;

import dev.easel.http.framing.FramingException;
import dev.easel.http.framing.FramingGuard;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests as a connection does, whole and in pieces: the same requests come of both, the
 * codec behind the guard refuses nothing that the guard has let through, and what was let through
 * is let through again.
 */
final class FramingTarget implements Target.Reader {

  private static final int MOST_LINE = 1 << 10;
  private static final int MOST_HEAD = 4 << 10;
  private static final int[] PIECES = {1, 7};

  @Override
  public void read(byte[] input) {
    Seen seen = requests(input, Math.max(1, input.length));
    String whole = seen.text.toString();
    for (int piece : PIECES) {
      String pieces = requests(input, piece).text.toString();
      if (!pieces.equals(whole)) {
        throw new AssertionError("whole: %s%nin pieces: %s".formatted(whole, pieces));
      }
    }
    byte[] passed = passed(input);
    byte[] again = passed(passed);
    if (!new String(again, StandardCharsets.ISO_8859_1)
        .equals(new String(passed, StandardCharsets.ISO_8859_1))) {
      throw new AssertionError("what was let through is not let through again");
    }
    if (seen.refusal != null) {
      throw seen.refusal;
    }
  }

  /** What a connection would see. */
  private static Seen requests(byte[] input, int piece) {
    EmbeddedChannel channel =
        new EmbeddedChannel(
            new FramingGuard(MOST_LINE, MOST_HEAD),
            new HttpRequestDecoder(
                new HttpDecoderConfig()
                    .setMaxInitialLineLength(MOST_HEAD)
                    .setMaxHeaderSize(2 * MOST_HEAD)
                    .setMaxChunkSize(MOST_HEAD)));
    Seen seen = new Seen();
    try {
      for (int at = 0; at < input.length; at += piece) {
        channel.writeInbound(Unpooled.copiedBuffer(input, at, Math.min(piece, input.length - at)));
        for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
          seen.add(next);
          ReferenceCountUtil.release(next);
        }
      }
    } finally {
      channel.finishAndReleaseAll();
    }
    return seen;
  }

  /** The bytes that the guard lets through, without what it says of the rest. */
  private static byte[] passed(byte[] input) {
    EmbeddedChannel channel = new EmbeddedChannel(new FramingGuard(MOST_LINE, MOST_HEAD));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<Object> messages = new ArrayList<>();
    try {
      channel.writeInbound(Unpooled.copiedBuffer(input));
      for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
        messages.add(next);
        if (next instanceof ByteBuf bytes) {
          byte[] array = new byte[bytes.readableBytes()];
          bytes.readBytes(array);
          out.writeBytes(array);
        }
      }
    } finally {
      messages.forEach(ReferenceCountUtil::release);
      channel.finishAndReleaseAll();
    }
    return out.toByteArray();
  }

  /** Requests as text; contents without the pieces in which they came. */
  private static final class Seen {
    final StringBuilder text = new StringBuilder();
    @Nullable FramingException refusal;

    void add(Object message) {
      HttpObject part = (HttpObject) message;
      DecoderResult result = part.decoderResult();
      if (result.isFailure()) {
        fail(result.cause());
        return;
      }
      if (refusal != null) {
        throw new AssertionError("something follows what was refused: " + part);
      }
      if (part instanceof HttpRequest request) {
        text.append('<').append(request.method()).append(' ').append(request.uri());
        text.append(' ').append(request.protocolVersion());
        request.headers().forEach(header -> text.append('\n').append(header));
        text.append('>');
      }
      if (part instanceof HttpContent content) {
        text.append(content.content().toString(StandardCharsets.ISO_8859_1));
      }
      if (part instanceof LastHttpContent) {
        text.append("<end>");
      }
    }

    private void fail(Throwable cause) {
      if (!(cause instanceof FramingException broken)) {
        throw new AssertionError("the codec refuses what was let through", cause);
      }
      refusal = broken;
      text.append("<refused: ").append(cause.getMessage()).append('>');
    }
  }
}
