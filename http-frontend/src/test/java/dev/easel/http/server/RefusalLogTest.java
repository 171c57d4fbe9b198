package dev.easel.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.easel.http.GivenServable;
import dev.easel.http.RawClient;
import dev.easel.http.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Nobody outside decides how much is written to the log. */
@Timeout(60)
class RefusalLogTest {

  private static final int REQUESTS = 300;

  private final ListAppender<ILoggingEvent> said = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

  @BeforeEach
  void listen() {
    said.start();
    root.addAppender(said);
  }

  @AfterEach
  void stopListening() {
    root.detachAppender(said);
  }

  @Test
  void tellsOfOneAddressAtMostOnceASecondAndWithoutATrace() throws Exception {
    long start = System.nanoTime();
    try (TestServer server = TestServer.of(GivenServable.echo("echo"))) {
      for (int i = 0; i < REQUESTS; i++) {
        try (RawClient client = server.connect()) {
          client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n");
          assertThat(client.readAnswer()).startsWith("HTTP/1.1 400");
        }
      }
    }
    long seconds = (System.nanoTime() - start) / 1_000_000_000;
    List<ILoggingEvent> lines =
        List.copyOf(said.list).stream()
            .filter(event -> event.getLevel().isGreaterOrEqual(Level.INFO))
            .toList();
    assertThat(lines).hasSizeBetween(1, (int) Math.min(REQUESTS - 1, seconds + 1));
    assertThat(lines).allMatch(line -> line.getThrowableProxy() == null);
    assertThat(lines.get(0).getFormattedMessage())
        .contains("127.0.0.1", "Content-Length header must be one number")
        .doesNotContain("\n");
  }
}
