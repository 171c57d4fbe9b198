package dev.easel.http.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Makes and knows the names of kept pictures: 128 random bits, 64 bits of a hash of these and the
 * picture's owner, and the suffix of the format. So every store, also one that many servers share,
 * knows whose a picture is, and nothing has to be kept beside it.
 *
 * <p>Whatever looks different is no picture's name, so that nothing else in a folder or bucket is
 * read, counted or removed, and no name leads elsewhere.
 *
 * <p><b>Threads</b>: any.
 */
public final class PictureKey {

  private static final int RANDOM_BYTES = 16;
  private static final int OWNER_BYTES = 8;
  private static final int CHARACTERS = 32;
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{32}(\\.png|\\.jpg|\\.webp)?");

  private final SecureRandom random = new SecureRandom();

  /** Draws a name that nobody finds by trying. */
  public String draw(String contentType, String owner) {
    byte[] secret = new byte[RANDOM_BYTES];
    random.nextBytes(secret);
    return name(secret, owner) + suffix(contentType);
  }

  private static String name(byte[] secret, String owner) {
    byte[] name = Arrays.copyOf(secret, RANDOM_BYTES + OWNER_BYTES);
    System.arraycopy(hash(secret, owner), 0, name, RANDOM_BYTES, OWNER_BYTES);
    return Base64.getUrlEncoder().encodeToString(name);
  }

  private static byte[] hash(byte[] secret, String owner) {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      hash.update(secret);
      return hash.digest(owner.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Whether a text is the name of a picture of somebody's. */
  public static boolean isOf(String text, String owner) {
    if (!isOne(text)) {
      return false;
    }
    String name = text.substring(0, CHARACTERS);
    byte[] secret = Arrays.copyOf(Base64.getUrlDecoder().decode(name), RANDOM_BYTES);
    return name.equals(name(secret, owner));
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
