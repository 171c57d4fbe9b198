package dev.easel.http.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.easel.calculators.http.ImageStore;
import dev.easel.calculators.http.ImageStoreException;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.http.StoredImage;
import dev.easel.framework.status.StatusException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FolderImageStoreTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir Path root;

  @Test
  void keepsPicturesAcrossRestarts() {
    String key;
    try (FolderImageStore store = open(root.resolve("a/b"), 10, 1000)) {
      key = put(store, picture("image/webp", 1, 700));
    }
    try (FolderImageStore store = open(root.resolve("a/b"), 10, 1000)) {
      StoredImage found = find(store, key).orElseThrow();
      assertThat(found.contentType()).isEqualTo("image/webp");
      assertThat(found.length()).isEqualTo(700);
      assertThat(found.content().get(0).get(699)).isEqualTo((byte) 1);
      // What a former process has left counts too.
      String second = put(store, picture("image/png", 2, 400));
      assertThat(find(store, key)).isEmpty();
      assertThat(find(store, second)).isPresent();
    }
  }

  @Test
  void showsItsPicturesToNobodyElseOnTheMachine() throws IOException {
    Path folder = root.resolve("own");
    open(folder, 10, 1000).close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
  }

  @Test
  void forgetsAPictureWhenItsTimeIsOver() throws IOException {
    try (FolderImageStore store = open(root, 10, 1000)) {
      String key = put(store, picture("image/png", 1, 5));
      String fresh = put(store, picture("image/png", 1, 5));
      age(root.resolve(key), MINUTE);
      assertThat(find(store, key)).isEmpty();
      store.look();
      assertThat(files()).containsExactly(fresh);
    }
  }

  /** As after the clock that stamps the files was set: back, so that they are of a day to come. */
  @Test
  void keepsPicturesOfADayToComeAndTheLimits() throws IOException {
    String first;
    String third;
    try (FolderImageStore store = open(root, 2, 1000)) {
      first = put(store, picture("image/png", 1, 5));
      age(root.resolve(first), Duration.ofDays(-10));
      store.look();
      assertThat(find(store, first)).isPresent();
      String second = put(store, picture("image/png", 1, 5));
      assertThat(find(store, second)).isPresent();
      third = put(store, picture("image/png", 1, 5));
      assertThat(find(store, third)).isPresent();
      assertThat(files()).containsExactlyInAnyOrder(first, third);
    }
    try (FolderImageStore store = open(root, 2, 1000)) {
      age(root.resolve(third), MINUTE);
      store.look();
      assertThat(files()).containsExactly(first);
    }
  }

  @Test
  void makesRoomByNumberAndBytes() throws IOException {
    try (FolderImageStore store = open(root, 2, 100)) {
      String first = put(store, picture("image/png", 1, 10));
      age(root.resolve(first), Duration.ofSeconds(30));
      store.look();
      String second = put(store, picture("image/png", 1, 10));
      age(root.resolve(second), Duration.ofSeconds(20));
      store.look();
      String third = put(store, picture("image/png", 1, 10));
      assertThat(files()).containsExactlyInAnyOrder(second, third);
      String large = put(store, picture("image/png", 1, 95));
      assertThat(files()).containsExactly(large);
      assertThatThrownBy(() -> put(store, picture("image/png", 1, 101)))
          .hasCauseInstanceOf(RequestException.class)
          .hasMessageContaining("b64_json");
    }
  }

  @Test
  void removesWhatWasBeingWrittenWhenAProcessEnded() throws IOException {
    String key = "A".repeat(32) + ".png";
    Path old = Files.writeString(root.resolve(".new-" + key), "half");
    age(old, Duration.ofMinutes(11));
    Path young = Files.writeString(root.resolve(".new-B" + key.substring(1)), "half");
    try (FolderImageStore store = open(root, 10, 1000)) {
      assertThat(old).doesNotExist();
      assertThat(young).exists();
      assertThat(find(store, key)).isEmpty();
    }
  }

  @Test
  void leavesEverythingElseAlone() throws IOException {
    Path notes = Files.writeString(root.resolve("notes.png"), "mine");
    Path folder = Files.createDirectory(root.resolve("C".repeat(32)));
    age(notes, Duration.ofDays(9));
    try (FolderImageStore store = open(root, 1, 1000)) {
      put(store, picture("image/png", 1, 10));
      put(store, picture("image/png", 1, 10));
      assertThat(notes).exists();
      assertThat(folder).exists();
      assertThat(find(store, "notes.png")).isEmpty();
      assertThat(find(store, "C".repeat(32))).isEmpty();
    }
  }

  @Test
  void leadsNowhereElse() throws IOException {
    Path folder = Files.createDirectory(root.resolve("pictures"));
    Path secret = Files.writeString(root.resolve("D".repeat(32) + ".png"), "secret");
    Files.createSymbolicLink(folder.resolve("E".repeat(32) + ".png"), secret);
    try (FolderImageStore store = open(folder, 10, 1000)) {
      List<String> bad =
          List.of(
              "",
              ".",
              "..",
              "../" + secret.getFileName(),
              secret.toString(),
              "E".repeat(32) + ".png");
      for (String key : bad) {
        assertThat(find(store, key)).as(key).isEmpty();
      }
      assertThat(find(store, "x\0" + "E".repeat(30))).isEmpty();
    }
  }

  @Test
  void twoServersShareAFolder() {
    try (FolderImageStore one = open(root, 10, 1000);
        FolderImageStore other = open(root, 10, 1000)) {
      String key = put(one, picture("image/jpeg", 7, 20));
      assertThat(find(other, key).orElseThrow().contentType()).isEqualTo("image/jpeg");
    }
  }

  @Test
  void refusesWhatIsNoFolderItMayWriteTo() throws IOException {
    Path file = Files.writeString(root.resolve("file"), "");
    assertThatThrownBy(() -> open(file, 10, 1000))
        .isInstanceOf(StatusException.class)
        .hasMessageContaining(file + ": pictures cannot be kept there");
    assertThatThrownBy(() -> open(Path.of("/proc/easel"), 10, 1000))
        .isInstanceOf(StatusException.class)
        .hasMessageContaining("a folder that the server may write to");
  }

  @Test
  void saysThatTheDiskIsFullAndKeepsWhatIsThere() throws Exception {
    Path disk = Files.createDirectory(root.resolve("disk"));
    boolean isMounted = run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk.toString());
    assumeThat(isMounted).as("a file system can be mounted").isTrue();
    try (FolderImageStore store = open(disk, 10, 1 << 20)) {
      String kept = put(store, picture("image/png", 3, 100 << 10));
      assertThatThrownBy(() -> put(store, picture("image/png", 4, 200 << 10)))
          .hasCauseInstanceOf(ImageStoreException.class)
          .hasMessageContaining("full");
      assertThat(find(store, kept).orElseThrow().length()).isEqualTo(100 << 10);
      // Nothing half is left, so that the next one has all the room that there is.
      String next = put(store, picture("image/png", 5, 100 << 10));
      assertThat(find(store, next).orElseThrow().content().get(0).get(99 << 10))
          .isEqualTo((byte) 5);
      store.look();
      try (Stream<Path> names = Files.list(disk)) {
        assertThat(names.map(Path::getFileName).map(Path::toString))
            .containsExactlyInAnyOrder(kept, next);
      }
    } finally {
      run("umount", "-l", disk.toString());
    }
  }

  private static boolean run(String... command) throws Exception {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static FolderImageStore open(Path folder, int count, long bytes) {
    return FolderImageStore.open(folder, new StoreLimits(count, bytes, MINUTE));
  }

  private static String put(FolderImageStore store, StoredImage image) {
    return store
        .put(image, "local")
        .toCompletableFuture()
        .join()
        .substring(ImageStore.PATH.length());
  }

  private static Optional<StoredImage> find(FolderImageStore store, String key) {
    return store.find(key).toCompletableFuture().join();
  }

  private static void age(Path file, Duration by) throws IOException {
    long millis = Files.getLastModifiedTime(file).toMillis() - by.toMillis();
    Files.setLastModifiedTime(file, FileTime.fromMillis(millis));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> names = Files.list(root)) {
      return names.map(Path::getFileName).map(Path::toString).toList();
    }
  }

  private static StoredImage picture(String type, int value, int size) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) value);
    return new StoredImage(type, List.of(ByteBuffer.wrap(bytes)));
  }
}
