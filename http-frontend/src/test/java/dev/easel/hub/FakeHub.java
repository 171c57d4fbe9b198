package dev.easel.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A hub with one repository, {@code org/model}, that can be told to misbehave. */
final class FakeHub implements FileStore.Answers, AutoCloseable {
  final Map<String, byte[]> files = new TreeMap<>();
  final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();
  volatile Optional<String> token = Optional.empty();
  volatile int cutAfter = Integer.MAX_VALUE;
  volatile boolean liesAboutSizes;
  volatile boolean spoilsContent;
  volatile boolean stalls;

  private final HttpServer hub = server();
  private final FileStore store = new FileStore(this, requests);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  FakeHub() {
    hub.createContext("/api/models/org/model/tree/main", this::list);
    hub.createContext("/org/model/resolve/main/", this::redirect);
    hub.setExecutor(threads);
    hub.start();
  }

  private static HttpServer server() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HubAddress address(Optional<String> withToken) {
    return new HubAddress(URI.create(url(hub)), withToken);
  }

  private static String url(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void list(HttpExchange exchange) throws IOException {
    requests.add("list");
    if (isRefused(exchange)) {
      return;
    }
    // Two pages: the first names the second.
    boolean isSecond = String.valueOf(exchange.getRequestURI().getQuery()).contains("cursor=2");
    StringBuilder body = new StringBuilder("[{\"type\": \"directory\", \"path\": \"unet\"}");
    int index = 0;
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (index++ % 2 == (isSecond ? 1 : 0)) {
        long size = (long) file.getValue().length + (liesAboutSizes ? 1 : 0);
        body.append(
            ", {\"type\": \"file\", \"path\": \"%s\", \"size\": 1, \"lfs\": {\"oid\": \"%s\","
                    .formatted(file.getKey(), sha256(file.getValue()))
                + " \"size\": %d}}".formatted(size));
      }
    }
    if (!isSecond) {
      String next = "/api/models/org/model/tree/main?recursive=true&cursor=2";
      exchange.getResponseHeaders().add("Link", "<" + url(hub) + next + ">; rel=\"next\"");
    }
    answer(exchange, 200, body.append("]").toString().getBytes(StandardCharsets.UTF_8));
  }

  private void redirect(HttpExchange exchange) throws IOException {
    if (isRefused(exchange)) {
      return;
    }
    String path =
        exchange.getRequestURI().getRawPath().substring("/org/model/resolve/main".length());
    exchange.getResponseHeaders().add("Location", store.url() + path);
    answer(exchange, 302, new byte[0]);
  }

  private boolean isRefused(HttpExchange exchange) throws IOException {
    String sent = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    if (token.isEmpty() || sent.equals("Bearer " + token.get())) {
      return false;
    }
    answer(exchange, 401, new byte[0]);
    return true;
  }

  @Override
  public byte[] content(String path) {
    String name = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    byte[] content = Optional.ofNullable(files.get(name)).orElseThrow().clone();
    if (spoilsContent) {
      content[0]++;
    }
    return content;
  }

  @Override
  public int cutAfter() {
    return cutAfter;
  }

  @Override
  public boolean stalls() {
    return stalls;
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    hub.stop(0);
    store.close();
    threads.shutdownNow();
  }
}
