package dev.easel.http.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.calculators.http.ImageStore;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.http.StoredImage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemoryImageStoreTest {

  private final AtomicLong nanos = new AtomicLong();

  @Test
  void keepsAPictureUnderAKeyThatNobodyGuesses() {
    MemoryImageStore store = store(10, 1000);
    String key = put(store, picture(5));
    assertThat(key).matches("[A-Za-z0-9_-]{32}\\.png");
    assertThat(find(store, key)).isPresent();
    assertThat(find(store, "../" + key)).isEmpty();
    assertThat(put(store, picture(5))).isNotEqualTo(key);
  }

  @Test
  void forgetsAPictureWhenItsTimeIsOver() {
    MemoryImageStore store = store(10, 1000);
    String key = put(store, picture(5));
    nanos.set(Duration.ofSeconds(59).toNanos());
    assertThat(find(store, key)).isPresent();
    nanos.set(Duration.ofSeconds(60).toNanos());
    assertThat(find(store, key)).isEmpty();
  }

  @Test
  void makesRoomByNumber() {
    MemoryImageStore store = store(2, 1000);
    String first = put(store, picture(5));
    String second = put(store, picture(5));
    String third = put(store, picture(5));
    assertThat(find(store, first)).isEmpty();
    assertThat(find(store, second)).isPresent();
    assertThat(find(store, third)).isPresent();
  }

  @Test
  void makesRoomByBytes() {
    MemoryImageStore store = store(10, 10);
    String first = put(store, picture(4));
    String second = put(store, picture(4));
    String large = put(store, picture(9));
    assertThat(find(store, first)).isEmpty();
    assertThat(find(store, second)).isEmpty();
    assertThat(find(store, large)).isPresent();
  }

  @Test
  void refusesAPictureLargerThanTheStore() {
    assertThatThrownBy(() -> put(store(10, 10), picture(11)))
        .hasCauseInstanceOf(RequestException.class)
        .hasMessageContaining("b64_json");
  }

  private MemoryImageStore store(int count, long bytes) {
    return new MemoryImageStore(new StoreLimits(count, bytes, Duration.ofMinutes(1)), nanos::get);
  }

  /** The key of what was put. */
  private static String put(MemoryImageStore store, StoredImage image) {
    String place = store.put(image, "local").toCompletableFuture().join();
    assertThat(place).startsWith(ImageStore.PATH);
    return place.substring(ImageStore.PATH.length());
  }

  private static Optional<StoredImage> find(MemoryImageStore store, String key) {
    return store.find(key).toCompletableFuture().join();
  }

  private static StoredImage picture(int size) {
    return new StoredImage("image/png", List.of(ByteBuffer.allocate(size)));
  }
}
