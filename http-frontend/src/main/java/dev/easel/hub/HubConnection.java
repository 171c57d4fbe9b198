package dev.easel.hub;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Talks HTTP with a hub. Redirects are followed here and not by the client, because the token must
 * not travel to the store that a hub redirects to.
 */
final class HubConnection {
  private static final int MOST_REDIRECTS = 8;
  private static final Duration CONNECT = Duration.ofSeconds(20);

  private final HubAddress address;
  private final ProxyRules proxies;
  private final HttpClient client;

  HubConnection(HubAddress address, Map<String, String> environment) {
    this.proxies = new ProxyRules(environment);
    this.address = address;
    this.client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .proxy(proxies)
            .build();
  }

  HubAddress address() {
    return address;
  }

  /**
   * Sends a GET and follows redirects; the caller closes the body.
   *
   * @param from the first byte wanted
   */
  HttpResponse<InputStream> get(URI uri, long from) throws IOException, InterruptedException {
    URI target = uri;
    for (int i = 0; i <= MOST_REDIRECTS; i++) {
      HttpResponse<InputStream> response =
          client.send(request(target, from), BodyHandlers.ofInputStream());
      Optional<String> location = response.headers().firstValue("location");
      if (response.statusCode() / 100 != 3 || location.isEmpty()) {
        return response;
      }
      response.body().close();
      target = redirected(target, location.get());
    }
    throw new StatusException(StatusCode.UNAVAILABLE, uri + " redirects in a circle");
  }

  private static URI redirected(URI from, String location) {
    try {
      URI target = from.resolve(location);
      if (String.valueOf(target.getScheme()).matches("https?")) {
        return target;
      }
    } catch (IllegalArgumentException e) {
      // Not even an address; the message below says what came.
    }
    throw new StatusException(
        StatusCode.FAILED_PRECONDITION,
        from + " redirects to '" + location + "', which is no HTTP");
  }

  private HttpRequest request(URI uri, long from) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).header("user-agent", "easel").timeout(Duration.ofMinutes(1));
    if (from > 0) {
      request.header("range", "bytes=" + from + "-");
    }
    if (address.owns(uri)) {
      address.token().ifPresent(token -> request.header("authorization", "Bearer " + token));
    }
    proxies.authorization(uri).ifPresent(login -> request.header("proxy-authorization", login));
    return request.build();
  }

  /** What an answer that is no success means for whoever asked. */
  StatusException refusal(URI uri, int status) {
    return switch (status) {
      case 401, 403 ->
          new StatusException(
              StatusCode.UNAUTHENTICATED,
              uri
                  + " answers "
                  + status
                  + (address.token().isPresent()
                      ? ": the token is not valid for this repository, or its terms are not accepted"
                      : ": it is not there, or it needs a token: set HF_TOKEN"));
      case 404 ->
          new StatusException(
              StatusCode.NOT_FOUND, uri + " answers 404: there is no such repository or file");
      default -> new StatusException(StatusCode.UNAVAILABLE, uri + " answers " + status);
    };
  }
}
