package dev.easel.calculators.upstream.access;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * What stands before the endpoints of an upstream, such as {@code https://api.openai.com/v1}.
 *
 * <p><b>Threads</b>: immutable.
 *
 * @param base the address, without a slash at its end
 */
public record UpstreamAddress(URI base) {

  private static final String RIGHT = "; it must be an address such as https://api.openai.com/v1";

  /**
   * Reads a {@code base_url}.
   *
   * <p><b>Failure</b>: {@code INVALID_ARGUMENT}, without the text, in which somebody may have
   * written a password.
   */
  public static UpstreamAddress of(String text) {
    if (text.isBlank()) {
      throw invalid("base_url is missing" + RIGHT);
    }
    URI base;
    try {
      base = new URI(text.replaceAll("/+$", ""));
    } catch (URISyntaxException e) {
      throw invalid("base_url is no address" + RIGHT);
    }
    String scheme = String.valueOf(base.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw invalid("base_url begins with neither https:// nor http://" + RIGHT);
    }
    if (base.getRawUserInfo() != null) {
      throw invalid("base_url has a user or a password, which do not belong in a graph" + RIGHT);
    }
    if (base.getHost() == null || base.getHost().isEmpty()) {
      throw invalid("base_url names no host" + RIGHT);
    }
    if (base.getRawQuery() != null || base.getRawFragment() != null) {
      throw invalid("base_url has a query or a fragment" + RIGHT);
    }
    return new UpstreamAddress(base);
  }

  private static StatusException invalid(String message) {
    return new StatusException(StatusCode.INVALID_ARGUMENT, message);
  }

  /** The address of an endpoint below it, such as {@code images/generations}. */
  public URI endpoint(String path) {
    return URI.create(base + "/" + path);
  }

  /** The host alone. */
  public String host() {
    return base.getHost();
  }
}
