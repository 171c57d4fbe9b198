package dev.easel.genai.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NativeMessageTest {
  @Test
  void cutsSourcePathsAndKeepsTheMessage() {
    String what =
        """
        Exception from src/inference/src/cpp/core.cpp:111:
        Check 'file.is_open()' failed at /home/builder/genai/src/cpp/src/a_b.hpp:43:
        Failed to open "/models/x/model_index.json"
        """;
    assertThat(NativeMessage.cleaned(what))
        .isEqualTo("Failed to open \"/models/x/model_index.json\"");
  }

  @Test
  void cutsPathInTheMiddleOfLine() {
    assertThat(NativeMessage.cleaned("Exception from src/core/any.cpp:12: Bad cast from a to b"))
        .isEqualTo("Bad cast from a to b");
    assertThat(NativeMessage.cleaned("could not compile at src/plugins/cpu/node.cpp:88, giving up"))
        .isEqualTo("could not compile, giving up");
  }

  @Test
  void keepsEveryLineOfTheMessage() {
    assertThat(NativeMessage.cleaned("one\n\n  two\n")).isEqualTo("one\ntwo");
  }

  @Test
  void saysSomethingWhenNothingIsLeft() {
    assertThat(NativeMessage.cleaned("Exception from src/a.cpp:1:\n"))
        .isEqualTo("OpenVINO GenAI failed without a message");
  }
}
