package dev.easel.framework.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PacketTest {
  private static final PacketCheck INT_OR_STRING =
      new PacketCheck(List.of(ValueType.of(Integer.class), ValueType.of(String.class)));

  private static void assertFailure(ThrowingCallable call, StatusCode code, String message) {
    assertThatThrownBy(call)
        .hasMessage(message)
        .isInstanceOfSatisfying(StatusException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private static void check(PacketCheck check, Packet packet) {
    StatusException why = check.refusal(packet);
    if (why != null) {
      throw why;
    }
  }

  @Test
  void anEmptyOneSaysWhatWasExpected() {
    assertFailure(
        () -> Packet.empty(7).get(Integer.class),
        StatusCode.INTERNAL,
        "Expected a Packet of type: int, but received an empty Packet.");
    assertFailure(
        () -> check(new PacketCheck(List.of(ValueType.of(Integer.class))), Packet.empty()),
        StatusCode.INTERNAL,
        "Expected a Packet of type: int, but received an empty Packet.");
    assertFailure(
        () -> check(INT_OR_STRING, Packet.empty()),
        StatusCode.INVALID_ARGUMENT,
        "Empty packets are not allowed for type: OneOf<int, string>");
    assertFailure(
        () -> check(PacketCheck.anything(), Packet.empty()),
        StatusCode.INVALID_ARGUMENT,
        "Empty packets are not allowed for type: [Any Type]");
  }

  @Test
  void oneOfAnotherTypeNamesBoth() {
    assertFailure(
        () -> Packet.of("x").get(Integer.class),
        StatusCode.INVALID_ARGUMENT,
        "The Packet stores \"string\", but \"int\" was requested.");
    assertFailure(
        () -> Packet.of(List.of(1f)).get(Integer.class),
        StatusCode.INVALID_ARGUMENT,
        "The Packet stores \"List<float>\", but \"int\" was requested.");
    assertFailure(
        () -> check(INT_OR_STRING, Packet.of(true)),
        StatusCode.INVALID_ARGUMENT,
        "The Packet stores \"bool\", but one of \"int\", \"string\" was requested.");
  }

  @Test
  void noneIsAllowedWhereThereIsNoType() {
    assertFailure(
        () -> check(new PacketCheck(List.of()), Packet.of(1)),
        StatusCode.INVALID_ARGUMENT,
        "No packets are allowed for type: [No Type]");
    assertFailure(
        () -> check(PacketCheck.undeclared(), Packet.of(1)),
        StatusCode.INVALID_ARGUMENT,
        "Uninitialized PacketType was used for validation.");
  }
}
