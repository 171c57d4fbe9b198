package dev.easel.serving.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Maps files as native code does, and looks what the kernel says. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class ReadFilesTest {
  private static final int SIZE = 8 << 20;

  /** The kernel maps a few pages around the one that was asked for. */
  private static final int AROUND = 256 << 10;

  @TempDir Path folder;

  private final AtomicLong read = new AtomicLong(-1);

  private Path file(String name) throws IOException {
    return Files.write(folder.resolve(name), new byte[SIZE]);
  }

  private static MappedByteBuffer map(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, SIZE);
    }
  }

  private static int touch(MappedByteBuffer pages, int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i += 4096) {
      sum += pages.get(i);
    }
    return sum;
  }

  @Test
  void seesHowMuchOfAMappedFileIsRead() throws Exception {
    Path file = file("a weights file.bin");
    Path other = file("other.bin");
    try (ReadFiles reading =
        new ReadFiles(Map.of(file, (long) SIZE, other, (long) SIZE), read::set)) {
      reading.begin();
      reading.look();
      assertThat(read).hasValue(0);
      MappedByteBuffer pages = map(file);
      assertThat(touch(pages, 0, SIZE / 2)).isZero();
      reading.look();
      assertThat(read.get()).isBetween((long) SIZE / 2, (long) SIZE / 2 + AROUND);
      assertThat(touch(pages, SIZE / 2, SIZE)).isZero();
      reading.look();
      assertThat(read).hasValue(SIZE);
    }
  }

  @Test
  void leavesOutWhatWasMappedBefore() throws Exception {
    Path file = file("old.bin");
    MappedByteBuffer old = map(file);
    assertThat(touch(old, 0, SIZE)).isZero();
    try (ReadFiles reading = new ReadFiles(Map.of(file, (long) SIZE), read::set)) {
      reading.begin();
      reading.look();
      assertThat(read).hasValue(0);
    }
    assertThat(touch(old, 0, SIZE)).isZero();
  }

  @Test
  void tellsNothingWhenTheLoadIsOver() throws Exception {
    ReadFiles reading = new ReadFiles(Map.of(file("a.bin"), (long) SIZE), read::set);
    reading.begin();
    reading.close();
    reading.look();
    assertThat(read).hasValue(-1);
  }
}
