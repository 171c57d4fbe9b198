package dev.easel.calculators.upstream.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.calculators.upstream.failure.CallException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks through a stream of server-sent events as it passes.
 *
 * <p>The beginning of each event is held back until it is whole, or longer than any error is; so an
 * upstream's error reaches no client in its own words, and an event with a picture passes piece by
 * piece. At the end it knows whether the stream was whole.
 *
 * <p><b>Threads</b>: one call at a time, each seeing what the last one wrote.
 *
 * <p><b>Failure</b>: a {@link CallException} for an error event, and for an end that comes too
 * early.
 */
public final class EventCheck {

  /** Longer than any error, shorter than most pictures. */
  private static final int MOST_HELD = 16 << 10;

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Pattern ERROR =
      Pattern.compile(
          "(?m)^event:[ ]?error\\s*$|^data:\\s*\\{\\s*\"(error\"\\s*:\\s*\\{|type\"\\s*:\\s*\"error\")");

  private static final Pattern COMPLETED =
      Pattern.compile(
          "(?m)^event:.*completed\\s*$|^data:\\s*\\[DONE\\]|\"type\"\\s*:\\s*\"[a-z_.]*completed\"");

  private final ErrorTranslation errors;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private boolean isPassing;
  private boolean isEmptyLine = true;
  private boolean isAfterReturn;
  private boolean isComplete;
  private @Nullable CallException failure;

  /** A look through one stream. */
  public EventCheck(ErrorTranslation errors) {
    this.errors = errors;
  }

  /**
   * What of these pieces, and of what was held back, may go on; possibly nothing yet. What stands
   * before an error goes on first; the next call tells of the error.
   */
  public List<ByteBuffer> pass(List<ByteBuffer> pieces) {
    checkFailure();
    List<ByteBuffer> out = new ArrayList<>();
    try {
      for (ByteBuffer piece : pieces) {
        pass(piece.duplicate(), out);
      }
    } catch (CallException e) {
      if (out.isEmpty()) {
        throw e;
      }
      failure = e;
    }
    return out;
  }

  /** Tells of an error that the pieces before had at their end. */
  void checkFailure() {
    if (failure != null) {
      throw failure;
    }
  }

  private void pass(ByteBuffer piece, List<ByteBuffer> out) {
    while (piece.hasRemaining()) {
      int start = piece.position();
      if (held.size() == 0 && isAfterReturn && piece.get(start) == '\n') {
        // The second half of the end that has gone on before.
        isAfterReturn = false;
        piece.position(start + 1);
        out.add(piece.slice(start, 1));
        continue;
      }
      boolean isEnd = isPassing ? skipTo(piece, piece.limit()) : hold(piece);
      if (isPassing) {
        out.add(piece.slice(start, piece.position() - start));
        isPassing = !isEnd;
      } else if (isEnd) {
        judge();
        out.add(take());
      } else if (held.size() >= MOST_HELD) {
        judgeBeginning();
        out.add(take());
        isPassing = true;
      }
    }
  }

  private boolean hold(ByteBuffer piece) {
    int start = piece.position();
    int most = Math.min(piece.limit(), start + MOST_HELD - held.size());
    boolean isEnd = skipTo(piece, most);
    byte[] bytes = new byte[piece.position() - start];
    piece.get(start, bytes);
    held.write(bytes, 0, bytes.length);
    return isEnd;
  }

  /** Goes to the event's end or to {@code most}; whether it is the end. */
  private boolean skipTo(ByteBuffer piece, int most) {
    int at = piece.position();
    boolean isEnd = false;
    while (at < most && !isEnd) {
      byte next = piece.get(at);
      at++;
      if (next == '\n' && isAfterReturn) {
        isAfterReturn = false; // the second half of a line's end
      } else if (next == '\n' || next == '\r') {
        isEnd = isEmptyLine;
        isEmptyLine = true;
        isAfterReturn = next == '\r';
      } else {
        isEmptyLine = false;
        isAfterReturn = false;
      }
    }
    piece.position(at);
    return isEnd;
  }

  private ByteBuffer take() {
    ByteBuffer bytes = ByteBuffer.wrap(held.toByteArray());
    held.reset();
    return bytes;
  }

  private void judgeBeginning() {
    String text = held.toString(StandardCharsets.UTF_8);
    if (ERROR.matcher(text).find()) {
      throw new CallException(errors.ofEvent(JSON.missingNode()));
    }
    isComplete |= COMPLETED.matcher(text).find();
  }

  private void judge() {
    String text = held.toString(StandardCharsets.UTF_8);
    StringBuilder data = new StringBuilder();
    boolean isError = ERROR.matcher(text).find();
    text.lines()
        .filter(line -> line.startsWith("data:"))
        .forEach(line -> data.append(line.substring("data:".length())));
    JsonNode root = json(data.toString());
    JsonNode error = root.path("error");
    if (isError || error.isObject() || root.path("type").asText("").equals("error")) {
      throw new CallException(errors.ofEvent(error.isObject() ? error : root));
    }
    isComplete |= COMPLETED.matcher(text).find();
  }

  private static JsonNode json(String text) {
    try {
      JsonNode root = JSON.readTree(text);
      return root == null ? JSON.missingNode() : root;
    } catch (IOException e) {
      return JSON.missingNode();
    }
  }

  /** The stream has ended; it must have brought its picture. */
  public void end() {
    if (held.size() > 0 || isPassing || !isComplete) {
      throw new CallException(errors.ofCut());
    }
  }
}
