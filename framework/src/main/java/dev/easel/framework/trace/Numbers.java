package dev.easel.framework.trace;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Small numbers for things, in the order in which they are met. What has not been met for longest
 * is forgotten, and gets a new number if it comes back, so that the memory is bounded.
 */
final class Numbers<K> {
  private final Map<K, Integer> numbers;
  private int next;

  Numbers(int first, int kept) {
    next = first;
    numbers =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, Integer> eldest) {
            return size() > kept;
          }
        };
  }

  int of(K key) {
    Integer known = numbers.get(key);
    if (known != null) {
      return known;
    }
    numbers.put(key, next);
    return next++;
  }
}
