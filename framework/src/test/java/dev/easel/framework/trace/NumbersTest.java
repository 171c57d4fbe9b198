package dev.easel.framework.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {
  @Test
  void aThingKeepsItsNumberUntilOthersCrowdItOut() {
    Numbers<String> numbers = new Numbers<>(1, 2);
    assertThat(numbers.of("a")).isEqualTo(1);
    assertThat(numbers.of("b")).isEqualTo(2);
    assertThat(numbers.of("a")).isEqualTo(1);
    assertThat(numbers.of("c")).isEqualTo(3);
    assertThat(numbers.of("a")).isEqualTo(1);
    assertThat(numbers.of("b")).isEqualTo(4);
  }
}
