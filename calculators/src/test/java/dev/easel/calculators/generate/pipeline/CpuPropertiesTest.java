package dev.easel.calculators.generate.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuPropertiesTest {

  private static final List<String> CPU = List.of("CPU");

  @TempDir Path nodes;

  @BeforeEach
  void listOneNode() throws Exception {
    Files.createDirectory(nodes.resolve("node0"));
    Files.createDirectory(nodes.resolve("power"));
  }

  @Test
  void pinsNoThreadOfCpuModels() {
    assertThat(complete(CPU, Map.of("NUM_STREAMS", "1")))
        .isEqualTo(
            Map.of(
                "NUM_STREAMS",
                "1",
                "ENABLE_CPU_PINNING",
                false,
                "CPU_RUNTIME_CACHE_CAPACITY",
                250L));
    assertThat(complete(List.of("CPU", "CPU", "CPU"), Map.of())).containsKey("ENABLE_CPU_PINNING");
    assertThat(new CpuProperties(nodes.resolve("absent")).complete(CPU, Map.of())).isNotEmpty();
  }

  @Test
  void leavesWhatThePluginConfigSays() {
    Map<String, Object> said = Map.of("ENABLE_CPU_PINNING", true, "CPU_RUNTIME_CACHE_CAPACITY", 5L);
    assertThat(complete(CPU, said)).isEqualTo(said);
  }

  @Test
  void leavesOtherDevicesAlone() {
    assertThat(complete(List.of("GPU"), Map.of())).isEmpty();
    assertThat(complete(List.of("CPU", "GPU", "CPU"), Map.of())).isEmpty();
    assertThat(complete(List.of("AUTO:GPU,CPU"), Map.of())).isEmpty();
  }

  @Test
  void leavesThreadsNearTheirMemory() throws Exception {
    Files.createDirectory(nodes.resolve("node1"));
    assertThat(complete(CPU, Map.of())).doesNotContainKey("ENABLE_CPU_PINNING");
  }

  private Map<String, Object> complete(List<String> devices, Map<String, Object> properties) {
    return new CpuProperties(nodes).complete(devices, properties);
  }
}
