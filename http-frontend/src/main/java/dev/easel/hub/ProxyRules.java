package dev.easel.hub;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The proxies that {@code http_proxy}, {@code https_proxy} and {@code no_proxy} name. */
final class ProxyRules extends ProxySelector {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyRules.class);

  private final Map<String, String> environment;

  ProxyRules(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public List<Proxy> select(URI uri) {
    Optional<URI> proxy =
        isDirect(uri.getHost()) ? Optional.empty() : proxy(String.valueOf(uri.getScheme()));
    return List.of(
        proxy
            .map(p -> new Proxy(Proxy.Type.HTTP, new InetSocketAddress(p.getHost(), port(p))))
            .orElse(Proxy.NO_PROXY));
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException e) {
    LOG.warn("the proxy {} for {} does not answer: {}", address, uri, e.toString());
  }

  /**
   * What tells the proxy for an address who calls. An {@link java.net.Authenticator} would be the
   * other way, but a client that has one drops the header that tells the hub who calls.
   */
  Optional<String> authorization(URI uri) {
    if (isDirect(uri.getHost())) {
      return Optional.empty();
    }
    return proxy(String.valueOf(uri.getScheme()))
        .map(URI::getUserInfo)
        .map(user -> Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)))
        .map(encoded -> "Basic " + encoded);
  }

  private Optional<URI> proxy(String scheme) {
    return variable(scheme + "_proxy")
        .map(text -> URI.create(text.contains("://") ? text : "http://" + text))
        .filter(uri -> uri.getHost() != null);
  }

  private static int port(URI proxy) {
    return proxy.getPort() >= 0 ? proxy.getPort() : 80;
  }

  private boolean isDirect(String host) {
    for (String rule : variable("no_proxy").orElse("").split(",", -1)) {
      String suffix = rule.strip().toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", "");
      String name = host.toLowerCase(Locale.ROOT);
      if (suffix.equals("*")
          || (!suffix.isEmpty() && (name.equals(suffix) || name.endsWith("." + suffix)))) {
        return true;
      }
    }
    return false;
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name))
        .or(() -> Optional.ofNullable(environment.get(name.toUpperCase(Locale.ROOT))))
        .filter(value -> !value.isBlank());
  }
}
