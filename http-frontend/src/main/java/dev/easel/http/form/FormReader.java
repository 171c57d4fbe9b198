package dev.easel.http.form;

import dev.easel.calculators.http.FormPart;
import dev.easel.calculators.http.RequestException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads one form: the parts are slices of the body.
 *
 * <p>The whole body is there before it is read, and its size is bounded by the server, so nothing
 * here has to wait, to copy or to go to a disk.
 *
 * <p><b>Threads</b>: {@link #read} may be called from any thread.
 */
public final class FormReader {

  /** RFC 2046 says 70; some clients are generous. */
  private static final int MAX_BOUNDARY = 200;

  private final FormLimits limits;
  private final byte[] bytes;
  private final int end;
  private final Delimiter delimiter;
  private int at;

  private FormReader(ByteBuffer body, String boundary, FormLimits limits, Runnable check) {
    this.limits = limits;
    this.bytes = body.array();
    this.at = body.arrayOffset() + body.position();
    this.end = at + body.remaining();
    this.delimiter = new Delimiter(boundary, check);
  }

  /** The same, read to its end. */
  public static List<FormPart> read(ByteBuffer body, Optional<String> boundary, FormLimits limits) {
    return read(body, boundary, limits, () -> {});
  }

  /**
   * The parts of a form in the order sent. A file part without name and content, which a browser
   * sends for an empty file field, is left out.
   *
   * <p><b>Failure</b>: a {@link RequestException} that says where the form is malformed.
   *
   * @param body an array-backed buffer; the parts share its bytes
   * @param boundary the content type's boundary
   * @param check called every now and then; what it throws ends the reading
   */
  public static List<FormPart> read(
      ByteBuffer body, Optional<String> boundary, FormLimits limits, Runnable check) {
    String mark =
        boundary
            .filter(text -> !text.isEmpty())
            .orElseThrow(() -> malformed("its content type has no boundary parameter"));
    if (mark.length() > MAX_BOUNDARY) {
      throw malformed("its boundary is longer than " + MAX_BOUNDARY + " characters");
    }
    return FormCharset.named(new FormReader(body, mark, limits, check).parts());
  }

  private List<FormPart> parts() {
    List<FormPart> parts = new ArrayList<>();
    boolean isOpen = skipToFirst();
    for (int count = 0; isOpen; count++) {
      if (count == limits.parts()) {
        throw malformed("it has more than " + limits.parts() + " parts");
      }
      PartHeaders headers = headers();
      int start = at;
      // Some clients leave a part without content no line end of its own.
      int close = delimiter.find(bytes, start - 2, end);
      if (close < 0) {
        throw malformed(
            "the boundary after part '" + headers.name() + "' is missing; was the body cut short?");
      }
      ByteBuffer content = ByteBuffer.wrap(bytes, start, Math.max(0, close - start)).slice();
      boolean isEmptyFile = headers.fileName().equals(Optional.of("")) && !content.hasRemaining();
      if (!isEmptyFile) {
        parts.add(new FormPart(headers.name(), headers.fileName(), headers.contentType(), content));
      }
      isOpen = isOpenAfter(close + 2);
    }
    return parts;
  }

  /** The first boundary may stand at the very start, where no line ends before it. */
  private boolean skipToFirst() {
    if (at == end) {
      throw malformed("it is empty");
    }
    if (delimiter.isAt(bytes, at, end)) {
      return isOpenAfter(at);
    }
    int first = delimiter.find(bytes, at, end);
    if (first < 0) {
      throw malformed("its boundary '" + delimiter.boundary() + "' does not occur in it");
    }
    return isOpenAfter(first + 2);
  }

  /** Steps over the boundary line at {@code line}; false when it closes the form. */
  private boolean isOpenAfter(int line) {
    int after = line + delimiter.length();
    if (after + 1 < end && bytes[after] == '-' && bytes[after + 1] == '-') {
      return false;
    }
    at = delimiter.endOfLine(bytes, after, end);
    return true;
  }

  private PartHeaders headers() {
    int bound = Math.min(end, at + limits.headerBytes());
    for (int i = at; i + 1 < bound; i++) {
      boolean isBlankLine = isLineEnd(i) && (i == at || (i + 3 < bound && isLineEnd(i + 2)));
      if (isBlankLine) {
        String text = new String(bytes, at, i - at, StandardCharsets.UTF_8);
        at = i == at ? i + 2 : i + 4;
        return PartHeaders.parse(text);
      }
    }
    throw malformed(
        end - at > limits.headerBytes()
            ? "a part's headers are longer than " + limits.headerBytes() + " bytes"
            : "a part has no blank line after its headers");
  }

  private boolean isLineEnd(int i) {
    return bytes[i] == '\r' && bytes[i + 1] == '\n';
  }

  static RequestException malformed(String why) {
    return RequestException.of(
        "", "invalid_multipart", "the multipart/form-data body cannot be read: " + why);
  }
}
