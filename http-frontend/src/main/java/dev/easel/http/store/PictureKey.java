package dev.easel.http.store;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Makes and knows the names of kept pictures: 192 random bits, and the suffix of the format.
 *
 * <p>Whatever looks different is no picture's name, so that nothing else in a folder or bucket is
 * read, counted or removed, and no name leads elsewhere.
 *
 * <p><b>Threads</b>: any.
 */
public final class PictureKey {

  private static final int BYTES = 24;
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{32}(\\.png|\\.jpg|\\.webp)?");

  private final SecureRandom random = new SecureRandom();

  /** Draws a name that nobody finds by trying. */
  public String draw(String contentType) {
    byte[] secret = new byte[BYTES];
    random.nextBytes(secret);
    return Base64.getUrlEncoder().encodeToString(secret) + suffix(contentType);
  }

  /** Whether a text can be a picture's name. */
  public static boolean isOne(String text) {
    return KEY.matcher(text).matches();
  }

  /** The media type that a name's suffix stands for. */
  public static String contentType(String key) {
    String suffix = key.contains(".") ? key.substring(key.indexOf('.')) : "";
    return switch (suffix) {
      case ".png" -> "image/png";
      case ".jpg" -> "image/jpeg";
      case ".webp" -> "image/webp";
      default -> "application/octet-stream";
    };
  }

  private static String suffix(String contentType) {
    return switch (contentType) {
      case "image/png" -> ".png";
      case "image/jpeg" -> ".jpg";
      case "image/webp" -> ".webp";
      default -> "";
    };
  }
}
