package dev.easel.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Compares files with the hashes that a hub lists. */
final class Hashes {
  private Hashes() {}

  /** Whether a file's content is the listed one; a file without a listed hash is. */
  static boolean matches(Path path, HubFile file) throws IOException {
    if (file.sha256().isPresent()) {
      return hex(digest("SHA-256"), path).equalsIgnoreCase(file.sha256().get());
    }
    if (file.gitHash().isPresent()) {
      MessageDigest digest = digest("SHA-1"); // git's own, so there is no choice
      digest.update(("blob " + file.size() + "\0").getBytes(StandardCharsets.UTF_8));
      return hex(digest, path).equalsIgnoreCase(file.gitHash().get());
    }
    return true;
  }

  private static String hex(MessageDigest digest, Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }
}
