package dev.easel.framework.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ValueTypeTest {
  private static final ValueType FLOATS = ValueType.listOf(Float.class);
  private static final ValueType LISTS = ValueType.of(List.class);

  @Test
  void allowsListsOfItsElements() {
    assertThat(FLOATS.allows(List.of(1f))).isTrue();
    assertThat(FLOATS.allows(List.of())).isTrue();
    assertThat(FLOATS.allows(List.of("x"))).isFalse();
    assertThat(FLOATS.allows(1f)).isFalse();
    assertThat(LISTS.allows(List.of("x"))).isTrue();
  }

  @Test
  void tellsListsApartByTheirElements() {
    assertThat(FLOATS.mayBe(ValueType.listOf(Integer.class))).isFalse();
    assertThat(FLOATS.mayBe(LISTS)).isTrue();
    assertThat(FLOATS.isImpliedBy(LISTS)).isFalse();
    assertThat(LISTS.isImpliedBy(FLOATS)).isTrue();
    assertThat(ValueType.listOf(Number.class).isImpliedBy(FLOATS)).isTrue();
  }

  @Test
  void isNamedWithItsElements() {
    assertThat(FLOATS).hasToString("List<float>");
    assertThat(LISTS).hasToString("List");
  }
}
