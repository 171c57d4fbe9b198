package dev.easel.serving.plugin;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A jar's entries as they were at one moment, in memory: what happens to the file afterwards
 * changes nothing.
 *
 * <p><b>Threads</b>: immutable.
 *
 * @param file the jar
 * @param sha256 its hash
 * @param entries its files by name; of a multi-release jar those for this Java
 */
record JarContents(Path file, String sha256, Map<String, byte[]> entries) {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final String VERSIONS = "META-INF/versions/";

  /** What a jar ends with; one that is still being written does not. */
  private static final byte[] END_OF_DIRECTORY = {'P', 'K', 5, 6};

  private static final int LONGEST_END = 22 + 0xffff;

  /**
   * Reads a jar.
   *
   * @throws IOException when it is no whole jar
   */
  static JarContents read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (!ends(bytes)) {
      throw new IOException("it is no whole jar; is it still being written?");
    }
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (!entry.isDirectory()) {
          entries.put(entry.getName(), in.readAllBytes());
        }
      }
    }
    return new JarContents(file, hash(bytes), forThisJava(entries));
  }

  private static boolean ends(byte[] bytes) {
    for (int at = bytes.length - 22; at >= Math.max(0, bytes.length - LONGEST_END); at--) {
      if (bytes[at] == END_OF_DIRECTORY[0]
          && bytes[at + 1] == END_OF_DIRECTORY[1]
          && bytes[at + 2] == END_OF_DIRECTORY[2]
          && bytes[at + 3] == END_OF_DIRECTORY[3]) {
        return true;
      }
    }
    return false;
  }

  private static Map<String, byte[]> forThisJava(Map<String, byte[]> entries) throws IOException {
    byte[] manifest = entries.get(MANIFEST);
    boolean hasVersions =
        manifest != null
            && "true"
                .equalsIgnoreCase(
                    new Manifest(new ByteArrayInputStream(manifest))
                        .getMainAttributes()
                        .getValue(Attributes.Name.MULTI_RELEASE));
    if (!hasVersions) {
      return entries;
    }
    Map<String, byte[]> all = new LinkedHashMap<>(entries);
    Map<Integer, Map<String, byte[]>> versions = new TreeMap<>();
    entries.forEach(
        (name, bytes) ->
            version(name)
                .filter(v -> v <= Runtime.version().feature())
                .ifPresent(
                    v ->
                        versions
                            .computeIfAbsent(v, key -> new LinkedHashMap<>())
                            .put(name.substring((VERSIONS + v + "/").length()), bytes)));
    versions.values().forEach(all::putAll);
    return all;
  }

  private static Optional<Integer> version(String name) {
    int slash = name.indexOf('/', VERSIONS.length());
    String number = name.startsWith(VERSIONS) && slash > 0 ? name.substring(18, slash) : "";
    return number.matches("[1-9][0-9]{0,3}")
        ? Optional.of(Integer.parseInt(number))
        : Optional.empty();
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** The jar's manifest, if it has one. */
  Optional<Manifest> manifest() throws IOException {
    byte[] bytes = entries.get(MANIFEST);
    return bytes == null
        ? Optional.empty()
        : Optional.of(new Manifest(new ByteArrayInputStream(bytes)));
  }
}
