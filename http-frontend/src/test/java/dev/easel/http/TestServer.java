package dev.easel.http;

import dev.easel.calculators.http.ImageStore;
import dev.easel.http.metrics.MetricFamilies;
import dev.easel.http.server.HttpServer;
import dev.easel.http.server.ServerSettings;
import dev.easel.http.store.MemoryImageStore;
import dev.easel.http.store.StoreLimits;
import dev.easel.serving.Servable;
import dev.easel.serving.Servables;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** A real server on a free port, and a client of it. */
public final class TestServer implements AutoCloseable {

  public final ImageStore images;
  public final HttpServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private TestServer(
      ServerSettings settings,
      Servables servables,
      ImageStore images,
      Optional<MetricFamilies> metrics) {
    this.images = images;
    server = HttpServer.open(settings, servables, images, metrics, () -> 0, "1.2.3");
  }

  /** A server that shows its metrics. */
  public static TestServer counting(Servable... servables) {
    return counting(settings -> settings, GivenServables.of(servables));
  }

  /** A server that shows its metrics. */
  public static TestServer counting(UnaryOperator<ServerSettings> change, Servables servables) {
    return counting(change, servables, new MemoryImageStore(StoreLimits.DEFAULT));
  }

  /** A server that shows its metrics and the pictures of a store. */
  public static TestServer counting(
      UnaryOperator<ServerSettings> change, Servables servables, ImageStore images) {
    return new TestServer(
        change.apply(settings()), servables, images, Optional.of(MetricFamilies.ALL));
  }

  public static TestServer of(Servable... servables) {
    return of(settings -> settings, GivenServables.of(servables));
  }

  public static TestServer of(UnaryOperator<ServerSettings> change, Servables servables) {
    return new TestServer(
        change.apply(settings()),
        servables,
        new MemoryImageStore(StoreLimits.DEFAULT),
        Optional.empty());
  }

  public static ServerSettings settings() {
    return ServerSettings.on(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
  }

  public InetSocketAddress address() {
    return server.addresses().get(0);
  }

  /** The address that a client gets as its base, such as {@code http://127.0.0.1:1234/v3}. */
  public String base(String prefix) {
    return "http://127.0.0.1:" + address().getPort() + prefix;
  }

  public RawClient connect() throws IOException {
    return new RawClient(address());
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base(path)));
  }

  public HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** The bytes behind a whole URL, or a path of this server. */
  public HttpResponse<byte[]> fetch(String url, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        url.startsWith("/") ? request(url) : HttpRequest.newBuilder(URI.create(url));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).build());
  }

  public HttpResponse<String> post(String path, String json)
      throws IOException, InterruptedException {
    return send(posted(path, json));
  }

  /** Does not wait for the answer. */
  public CompletableFuture<HttpResponse<String>> postAsync(String path, String json) {
    return client.sendAsync(posted(path, json), HttpResponse.BodyHandlers.ofString());
  }

  /** Returns with the answer's head; closing the body leaves. */
  public HttpResponse<InputStream> stream(String path, String json)
      throws IOException, InterruptedException {
    return client.send(posted(path, json), HttpResponse.BodyHandlers.ofInputStream());
  }

  private HttpRequest posted(String path, String json) {
    return request(path)
        .header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json))
        .build();
  }

  @Override
  public void close() {
    server.close();
  }
}
