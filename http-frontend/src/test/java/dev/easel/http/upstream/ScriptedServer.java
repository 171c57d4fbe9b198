package dev.easel.http.upstream;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that answers each whole request as its script says, be it HTTP or not. */
final class ScriptedServer implements AutoCloseable {

  /** A 200 of the images API. */
  static final String PICTURE = "{\"created\": 7, \"data\": [{\"b64_json\": \"aGVsbG8=\"}]}";

  private final ServerSocket door;
  private final Script script;
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  /** What becomes of a request; the connection is closed when it returns. */
  @FunctionalInterface
  interface Script {
    void answer(String request, Connection connection) throws Exception;
  }

  /** The side of a connection that answers. */
  static final class Connection {
    private final Socket socket;
    private final InputStream in;

    private Connection(Socket socket) throws IOException {
      this.socket = socket;
      in = new BufferedInputStream(socket.getInputStream());
    }

    void write(String text) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }

    /** Returns when the other side has closed. */
    void awaitEnd() {
      try {
        while (in.read() >= 0) {
          // What still comes is of no interest.
        }
      } catch (IOException e) {
        // A reset is an end too.
      }
    }

    /** The next whole request; "" when there is none. */
    String request() throws IOException {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      String text = "";
      while (!text.endsWith("\r\n\r\n")) {
        int next = in.read();
        if (next < 0) {
          return "";
        }
        head.write(next);
        text = head.size() > 3 && next == '\n' ? head.toString(StandardCharsets.ISO_8859_1) : "";
      }
      int at = text.toLowerCase(Locale.ROOT).indexOf("content-length: ");
      int length =
          at < 0 ? 0 : Integer.parseInt(text.substring(at + 16, text.indexOf("\r\n", at)).strip());
      return text + new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    }
  }

  private ScriptedServer(ServerSocket door, Script script) {
    this.door = door;
    this.script = script;
    Thread thread = new Thread(this::accept, "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }

  static ScriptedServer open(Script script) throws IOException {
    return on(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
  }

  static ScriptedServer on(ServerSocket door, Script script) {
    return new ScriptedServer(door, script);
  }

  /** One that answers every request with the same bytes. */
  static ScriptedServer saying(String answer) throws IOException {
    return open((request, connection) -> connection.write(answer));
  }

  /** A whole answer in HTTP. */
  static String answer(int status, String headers, String body) {
    return "HTTP/1.1 %d X\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\nConnection: close\r\n\r\n%s"
        .formatted(status, headers, body.getBytes(StandardCharsets.UTF_8).length, body);
  }

  static String picture() {
    return answer(200, "", PICTURE);
  }

  /** The same, on a connection that stays. */
  static String pictureAndStay() {
    return picture().replace("Connection: close\r\n", "");
  }

  /** The head of a stream of events that ends with the connection. */
  static String eventsHead() {
    return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
  }

  int port() {
    return door.getLocalPort();
  }

  /** How many whole requests have come. */
  int count() {
    return count.get();
  }

  /** The requests as they came, oldest first. */
  Queue<String> requests() {
    return requests;
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket socket = door.accept();
        Thread thread = new Thread(() -> serve(socket), "scripted-connection");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        // The door was closed, or one client was too quick.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      Connection connection = new Connection(socket);
      String request = connection.request();
      if (!request.isEmpty()) {
        requests.add(request);
        count.incrementAndGet();
        script.answer(request, connection);
      }
    } catch (Exception e) {
      // The other side has gone, which is what some of the tests are about.
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
