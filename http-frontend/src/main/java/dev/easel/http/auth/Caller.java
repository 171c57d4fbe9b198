package dev.easel.http.auth;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Base64;
import java.util.Optional;

/**
 * Tells those who ask apart, so that they share a model evenly.
 *
 * <p>The address alone would take all who sit behind one proxy for one; the key alone would take
 * all for one who send what the OpenAI clients' users write where no key is needed, such as {@code
 * unused}. So a caller is both together. On a server that demands its key all have the same one,
 * and the address decides.
 */
public final class Caller {

  private static final String SCHEME = "Bearer ";

  private Caller() {}

  /**
   * A name for whoever asks, the same as long as address and key are. Only a digest of the key is
   * in it: it is as long for any key, and what keeps the name does not keep a secret.
   *
   * @param authorization the {@code Authorization} header; anything but a bearer's key counts as
   *     none
   */
  public static String of(SocketAddress remote, Optional<String> authorization) {
    String address =
        remote instanceof InetSocketAddress internet ? internet.getAddress().getHostAddress() : "";
    return key(authorization)
        .map(key -> address + ' ' + Base64.getEncoder().encodeToString(ApiKey.digest(key)))
        .orElse(address);
  }

  private static Optional<String> key(Optional<String> authorization) {
    return authorization
        .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(value -> value.substring(SCHEME.length()).strip())
        .filter(key -> !key.isEmpty());
  }
}
