package dev.easel.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The SHA-256 of a key, which is all that is kept of it.
 *
 * <p>Keys that Easel draws have 256 random bits, so nobody finds one by trying hashes, and a slow
 * hash would only slow every request down.
 *
 * <p><b>Threads</b>: immutable.
 */
public final class KeyHash {
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");

  private final byte[] digest;

  private KeyHash(byte[] digest) {
    this.digest = digest;
  }

  /** The hash of a key. */
  public static KeyHash of(String key) {
    try {
      return new KeyHash(
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** The hash that 64 hexadecimal digits write; empty when they are something else. */
  public static Optional<KeyHash> parse(String hex) {
    return HEX.matcher(hex).matches()
        ? Optional.of(new KeyHash(HexFormat.of().parseHex(hex)))
        : Optional.empty();
  }

  /** Whether both are of one key; takes as long for any other hash. */
  public boolean isSame(KeyHash other) {
    return MessageDigest.isEqual(digest, other.digest);
  }

  /** The hash in hexadecimal digits. */
  public String hex() {
    return HexFormat.of().formatHex(digest);
  }
}
