package dev.easel.framework.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReadySetTest {
  @Test
  void givesHighestAndLowestLikeASortedSet() {
    Random random = new Random(3);
    for (int limit : new int[] {1, 64, 65, 5_000}) {
      ReadySet set = new ReadySet(limit);
      TreeSet<Integer> expected = new TreeSet<>();
      for (int i = 0; i < 10_000; i++) {
        int number = random.nextInt(limit);
        switch (random.nextInt(4)) {
          case 0 -> assertThat(set.takeHighest()).isEqualTo(orNone(expected.pollLast()));
          case 1 -> assertThat(set.takeLowest()).isEqualTo(orNone(expected.pollFirst()));
          default -> {
            set.add(number);
            expected.add(number);
          }
        }
        assertThat(set.size()).isEqualTo(expected.size());
      }
    }
  }

  private static int orNone(Integer number) {
    return number == null ? -1 : number;
  }
}
