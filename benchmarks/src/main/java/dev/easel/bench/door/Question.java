package dev.easel.bench.door;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What is asked, and what is to be answered. */
final class Question {
  private static final String BOUNDARY = "----------bench";

  /** The request. */
  final byte[] bytes;

  /** The answer's body. */
  final byte[] answer;

  private Question(byte[] bytes, byte[] answer) {
    this.bytes = bytes;
    this.answer = answer;
  }

  /** A request of some kind with a body of so many bytes. */
  static Question of(String kind, String path, int size) {
    return switch (kind) {
      case "echo" -> echo(path, "text/plain", ascii("x".repeat(size)));
      case "json" ->
          echo(path, "application/json", ascii("{\"prompt\":\"" + "x".repeat(size) + "\"}"));
      case "form" -> form(path, size);
      default -> throw new IllegalArgumentException("'" + kind + "' is not echo, json or form");
    };
  }

  private static Question echo(String path, String type, byte[] body) {
    return new Question(request(path, type, body), body);
  }

  private static Question form(String path, int size) {
    byte[] file = new byte[size];
    Arrays.fill(file, (byte) 7);
    byte[] begin =
        ascii(
            "--"
                + BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.png\"\r\n"
                + "Content-Type: image/png\r\n\r\n");
    byte[] body = joined(begin, file, ascii("\r\n--" + BOUNDARY + "--\r\n"));
    return new Question(
        request(path, "multipart/form-data; boundary=" + BOUNDARY, body), ascii("taken"));
  }

  private static byte[] request(String path, String type, byte[] body) {
    String head =
        "POST %s HTTP/1.1\r\nhost: 127.0.0.1\r\nuser-agent: bench\r\naccept: */*\r\ncontent-type: %s\r\ncontent-length: %d\r\n\r\n"
            .formatted(path, type, body.length);
    return joined(ascii(head), body);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
