package dev.easel.hub;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongConsumer;

/**
 * Fetches one file: goes on where an earlier attempt was cut, and gives the file its name only when
 * size and hash are those of the listing.
 */
final class Download {
  private static final int BUFFER = 1 << 16;

  private final HubConnection connection;
  private final Retries retries;
  private final HubFile file;
  private final URI uri;
  private final Path target;
  private final Path part;
  private final ScheduledExecutorService clock;
  private final LongConsumer progress;
  private long reported;

  /**
   * A download.
   *
   * @param clock notices connections that bring nothing any more
   * @param progress told of every change of the number of bytes that are there, as a difference
   */
  Download(
      HubConnection connection,
      Retries retries,
      HubFile file,
      URI uri,
      Path target,
      ScheduledExecutorService clock,
      LongConsumer progress) {
    this.connection = connection;
    this.retries = retries;
    this.file = file;
    this.uri = uri;
    this.target = target;
    this.clock = clock;
    this.part = target.resolveSibling(target.getFileName() + ".part");
    this.progress = progress;
  }

  /** Fetches what is missing; a file that is complete costs no request. */
  void run() throws IOException, InterruptedException {
    if (Files.isRegularFile(target) && Files.size(target) == file.size()) {
      report(file.size());
      return;
    }
    Files.createDirectories(target.toAbsolutePath().getParent());
    retries.call(
        uri,
        () -> {
          attempt();
          return true;
        });
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private void attempt() throws IOException, InterruptedException {
    long have = Files.exists(part) ? Files.size(part) : 0;
    if (have > file.size()) {
      Files.delete(part);
      have = 0;
    }
    report(have);
    if (have < file.size() || !Files.exists(part)) {
      fetch(have);
    }
    check();
  }

  private void fetch(long from) throws IOException, InterruptedException {
    HttpResponse<InputStream> response = connection.get(uri, from);
    try (InputStream body = new StallGuard(response.body(), retries.stall(), clock)) {
      int status = response.statusCode();
      boolean continues = status == 206 && startsAt(response, from);
      if (status != 200 && !continues) {
        if (status == 416 || status == 206) {
          Files.deleteIfExists(part);
          throw new IOException(uri + " does not continue where it was cut");
        }
        throw connection.refusal(uri, status);
      }
      append(body, continues ? from : 0);
    }
  }

  private static boolean startsAt(HttpResponse<InputStream> response, long from) {
    return response
        .headers()
        .firstValue("content-range")
        .map(range -> range.startsWith("bytes " + from + "-"))
        .orElse(false);
  }

  private void append(InputStream body, long from) throws IOException {
    report(from);
    StandardOpenOption mode =
        from > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
    try (OutputStream out =
        Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode)) {
      byte[] buffer = new byte[BUFFER];
      long have = from;
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        have += n;
        if (have > file.size()) {
          throw wrong("is longer than the " + file.size() + " bytes that the hub lists");
        }
        out.write(buffer, 0, n);
        report(have);
      }
      if (have < file.size()) {
        throw new IOException(uri + " ended after " + have + " of " + file.size() + " bytes");
      }
    }
  }

  private void check() throws IOException {
    if (!Hashes.matches(part, file)) {
      throw wrong("does not have the content that the hub lists");
    }
  }

  private StatusException wrong(String what) throws IOException {
    Files.deleteIfExists(part);
    report(0);
    return new StatusException(StatusCode.DATA_LOSS, uri + " " + what);
  }

  private void report(long have) {
    progress.accept(have - reported);
    reported = have;
  }
}
