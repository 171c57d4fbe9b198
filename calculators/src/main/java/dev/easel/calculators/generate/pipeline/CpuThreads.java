package dev.easel.calculators.generate.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the threads of a model on the CPU run.
 *
 * <p>OpenVINO pins each to a core. In a server other threads run there too, encode images and
 * decode unfinished ones, and a pinned thread waits for them while another core has nothing to do;
 * the rest of the model's threads spin until it comes. Where memory belongs to several groups of
 * cores, pinning keeps threads near theirs and stays.
 */
final class CpuThreads {

  private static final String PINNING = "ENABLE_CPU_PINNING";
  private static final Pattern NODE = Pattern.compile("node\\d+");

  private final Path memoryNodes;

  /** Those of this machine. */
  CpuThreads() {
    this(Path.of("/sys/devices/system/node"));
  }

  /** Those of a machine whose kernel lists its groups of memory and cores in a folder. */
  CpuThreads(Path memoryNodes) {
    this.memoryNodes = memoryNodes;
  }

  /** The properties to compile with, in which what {@code plugin_config} says stays. */
  Map<String, Object> place(List<String> devices, Map<String, Object> properties) {
    if (!devices.stream().allMatch("CPU"::equals) || hasSeveralNodes()) {
      return properties;
    }
    Map<String, Object> placed = new LinkedHashMap<>(properties);
    placed.putIfAbsent(PINNING, false);
    return placed;
  }

  private boolean hasSeveralNodes() {
    try (Stream<Path> files = Files.list(memoryNodes)) {
      return files.filter(each -> NODE.matcher(each.getFileName().toString()).matches()).count()
          > 1;
    } catch (IOException e) {
      return false; // a kernel that knows of no groups
    }
  }
}
