package dev.easel.calculators.upstream.send;

import dev.easel.calculators.http.FormPart;
import dev.easel.calculators.upstream.wire.OutgoingBody;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A form with another model's name; all other parts have the bytes that the client sent. */
final class FormText {

  private static final int BOUNDARY_BYTES = 16;

  private FormText() {}

  static OutgoingBody of(List<FormPart> parts, String model) {
    byte[] random = new byte[BOUNDARY_BYTES];
    // Nobody can have put it into a picture.
    new SecureRandom().nextBytes(random);
    String boundary = "easel-" + HexFormat.of().formatHex(random);
    List<ByteBuffer> pieces = new ArrayList<>();
    add(pieces, boundary, FormPart.text("model", model));
    for (FormPart part : parts) {
      if (!part.name().equals("model") && !part.name().equals(FieldCheck.TIMEOUT)) {
        add(pieces, boundary, part);
      }
    }
    pieces.add(text("--" + boundary + "--\r\n"));
    return new OutgoingBody("multipart/form-data; boundary=" + boundary, pieces);
  }

  private static void add(List<ByteBuffer> pieces, String boundary, FormPart part) {
    StringBuilder head = new StringBuilder("--" + boundary);
    head.append("\r\nContent-Disposition: form-data; name=\"").append(quoted(part.name()));
    head.append('"');
    part.fileName()
        .ifPresent(name -> head.append("; filename=\"").append(quoted(name)).append('"'));
    part.contentType().ifPresent(type -> head.append("\r\nContent-Type: ").append(line(type)));
    pieces.add(text(head.append("\r\n\r\n").toString()));
    pieces.add(part.content());
    pieces.add(text("\r\n"));
  }

  /**
   * As browsers write names, so that none can end its quotes or its line. A backslash is written in
   * the same way, since many readers take it to change what follows, which may be the last quote.
   */
  private static String quoted(String text) {
    return text.replace("\r", "%0D").replace("\n", "%0A").replace("\"", "%22").replace("\\", "%5C");
  }

  private static String line(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  private static ByteBuffer text(String text) {
    return StandardCharsets.UTF_8.encode(text);
  }
}
