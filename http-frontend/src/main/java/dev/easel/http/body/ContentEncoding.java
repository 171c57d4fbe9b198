package dev.easel.http.body;

import dev.easel.calculators.http.RequestException;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * How a body is packed, as its {@code Content-Encoding} says.
 *
 * <p>What it unpacks to is bounded as every body is, in its own bytes and in the memory of all
 * bodies together: what a few packed bytes claim to be is taken only as far as there is room.
 */
public enum ContentEncoding {
  /** As it is. */
  IDENTITY,
  GZIP,
  /** As HTTP means it, with zlib's frame, or without, as some clients send it. */
  DEFLATE;

  /** What the server can read, as {@code Accept-Encoding} lists it. */
  public static final String READABLE = "gzip, deflate";

  private static final int PIECE = 64 << 10;

  /** Reads a header's value, "" when there was none; empty for what cannot be read. */
  public static Optional<ContentEncoding> of(String header) {
    if (header.isEmpty()) {
      return Optional.of(IDENTITY);
    }
    List<String> codings =
        Arrays.stream(header.toLowerCase(Locale.ROOT).split(",", -1))
            .map(String::strip)
            .filter(coding -> !coding.isEmpty() && !coding.equals("identity"))
            .toList();
    if (codings.isEmpty()) {
      return Optional.of(IDENTITY);
    }
    return switch (codings.size() > 1 ? "" : codings.get(0)) {
      case "gzip", "x-gzip" -> Optional.of(GZIP);
      case "deflate" -> Optional.of(DEFLATE);
      default -> Optional.empty();
    };
  }

  /**
   * Unpacks a body, which stays as it is.
   *
   * <p><b>Failure</b>: {@link RequestException} when it is not packed as it should be, or becomes
   * larger than a body may be; {@code UNAVAILABLE} when all bodies take too much.
   *
   * @param packed an array-backed buffer
   * @param check called after every piece; what it throws ends the unpacking
   * @return the unpacked body, closed by the caller
   */
  public BodyBuffer unpack(
      ByteBuffer packed, BodyLimits limits, BodyBudget budget, Runnable check) {
    BodyBuffer body = new BodyBuffer(limits.bytes(), -1, budget);
    try (InputStream in = open(packed)) {
      byte[] piece = new byte[PIECE];
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        check.run();
        add(body, piece, count, limits);
      }
      return body;
    } catch (IOException e) {
      body.close();
      throw RequestException.of(
          "", "invalid_encoding", "the body cannot be unpacked as its Content-Encoding says");
    } catch (RuntimeException | Error e) {
      body.close();
      throw e;
    }
  }

  private static void add(BodyBuffer body, byte[] piece, int count, BodyLimits limits) {
    switch (body.add(Unpooled.wrappedBuffer(piece, 0, count))) {
      case TOO_LARGE ->
          throw RequestException.withStatus(
              413,
              "",
              "request_too_large",
              "the unpacked body is larger than this server's limit of "
                  + limits.bytes()
                  + " bytes; its operator can raise it with --max_body_size");
      case NO_ROOM ->
          throw new StatusException(
              StatusCode.UNAVAILABLE,
              "the bodies of other requests take all the memory that they may; try again");
      case YES -> {}
    }
  }

  private InputStream open(ByteBuffer packed) throws IOException {
    InputStream in =
        new ByteArrayInputStream(
            packed.array(), packed.arrayOffset() + packed.position(), packed.remaining());
    return switch (this) {
      case IDENTITY -> in;
      case GZIP -> new GZIPInputStream(in, PIECE);
      case DEFLATE -> inflating(in, new Inflater(!hasFrame(packed)));
    };
  }

  /** The stream leaves an inflater that it has not made itself to the garbage collector. */
  private static InputStream inflating(InputStream in, Inflater inflater) {
    return new InflaterInputStream(in, inflater, PIECE) {
      @Override
      public void close() throws IOException {
        super.close();
        inflater.end();
      }
    };
  }

  /** Whether the first two bytes are zlib's: its method, and a multiple of 31. */
  private static boolean hasFrame(ByteBuffer packed) {
    if (packed.remaining() < 2) {
      return true;
    }
    int first = packed.get(packed.position()) & 0xff;
    int second = packed.get(packed.position() + 1) & 0xff;
    return (first & 0x0f) == 8 && (first << 8 | second) % 31 == 0;
  }
}
