package dev.easel.fuzz;

import dev.easel.calculators.http.FormPart;
import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.MediaType;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.upstream.send.ForwardedRequest;
import dev.easel.calculators.upstream.wire.OutgoingBody;
import dev.easel.http.form.FormLimits;
import dev.easel.http.form.FormReader;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Reads a form, whose content type is the input's first line, and the form that a gateway would
 * make of it: an upstream must find what was checked here, and nothing else.
 */
final class FormTarget implements Target.Reader {

  @Override
  public void read(byte[] input) {
    int end = 0;
    while (end < input.length && input[end] != '\n') {
      end++;
    }
    String type = new String(input, 0, end, StandardCharsets.ISO_8859_1);
    ByteBuffer body =
        ByteBuffer.wrap(
            input, Math.min(end + 1, input.length), Math.max(0, input.length - end - 1));
    List<FormPart> parts =
        FormReader.read(body, MediaType.parse(type).boundary(), FormLimits.DEFAULT);
    forward(parts);
    for (FormPart part : parts) {
      part.text();
    }
  }

  private static void forward(List<FormPart> parts) {
    HttpRequestPayload request =
        new HttpRequestPayload(
            "POST",
            "/v3/images/edits",
            "",
            "s",
            "m",
            Map.of("content-type", "multipart/form-data"),
            ByteBuffer.allocate(0),
            parts);
    OutgoingBody sent;
    try {
      sent = ForwardedRequest.of(request).body("m");
    } catch (RequestException e) {
      return; // the parts may still be texts
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    sent.pieces().forEach(piece -> bytes.writeBytes(array(piece)));
    List<FormPart> read =
        FormReader.read(
            ByteBuffer.wrap(bytes.toByteArray()),
            MediaType.parse(sent.contentType()).boundary(),
            FormLimits.DEFAULT);
    List<FormPart> expected =
        parts.stream()
            .filter(part -> !part.name().equals("model") && !part.name().equals("timeout_seconds"))
            .toList();
    if (read.size() != expected.size() + 1) {
      throw new AssertionError("of %s comes %s".formatted(expected, read));
    }
    for (int i = 0; i < expected.size(); i++) {
      compare(expected.get(i), read.get(i + 1));
    }
  }

  private static void compare(FormPart sent, FormPart found) {
    boolean isSame =
        quoted(sent.name()).equals(quoted(found.name()))
            && sent.fileName().isPresent() == found.fileName().isPresent()
            && sent.content().equals(found.content())
            && sent.contentType().isPresent() == found.contentType().isPresent();
    if (!isSame) {
      throw new AssertionError("of %s comes %s".formatted(sent, found));
    }
  }

  /** Quotation marks, ends of lines and backslashes are sent in other words. */
  private static String quoted(String name) {
    return name.replace("\r", "%0D").replace("\n", "%0A").replace("\"", "%22").replace("\\", "%5C");
  }

  private static byte[] array(ByteBuffer piece) {
    byte[] bytes = new byte[piece.remaining()];
    piece.duplicate().get(bytes);
    return bytes;
  }
}
