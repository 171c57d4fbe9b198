package dev.easel.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class AccessTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-30T00:00:00Z"));

  @TempDir private Path folder;

  private Access open(Path file, Duration poll) {
    return Access.file(file, Optional.empty(), CLOCK, poll);
  }

  @Test
  void followsItsFile() throws Exception {
    Path file = folder.resolve("access.json");
    AccessEditor editor = new AccessEditor(file);
    String first = editor.add("studio", Optional.empty(), Optional.empty()).key();
    try (Access access = open(file, Duration.ofMillis(20))) {
      assertThat(access.find(first)).isPresent();
      AccessEditor.Added second =
          editor.add(
              "studio", Optional.of("second"), Optional.of(Instant.parse("2026-12-01T00:00:00Z")));
      while (access.find(second.key()).isEmpty()) {
        Thread.onSpinWait();
      }
      editor.revoke("second");
      while (access.find(second.key()).isPresent()) {
        Thread.onSpinWait();
      }
      assertThat(access.find(first).get().group().name()).isEqualTo("studio");
    }
    assertThat(Files.readString(file)).doesNotContain(first);
  }

  @Test
  void aBrokenFileChangesNothingAndIsTold() throws Exception {
    Path file = folder.resolve("access.json");
    String key = new AccessEditor(file).add("g", Optional.empty(), Optional.empty()).key();
    String good = Files.readString(file);
    try (Access access = open(file, Duration.ZERO)) {
      for (String broken : new String[] {"", "{", "{\"groups\": []}", "[]"}) {
        Files.writeString(file, broken);
        assertThat(access.reload()).get().asString().contains("access.json");
        assertThat(access.find(key)).isPresent();
      }
      Files.delete(file);
      assertThat(access.reload()).get().asString().contains("there is no such file");
      assertThat(access.find(key)).isPresent();
      Files.writeString(file, good.replace(KeyHash.of(key).hex(), KeyHash.of("new").hex()));
      assertThat(access.reload()).isEmpty();
      assertThat(access.find(key)).isEmpty();
      assertThat(access.find("new")).isPresent();
    }
  }

  @Test
  void aFileWithoutKeysIsAClosedDoor() throws Exception {
    Path file = folder.resolve("access.json");
    Files.writeString(file, "{\"groups\": [], \"keys\": []}");
    try (Access access = open(file, Duration.ZERO)) {
      assertThat(access.isDemanded()).isTrue();
      assertThat(access.find("")).isEmpty();
    }
  }
}
