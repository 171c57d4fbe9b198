package dev.easel.framework.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeScaleTest {
  @Test
  void everyTimeIsBelowTheEndOfItsClassAndNotBelowThatOfTheOneBefore() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      long nanos = random.nextLong() >>> (22 + random.nextInt(41));
      int number = TimeScale.of(nanos);
      assertThat(nanos).isLessThan(TimeScale.end(number));
      if (number > 0) {
        assertThat(nanos).isGreaterThanOrEqualTo(TimeScale.end(number - 1));
        assertThat(TimeScale.end(number)).isLessThanOrEqualTo(TimeScale.end(number - 1) * 5 / 4);
      }
    }
    assertThat(TimeScale.of(0)).isZero();
    assertThat(TimeScale.of(Long.MAX_VALUE)).isEqualTo(TimeScale.CLASSES - 1);
  }

  @Test
  void aQuantileIsTheEndOfTheClassInWhichItLies() {
    TimeCounts counts =
        new TimeCounts(
            10, 0, List.of(new TimeCounts.TimeClass(256, 5), new TimeCounts.TimeClass(1024, 5)));
    assertThat(counts.quantileNanos(0.5)).isEqualTo(256);
    assertThat(counts.quantileNanos(0.51)).isEqualTo(1024);
    assertThat(counts.quantileNanos(0.99)).isEqualTo(1024);
    assertThat(new TimeCounts(0, 0, List.of()).quantileNanos(0.5)).isZero();
  }
}
