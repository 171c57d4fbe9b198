package dev.easel.hub;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves files on plain sockets, so that a connection can be cut anywhere. */
final class FileStore implements AutoCloseable {

  /** Decides how one request is answered. */
  interface Answers {
    /** The content at a path, as it shall be sent. */
    byte[] content(String path);

    /** How many bytes are sent before the connection is cut. */
    int cutAfter();

    /** Whether the connection stays open where it would be cut. */
    boolean stalls();
  }

  private final ServerSocket door;
  private final Answers answers;
  private final ConcurrentLinkedQueue<String> requests;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);

  FileStore(Answers answers, ConcurrentLinkedQueue<String> requests) {
    this.answers = answers;
    this.requests = requests;
    try {
      this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + door.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = door.accept();
        threads.execute(() -> serve(socket));
      }
    } catch (IOException e) {
      closed.countDown();
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      List<String> head = new ArrayList<>();
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        head.add(line);
      }
      if (!head.isEmpty()) {
        answer(head, socket.getOutputStream());
      }
    } catch (IOException | InterruptedException e) {
      requests.add("a connection broke");
    }
  }

  private void answer(List<String> head, OutputStream out)
      throws IOException, InterruptedException {
    String path = head.get(0).split(" ", -1)[1].substring(1);
    String range = "";
    for (String line : head) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("range:")) {
        range = line.substring("range:".length()).strip();
      }
      if (lower.startsWith("authorization:")) {
        requests.add("the token travelled to the store");
      }
    }
    requests.add(path + " " + range);
    byte[] content = answers.content(path);
    int from = range.isEmpty() ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    String status =
        range.isEmpty()
            ? "200 OK"
            : "206 Partial Content\r\nContent-Range: bytes %d-%d/%d"
                .formatted(from, content.length - 1, content.length);
    int length = content.length - from;
    out.write(
        "HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(status, length)
            .getBytes(StandardCharsets.ISO_8859_1));
    out.write(content, from, Math.min(length, answers.cutAfter()));
    out.flush();
    if (answers.stalls() && length > answers.cutAfter()) {
      closed.await();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
