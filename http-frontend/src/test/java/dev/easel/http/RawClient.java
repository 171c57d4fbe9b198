package dev.easel.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A client that sends what a test wants sent, be it HTTP or not. */
public final class RawClient implements AutoCloseable {

  private final Socket socket;
  private final InputStream in;

  public RawClient(InetSocketAddress address) throws IOException {
    this(address, 0);
  }

  /** A client that asks from a certain address of this machine. */
  public RawClient(InetSocketAddress address, InetAddress from) throws IOException {
    this(address, bound(from));
  }

  /** A client whose kernel buffer takes no more than about {@code receiveBytes}. */
  public RawClient(InetSocketAddress address, int receiveBytes) throws IOException {
    this(address, receiving(receiveBytes));
  }

  private RawClient(InetSocketAddress address, Socket socket) throws IOException {
    this.socket = socket;
    socket.connect(address);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  private static Socket bound(InetAddress from) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(from, 0));
    return socket;
  }

  private static Socket receiving(int bytes) throws IOException {
    Socket socket = new Socket();
    if (bytes > 0) {
      socket.setReceiveBufferSize(bytes);
    }
    return socket;
  }

  public RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** A whole POST request. */
  public static String post(String path, String type, String body) {
    return "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(path, type, body.length(), body);
  }

  /** Up to and with {@code mark}, or the end of what the server sends. */
  public String readTo(String mark) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringBuilder tail = new StringBuilder();
    while (!mark.contentEquals(tail)) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      out.write(next);
      tail.append((char) next);
      if (tail.length() > mark.length()) {
        tail.deleteCharAt(0);
      }
    }
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  /** One answer with a content length: its head and its body. */
  public String readAnswer() throws IOException {
    String head = readTo("\r\n\r\n");
    int at = head.toLowerCase(Locale.ROOT).indexOf("content-length: ");
    if (at < 0) {
      return head;
    }
    int end = head.indexOf("\r\n", at);
    int length = Integer.parseInt(head.substring(at + "content-length: ".length(), end));
    return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  /** Everything until the server closes the connection. */
  public String readAll() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  /** What is there until the connection ends, be it with a reset. */
  public String readSome() {
    StringBuilder text = new StringBuilder();
    try {
      for (int next = in.read(); next >= 0; next = in.read()) {
        text.append((char) next);
      }
    } catch (IOException e) {
      return text.toString();
    }
    return text.toString();
  }

  /** The next bytes, one at least and up to a number of them; "" at the end. */
  public String readSome(int most) throws IOException {
    byte[] bytes = new byte[most];
    int count = in.read(bytes);
    return count < 0 ? "" : new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
  }

  /** Whether something of an answer has come. */
  public boolean hasAnswer() throws IOException {
    return in.available() > 0;
  }

  public int read() throws IOException {
    return in.read();
  }

  public void finishSending() throws IOException {
    socket.shutdownOutput();
  }

  /** Says farewell and leaves. */
  public void leave() throws IOException {
    socket.close();
  }

  /** The port on this side. */
  public int port() {
    return socket.getLocalPort();
  }

  /** Leaves with a reset instead of a farewell. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
