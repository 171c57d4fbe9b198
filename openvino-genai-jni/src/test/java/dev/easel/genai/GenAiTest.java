package dev.easel.genai;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GenAiTest {
  @Test
  void knowsRuntimeAndDevices() {
    assertThat(GenAi.isAvailable()).isTrue();
    assertThat(GenAi.version()).startsWith("2026.4.1");
    assertThat(GenAi.devices()).contains("CPU");
    GenAi.load();
  }
}
