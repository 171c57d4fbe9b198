package dev.easel.genai.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.genai.error.GenAiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShimFileTest {
  private static final String PLATFORM = "linux-" + machine();

  @TempDir Path cache;
  @TempDir Path runtime;

  @Test
  void extractsOnceIntoFolderNamedByContent() throws IOException {
    Path file = ShimFile.found(PLATFORM, runtime, cache);
    assertThat(cache.relativize(file).toString())
        .matches("native/[0-9a-f]{64}/libeasel_genai\\.so");
    Object inode = Files.getAttribute(file, "unix:ino");
    assertThat(ShimFile.found(PLATFORM, runtime, cache)).isEqualTo(file);
    assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(inode);
  }

  @Test
  void takesTheOneBesideTheRuntimeAndWritesNothing() throws IOException {
    Path extracted = ShimFile.found(PLATFORM, runtime, cache);
    Path shipped = Files.createDirectory(runtime.resolve("native")).resolve("libeasel_genai.so");
    Files.move(extracted, shipped);
    assertThat(ShimFile.found(PLATFORM, runtime, cache)).isEqualTo(shipped);
    assertThat(extracted).doesNotExist();
  }

  @Test
  void doesNotTakeAnotherOneBesideTheRuntime() throws IOException {
    Path shipped = Files.createDirectory(runtime.resolve("native")).resolve("libeasel_genai.so");
    Files.write(shipped, new byte[] {1, 2, 3});
    assertThat(ShimFile.found(PLATFORM, runtime, cache)).startsWith(cache);
  }

  @Test
  void replacesFileThatWasCut() throws IOException {
    Path file = ShimFile.found(PLATFORM, runtime, cache);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, new byte[] {1, 2, 3});
    assertThat(ShimFile.found(PLATFORM, runtime, cache)).isEqualTo(file).hasBinaryContent(whole);
  }

  @Test
  void goesElsewhereWhenTheCacheCannotBeWritten() throws IOException {
    Path notFolder = Files.createFile(cache.resolve("file"));
    assertThat(ShimFile.found(PLATFORM, runtime, notFolder)).isRegularFile();
  }

  @Test
  void namesPlatformThatIsNotPacked() {
    assertThatThrownBy(() -> ShimFile.found("linux-pdp11", runtime, cache))
        .isInstanceOf(GenAiException.class)
        .hasMessage("the jar holds no native library for linux-pdp11");
  }

  private static String machine() {
    String name = System.getProperty("os.arch", "");
    return name.equals("amd64") ? "x86_64" : name;
  }
}
