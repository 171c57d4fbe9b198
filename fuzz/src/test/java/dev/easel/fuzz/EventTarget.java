package dev.easel.fuzz;

import dev.easel.calculators.upstream.failure.CallException;
import dev.easel.calculators.upstream.wire.ErrorTranslation;
import dev.easel.calculators.upstream.wire.EventCheck;
import dev.easel.calculators.upstream.wire.Redaction;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads an upstream's events whole and in pieces: both pass on the same bytes, which are the first
 * that came, and end for the same reason.
 */
final class EventTarget implements Target.Reader {

  private static final int[] PIECES = {1, 5, 4096};

  /** A longer input is not given byte by byte: that takes a hundred times as long. */
  private static final int LONGEST_BY_BYTES = 1024;

  private static final ErrorTranslation ERRORS =
      new ErrorTranslation(new Redaction(Optional.of("secret-key"), List.of("upstream.example")));

  /** What came through, one character for each byte, and how it ended. */
  private record Passed(String bytes, @Nullable CallException failure) {}

  @Override
  public void read(byte[] input) {
    Passed whole = passed(input, Math.max(1, input.length));
    int length = whole.bytes().length();
    if (!whole.bytes().equals(new String(input, 0, length, StandardCharsets.ISO_8859_1))) {
      throw new AssertionError("what passes is not what came");
    }
    for (int piece : PIECES) {
      Passed pieces = passed(input, Math.max(piece, input.length / LONGEST_BY_BYTES));
      if (!pieces.bytes().equals(whole.bytes())
          || !reason(pieces.failure()).equals(reason(whole.failure()))) {
        throw new AssertionError(
            "%d bytes and %s, in pieces %d and %s"
                .formatted(
                    length,
                    reason(whole.failure()),
                    pieces.bytes().length(),
                    reason(pieces.failure())));
      }
    }
    if (whole.failure() != null) {
      checkAnswer(String.valueOf(whole.failure().failure().answer().getMessage()));
      throw whole.failure();
    }
  }

  private static void checkAnswer(String message) {
    if (message.contains("secret-key") || message.contains("upstream.example")) {
      throw new AssertionError("a client is told " + message);
    }
  }

  private static String reason(@Nullable CallException failure) {
    return failure == null ? "" : String.valueOf(failure.getMessage());
  }

  private static Passed passed(byte[] input, int piece) {
    EventCheck check = new EventCheck(ERRORS);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      for (int at = 0; at < input.length; at += piece) {
        ByteBuffer next = ByteBuffer.wrap(input, at, Math.min(piece, input.length - at)).slice();
        for (ByteBuffer passed : check.pass(List.of(next))) {
          byte[] bytes = new byte[passed.remaining()];
          passed.duplicate().get(bytes);
          out.writeBytes(bytes);
        }
      }
      check.pass(List.of());
      check.end();
    } catch (CallException e) {
      return new Passed(out.toString(StandardCharsets.ISO_8859_1), e);
    }
    return new Passed(out.toString(StandardCharsets.ISO_8859_1), null);
  }
}
