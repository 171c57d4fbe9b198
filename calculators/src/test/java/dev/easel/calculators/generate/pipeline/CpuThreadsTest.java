package dev.easel.calculators.generate.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuThreadsTest {

  private static final List<String> CPU = List.of("CPU");

  @TempDir Path nodes;

  @BeforeEach
  void listOneNode() throws Exception {
    Files.createDirectory(nodes.resolve("node0"));
    Files.createDirectory(nodes.resolve("power"));
  }

  @Test
  void pinsNoThreadOfCpuModels() {
    assertThat(place(CPU, Map.of("NUM_STREAMS", "1")))
        .isEqualTo(Map.of("NUM_STREAMS", "1", "ENABLE_CPU_PINNING", false));
    assertThat(place(List.of("CPU", "CPU", "CPU"), Map.of())).containsKey("ENABLE_CPU_PINNING");
    assertThat(new CpuThreads(nodes.resolve("absent")).place(CPU, Map.of())).isNotEmpty();
  }

  @Test
  void leavesWhatThePluginConfigSays() {
    Map<String, Object> pinned = Map.of("ENABLE_CPU_PINNING", true);
    assertThat(place(CPU, pinned)).isEqualTo(pinned);
  }

  @Test
  void leavesOtherDevicesAlone() {
    assertThat(place(List.of("GPU"), Map.of())).isEmpty();
    assertThat(place(List.of("CPU", "GPU", "CPU"), Map.of())).isEmpty();
    assertThat(place(List.of("AUTO:GPU,CPU"), Map.of())).isEmpty();
  }

  @Test
  void leavesThreadsNearTheirMemory() throws Exception {
    Files.createDirectory(nodes.resolve("node1"));
    assertThat(place(CPU, Map.of())).isEmpty();
  }

  private Map<String, Object> place(List<String> devices, Map<String, Object> properties) {
    return new CpuThreads(nodes).place(devices, properties);
  }
}
