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
 * What a model on the CPU is compiled with where {@code plugin_config} does not say.
 *
 * <p>OpenVINO pins each thread to a core. In a server other threads run there too, encode images
 * and decode unfinished ones, and a pinned thread waits for them while another core has nothing to
 * do; the rest of the model's threads spin until it comes. Where memory belongs to several groups
 * of cores, pinning keeps threads near theirs and stays.
 *
 * <p>For each size of image that it sees, OpenVINO keeps what its layers were prepared to. Its
 * bound of that counts layers of each kind that differ, and is so high that a server that is asked
 * for ever new sizes grows by gigabytes. Here it is lower: a tiny Stable Diffusion takes as long
 * with 30 as with 1000, so there is room for larger models and several sizes, and on a processor
 * with AMX it holds less than half of the memory that it does with 1000 (0.6 against 1.3 GB).
 */
final class CpuProperties {

  private static final String KEPT_LAYERS = "CPU_RUNTIME_CACHE_CAPACITY";
  private static final long MOST_KEPT_LAYERS = 250;
  private static final String PINNING = "ENABLE_CPU_PINNING";
  private static final Pattern NODE = Pattern.compile("node\\d+");

  private final Path memoryNodes;

  /** Those of this machine. */
  CpuProperties() {
    this(Path.of("/sys/devices/system/node"));
  }

  /** Those of a machine whose kernel lists its groups of memory and cores in a folder. */
  CpuProperties(Path memoryNodes) {
    this.memoryNodes = memoryNodes;
  }

  /** The properties to compile with, in which what {@code plugin_config} says stays. */
  Map<String, Object> complete(List<String> devices, Map<String, Object> properties) {
    if (!devices.stream().allMatch("CPU"::equals)) {
      return properties;
    }
    Map<String, Object> complete = new LinkedHashMap<>(properties);
    complete.putIfAbsent(KEPT_LAYERS, MOST_KEPT_LAYERS);
    if (!hasSeveralNodes()) {
      complete.putIfAbsent(PINNING, false);
    }
    return complete;
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
