package dev.easel.http.server;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encrypts connections with the certificate that its files have now: new connections take a new one
 * once both files fit each other, and old connections keep theirs.
 *
 * <p><b>Threads</b>: any. One thread of its own looks at the files.
 *
 * <p><b>Ownership</b>: whoever opened it closes it, which ends the looking.
 */
final class TlsDoor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TlsDoor.class);

  private final TlsFiles files;
  private final ScheduledExecutorService keeper;
  private final Future<?> looks;
  private volatile SslContext context;
  private String seen;
  private String failed = "";

  private TlsDoor(TlsFiles files, String seen, SslContext context) {
    this.files = files;
    this.seen = seen;
    this.context = context;
    this.keeper =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "easel-tls");
              thread.setDaemon(true);
              return thread;
            });
    long millis = files.poll().toMillis();
    this.looks =
        millis == 0
            ? CompletableFuture.completedFuture(null)
            : keeper.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
  }

  /**
   * Reads the files.
   *
   * <p><b>Failure</b>: {@code INVALID_ARGUMENT} when they cannot be read, or are no certificate and
   * its key.
   */
  static TlsDoor open(TlsFiles files) {
    try {
      String text = text(files);
      return new TlsDoor(files, text, context(files));
    } catch (IOException | RuntimeException e) {
      throw new StatusException(StatusCode.INVALID_ARGUMENT, reason(files, e), e);
    }
  }

  private static String text(TlsFiles files) throws IOException {
    return Files.readString(files.certificate(), StandardCharsets.US_ASCII)
        + Files.readString(files.key(), StandardCharsets.US_ASCII);
  }

  private static SslContext context(TlsFiles files) throws IOException {
    return SslContextBuilder.forServer(files.certificate().toFile(), files.key().toFile())
        .protocols("TLSv1.3", "TLSv1.2")
        .build();
  }

  private static String reason(TlsFiles files, Exception e) {
    return "cannot serve HTTPS with the certificate %s and the key %s, which must be PEM, the key in PKCS #8 without a password: %s"
        .formatted(files.certificate(), files.key(), e.getMessage());
  }

  /** Two files are not written at once: what does not fit now may fit at the next look. */
  private void look() {
    try {
      String text = text(files);
      if (text.equals(seen)) {
        failed = "";
        return;
      }
      context = context(files);
      seen = text;
      failed = "";
      LOG.info("the certificate {} was read again", files.certificate());
    } catch (IOException | RuntimeException e) {
      String reason = reason(files, e);
      if (!reason.equals(failed)) {
        LOG.error("the last good certificate counts: {}", reason);
      }
      failed = reason;
    }
  }

  /** What encrypts a new connection; it stands before everything else. */
  ChannelHandler handler(Channel channel) {
    return context.newHandler(channel.alloc());
  }

  @Override
  public void close() {
    looks.cancel(false);
    keeper.shutdown();
  }
}
