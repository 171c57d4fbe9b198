package dev.easel.genai.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.easel.genai.error.GenAiException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configurations of models, whatever their size is said to be. */
class ModelIndexTest {
  /** With what the assertion itself takes. */
  private static final long LITTLE = 64 << 20;

  @TempDir private Path folder;

  @Test
  void gigabytesAreRefusedInOneLineAndWithoutMemory() throws Exception {
    try (RandomAccessFile file =
        new RandomAccessFile(folder.resolve("model_index.json").toFile(), "rw")) {
      file.setLength(3L << 30);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> ModelIndex.of(folder))
        .isInstanceOf(GenAiException.class)
        .hasMessageContaining("model_index.json: it has more than 1 MiB")
        .hasMessageNotContaining("\n");
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(LITTLE);
  }

  @Test
  void devicesAreNoConfigurations() throws Exception {
    Files.createSymbolicLink(folder.resolve("model_index.json"), Path.of("/dev/zero"));
    assertThatThrownBy(() -> ModelIndex.of(folder)).hasMessageContaining("cannot read");
  }
}
