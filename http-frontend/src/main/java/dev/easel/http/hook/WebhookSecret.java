package dev.easel.http.hook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret with which webhooks are signed: {@code whsec_} and base64 of 24 to 64 bytes.
 *
 * <p><b>Threads</b>: immutable.
 */
public final class WebhookSecret {
  private static final String PREFIX = "whsec_";
  private static final int LEAST = 24;
  private static final int MOST = 64;

  private final byte[] key;

  private WebhookSecret(byte[] key) {
    this.key = key;
  }

  /**
   * Reads a secret.
   *
   * <p><b>Failure</b>: {@link IllegalArgumentException} that says what a secret looks like.
   */
  public static WebhookSecret parse(String text) {
    String given = text.strip();
    byte[] key;
    try {
      key = Base64.getDecoder().decode(given.startsWith(PREFIX) ? given.substring(6) : "?");
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("a webhook's secret is whsec_ and base64", e);
    }
    if (key.length < LEAST || key.length > MOST) {
      throw new IllegalArgumentException(
          "a webhook's secret has 24 to 64 bytes, not %d: make one with".formatted(key.length)
              + " printf 'whsec_%s' \"$(openssl rand -base64 32)\"");
    }
    return new WebhookSecret(key);
  }

  /** The value of {@code webhook-signature} for a message. */
  String sign(String id, long timestampSeconds, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      String content = id + "." + timestampSeconds + "." + body;
      byte[] signed = mac.doFinal(content.getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(signed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has HMAC with SHA-256", e);
    }
  }
}
