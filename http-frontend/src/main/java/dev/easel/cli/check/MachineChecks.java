package dev.easel.cli.check;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import dev.easel.calculators.generate.tuning.Processor;
import dev.easel.calculators.generate.tuning.TuningRecord;
import dev.easel.calculators.generate.tuning.TuningStore;
import dev.easel.cli.shared.Home;
import dev.easel.genai.GenAi;
import dev.easel.genai.error.GenAiException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The checks of {@code doctor}. */
final class MachineChecks {
  private static final int OLDEST_JAVA = 17;
  private static final long SMALL_MEMORY = 2L << 30;
  private static final long FEW_FILES = 1024;

  private MachineChecks() {}

  static Finding java() {
    Runtime.Version version = Runtime.version();
    String what = "Java " + version + " from " + System.getProperty("java.home");
    return version.feature() < OLDEST_JAVA
        ? Finding.fail(what, "Java 17 or newer is needed: sudo apt install openjdk-17-jdk-headless")
        : Finding.ok(what);
  }

  static Finding processors() {
    int processors = Runtime.getRuntime().availableProcessors();
    return Finding.ok(processors + " processors, " + System.getProperty("os.arch"));
  }

  static Finding memory() {
    OperatingSystemMXBean system = system();
    long free = system.getFreeMemorySize();
    String what =
        "memory: %d MiB free of %d MiB; the Java heap may take %d MiB of it"
            .formatted(
                free >> 20,
                system.getTotalMemorySize() >> 20,
                Runtime.getRuntime().maxMemory() >> 20);
    return system.getTotalMemorySize() < SMALL_MEMORY
        ? Finding.warn(what, "large models need more; the one that ships fits")
        : Finding.ok(what);
  }

  static Finding openFiles() {
    if (!(system() instanceof UnixOperatingSystemMXBean unix)) {
      return Finding.ok("open files: no limit known");
    }
    long limit = unix.getMaxFileDescriptorCount();
    String what = "open files: at most " + limit;
    return limit < FEW_FILES
        ? Finding.warn(what, "each connection needs one; raise it with: ulimit -n 65536")
        : Finding.ok(what);
  }

  static Finding runtime() {
    try {
      return Finding.ok(
          "OpenVINO GenAI " + GenAi.version() + ", devices: " + String.join(", ", GenAi.devices()));
    } catch (GenAiException e) {
      return Finding.fail("the native runtime does not load", String.valueOf(e.getMessage()));
    }
  }

  static Finding port(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(port));
      return Finding.ok("port " + port + " is free");
    } catch (IOException e) {
      return Finding.fail(
          "port " + port + " cannot be used: " + e.getMessage(),
          "stop what listens there (ss -ltnp 'sport = :"
              + port
              + "') or choose another --rest_port");
    }
  }

  static Finding shipped(Home home) {
    return home.config()
        .map(config -> Finding.ok("servables that ship: " + config))
        .orElseGet(
            () ->
                Finding.warn(
                    "the servables that ship were not found",
                    "start with the launcher 'easel', or give --config_path"));
  }

  /** What was measured of models, here or on other machines. */
  static Finding tuning(Path folder) {
    TuningStore store = new TuningStore(folder);
    String processor = Processor.name();
    int processors = Runtime.getRuntime().availableProcessors();
    List<String> own = new ArrayList<>();
    int others = 0;
    for (TuningRecord record : store.all()) {
      boolean isOwn =
          record.key().processor().equals(processor)
              && record.key().processors() == processors
              && record.key().runtime().equals(GenAi.builtFor());
      if (isOwn) {
        own.add(line(record));
      } else {
        others++;
      }
    }
    String elsewhere =
        others == 0 ? "" : "; %d of another machine or version, not used".formatted(others);
    return own.isEmpty()
        ? Finding.ok("no model was tuned here (easel tune PATH)" + elsewhere)
        : Finding.ok(
            "tuned models in %s%s:\n      %s"
                .formatted(folder, elsewhere, String.join("\n      ", own)));
  }

  private static String line(TuningRecord record) {
    return String.format(
        Locale.ROOT,
        "%s: %s, %d at once, %.2f times as many pictures as one after another at %s",
        record.model(),
        record.chosen().isEmpty() ? "as OpenVINO chooses" : record.chosen(),
        record.concurrent(),
        record.choice().rate(record.concurrent()) / record.usual().rate(1),
        String.join(" ", record.sizes()));
  }

  private static OperatingSystemMXBean system() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  }
}
