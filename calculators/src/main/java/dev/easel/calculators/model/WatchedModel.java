package dev.easel.calculators.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A loaded model that can cease to work, and begin again, by itself.
 *
 * <p><b>Threads</b>: any thread may ask at any time.
 */
public interface WatchedModel {

  /** Why it makes no images now; empty when it does. */
  default Optional<String> obstacle() {
    return Optional.empty();
  }

  /** What is to be known of it although it works, such as what of its adapters has no effect. */
  default List<String> warnings() {
    return List.of();
  }

  /** How it was compiled and why; empty where nothing is compiled. */
  default Optional<TuningReport> tuning() {
    return Optional.empty();
  }

  /** The process that it is in, when that is not the server's. */
  default OptionalLong process() {
    return OptionalLong.empty();
  }

  /** How often its process has ended by itself, by the reason. */
  default Map<String, Long> deaths() {
    return Map.of();
  }

  /** How often it was loaded again because of that. */
  default long restarts() {
    return 0;
  }
}
