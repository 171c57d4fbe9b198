package dev.easel.http.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.http.StoredImage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemoryImageStoreTest {

  private final AtomicLong nanos = new AtomicLong();

  @Test
  void keepsAPictureUnderAKeyThatNobodyGuesses() {
    MemoryImageStore store = store(10, 1000);
    String key = store.put(picture(5));
    assertThat(key).matches("[A-Za-z0-9_-]{32}\\.png");
    assertThat(store.find(key)).isPresent();
    assertThat(store.find("../" + key)).isEmpty();
    assertThat(store.put(picture(5))).isNotEqualTo(key);
  }

  @Test
  void forgetsAPictureWhenItsTimeIsOver() {
    MemoryImageStore store = store(10, 1000);
    String key = store.put(picture(5));
    nanos.set(Duration.ofSeconds(59).toNanos());
    assertThat(store.find(key)).isPresent();
    nanos.set(Duration.ofSeconds(60).toNanos());
    assertThat(store.find(key)).isEmpty();
  }

  @Test
  void makesRoomByNumber() {
    MemoryImageStore store = store(2, 1000);
    String first = store.put(picture(5));
    String second = store.put(picture(5));
    String third = store.put(picture(5));
    assertThat(store.find(first)).isEmpty();
    assertThat(store.find(second)).isPresent();
    assertThat(store.find(third)).isPresent();
  }

  @Test
  void makesRoomByBytes() {
    MemoryImageStore store = store(10, 10);
    String first = store.put(picture(4));
    String second = store.put(picture(4));
    String large = store.put(picture(9));
    assertThat(store.find(first)).isEmpty();
    assertThat(store.find(second)).isEmpty();
    assertThat(store.find(large)).isPresent();
  }

  @Test
  void refusesAPictureLargerThanTheStore() {
    assertThatThrownBy(() -> store(10, 10).put(picture(11)))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("b64_json");
  }

  private MemoryImageStore store(int count, long bytes) {
    return new MemoryImageStore(new StoreLimits(count, bytes, Duration.ofMinutes(1)), nanos::get);
  }

  private static StoredImage picture(int size) {
    return new StoredImage("image/png", List.of(ByteBuffer.allocate(size)));
  }
}
