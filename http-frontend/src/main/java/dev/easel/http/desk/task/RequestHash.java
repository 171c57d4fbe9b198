package dev.easel.http.desk.task;

import dev.easel.calculators.http.FormPart;
import dev.easel.calculators.http.HttpRequestPayload;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Tells requests apart by what they ask for. A form's boundary, which is another each time, does
 * not count.
 */
final class RequestHash {
  private final MessageDigest digest;

  private RequestHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  static String of(HttpRequestPayload request) {
    RequestHash hash = new RequestHash();
    hash.add(request.servable());
    hash.add(request.model());
    hash.add(request.path().substring(request.path().lastIndexOf('/') + 1));
    hash.add(request.body());
    for (FormPart part : request.parts()) {
      hash.add(part.name());
      hash.add(part.contentType().orElse(""));
      hash.add(part.content());
    }
    return HexFormat.of().formatHex(hash.digest.digest());
  }

  private void add(String text) {
    add(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** With its length, so that no two lists of pieces look alike. */
  private void add(ByteBuffer bytes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.remaining()).flip());
    digest.update(bytes);
  }
}
