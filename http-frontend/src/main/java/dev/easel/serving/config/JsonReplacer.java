package dev.easel.serving.config;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;

/** Writes files of JSON that people and servers read. */
public final class JsonReplacer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonReplacer() {}

  /**
   * Replaces a file in one step: whoever reads it, or starts after a power cut, finds the old one
   * or the new one. Who may read it stays as it was.
   *
   * <p><b>Failure</b>: {@code PERMISSION_DENIED} when it cannot be written.
   */
  public static void replace(Path file, JsonNode root) {
    Path whole = file.toAbsolutePath();
    Path fresh =
        whole.resolveSibling("." + whole.getFileName() + "." + ProcessHandle.current().pid());
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
    try {
      String text = JSON.writer(printer).writeValueAsString(root) + "\n";
      Files.writeString(fresh, text, StandardCharsets.UTF_8);
      keepPermissions(whole, fresh);
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(fresh, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (CharacterCodingException e) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT,
          "cannot write " + file + ": a text in it has half of a character (a surrogate alone)",
          e);
    } catch (IOException e) {
      throw new StatusException(StatusCode.PERMISSION_DENIED, "cannot write " + file + ": " + e, e);
    }
  }

  private static void keepPermissions(Path old, Path fresh) throws IOException {
    boolean isPosix = Files.getFileAttributeView(fresh, PosixFileAttributeView.class) != null;
    if (isPosix && Files.exists(old)) {
      Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(old));
    }
  }
}
