package dev.easel.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The clock of a process of its own, which can be set while the process runs, as Debian's faketime
 * plays it. The time that passes, and the times of files, stay the machine's.
 */
public final class SetClock {
  private final Path library;
  private final Path offset;

  private SetClock(Path library, Path offset) {
    this.library = library;
    this.offset = offset;
  }

  /** A clock that is right; the test is skipped where it cannot be had. */
  public static SetClock in(Path folder) throws IOException {
    try (Stream<Path> places = Files.list(Path.of("/usr/lib"))) {
      List<Path> found =
          places
              .map(place -> place.resolve("faketime/libfaketimeMT.so.1"))
              .filter(Files::exists)
              .toList();
      Assumptions.assumeTrue(!found.isEmpty(), "faketime is missing: sudo apt install faketime");
      SetClock clock = new SetClock(found.get(0), Files.createTempFile(folder, "clock", ".offset"));
      clock.jump("+0d");
      return clock;
    }
  }

  /** Sets it so far from the true time; the file changes as a whole. */
  public void jump(String by) throws IOException {
    Path next = Files.writeString(offset.resolveSibling(offset.getFileName() + ".next"), by + "\n");
    Files.move(next, offset, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** What a process is started with whose clock is wrong by this from its beginning. */
  public Map<String, String> wrongBy(String much) {
    return Map.of(
        "LD_PRELOAD",
        library.toString(),
        "FAKETIME",
        much,
        "FAKETIME_DONT_FAKE_MONOTONIC",
        "1",
        "NO_FAKE_STAT",
        "1");
  }

  /** What the process is started with. */
  public Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD",
        library.toString(),
        "FAKETIME_TIMESTAMP_FILE",
        offset.toString(),
        "FAKETIME_NO_CACHE",
        "1",
        "FAKETIME_DONT_FAKE_MONOTONIC",
        "1",
        "NO_FAKE_STAT",
        "1");
  }
}
