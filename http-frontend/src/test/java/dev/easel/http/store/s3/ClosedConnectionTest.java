package dev.easel.http.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.calculators.http.StoredImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A store that calls the clock wrong, and then closes the connection when it is used again, as one
 * does whose time for idle connections ends just then.
 */
@Timeout(60)
class ClosedConnectionTest {
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");
  private static final String WRONG_TIME =
      "<Error><Code>RequestTimeTooSkewed</Code><Message>the time is wrong</Message></Error>";

  private final List<String> seen = new CopyOnWriteArrayList<>();

  @Test
  void keepsThePictureAllTheSame() throws Exception {
    S3Server.signIn();
    try (ServerSocket door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread store = new Thread(() -> serve(door), "store");
      store.setDaemon(true);
      store.start();
      S3Place place =
          new S3Place(
              "pictures",
              "",
              Optional.of(URI.create("http://127.0.0.1:" + door.getLocalPort())),
              Optional.empty(),
              true);
      try (S3Connection connection = new S3Connection(place, Duration.ofSeconds(30))) {
        byte[] content = new byte[5000];
        connection.put("a.png", new StoredImage("image/png", List.of(ByteBuffer.wrap(content))));
      }
      assertThat(seen).containsExactly("refused", "closed", "kept 5000");
    } finally {
      S3Server.signOut();
    }
  }

  /** Two connections, one after the other. */
  private void serve(ServerSocket door) {
    try {
      try (Socket first = door.accept()) {
        head(first.getInputStream());
        answer(first, "403 Forbidden", WRONG_TIME);
        seen.add("refused");
        head(first.getInputStream());
        seen.add("closed");
      }
      try (Socket second = door.accept()) {
        InputStream in = second.getInputStream();
        String head = head(in);
        if (head.toLowerCase(Locale.ROOT).contains("expect: 100-continue")) {
          write(second.getOutputStream(), "HTTP/1.1 100 Continue\r\n\r\n");
        }
        Matcher length = LENGTH.matcher(head);
        assertThat(length.find()).isTrue();
        seen.add("kept " + in.readNBytes(Integer.parseInt(length.group(1))).length);
        answer(second, "200 OK", "");
      }
    } catch (IOException e) {
      seen.add(e.toString());
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request came: " + head);
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static void answer(Socket to, String status, String body) throws IOException {
    String now = ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.RFC_1123_DATE_TIME);
    write(
        to.getOutputStream(),
        "HTTP/1.1 %s\r\nDate: %s\r\nETag: \"1\"\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(status, now, body.length(), body));
  }

  private static void write(OutputStream to, String text) throws IOException {
    to.write(text.getBytes(StandardCharsets.US_ASCII));
    to.flush();
  }
}
