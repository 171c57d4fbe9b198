package dev.easel.genai.runtime;

import dev.easel.genai.error.GenAiException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Puts the binding's own library where the system can load it: a folder named by its content. */
final class ShimFile {
  private static final String NAME = "libeasel_genai.so";

  private ShimFile() {}

  /**
   * The file: the one that was put beside the runtime when it is this one, so that nothing has to
   * be written; otherwise one in the cache.
   */
  static Path found(String platform, Path runtime, Path cache) throws IOException {
    byte[] library = packed(platform);
    Path shipped = runtime.resolve("native").resolve(NAME);
    return isSame(shipped, library) ? shipped : extracted(library, cache);
  }

  private static Path extracted(byte[] library, Path cache) throws IOException {
    String digest = HexFormat.of().formatHex(sha256(library));
    try {
      return written(library, cache.resolve("native").resolve(digest));
    } catch (IOException e) {
      // A service user may have no home that it can write to.
      Path fallback = Files.createTempDirectory("easel-native-");
      Path file = written(library, fallback);
      file.toFile().deleteOnExit();
      fallback.toFile().deleteOnExit();
      return file;
    }
  }

  private static Path written(byte[] library, Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    if (isSame(file, library)) {
      return file;
    }
    Files.createDirectories(folder);
    Path part = Files.createTempFile(folder, NAME, ".part");
    try {
      Files.write(part, library);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
    return file;
  }

  /** Compared as a whole: a file that was cut or changed must not be loaded. */
  private static boolean isSame(Path file, byte[] library) throws IOException {
    return Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), library);
  }

  private static byte[] packed(String platform) throws IOException {
    String resource = "native/" + platform + "/" + NAME;
    try (InputStream in = ShimFile.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new GenAiException("the jar holds no native library for " + platform);
      }
      return in.readAllBytes();
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
