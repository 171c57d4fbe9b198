package dev.easel.serving.config;

import dev.easel.framework.config.Mistake;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the {@code monitoring} block. */
final class MonitoringReader {
  private final String file;
  private final List<Mistake> mistakes;

  private MonitoringReader(String file, List<Mistake> mistakes) {
    this.file = file;
    this.mistakes = mistakes;
  }

  static Optional<MetricsEntry> read(
      String file, JsonTree.Member monitoring, List<Mistake> mistakes) {
    return new MonitoringReader(file, mistakes).monitoring(monitoring);
  }

  private Optional<MetricsEntry> monitoring(JsonTree.Member monitoring) {
    Optional<JsonTree.Fields> fields = fields("monitoring", monitoring.value(), List.of("metrics"));
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    Optional<JsonTree> metrics = fields.get().find("metrics");
    if (metrics.isEmpty()) {
      add(fields.get(), "'metrics' is missing");
      return Optional.empty();
    }
    return fields("metrics", metrics.get(), List.of("enable", "metrics_list"))
        .flatMap(this::metrics);
  }

  private Optional<MetricsEntry> metrics(JsonTree.Fields metrics) {
    List<String> families = metrics.find("metrics_list").map(this::families).orElse(List.of());
    Optional<JsonTree> enable = metrics.find("enable");
    if (enable.isPresent() && enable.get() instanceof JsonTree.Flag flag) {
      return Optional.of(new MetricsEntry(flag.value(), families));
    }
    add(enable.orElse(metrics), "'enable' must be true or false");
    return Optional.empty();
  }

  private List<String> families(JsonTree list) {
    List<String> families = new ArrayList<>();
    if (!(list instanceof JsonTree.Items items)) {
      add(list, "'metrics_list' must be an array of strings, not " + list.kind());
      return families;
    }
    for (JsonTree item : items.items()) {
      if (item instanceof JsonTree.Text text) {
        families.add(text.text());
      } else {
        add(item, "'metrics_list' must hold strings, not " + item.kind());
      }
    }
    return families;
  }

  private Optional<JsonTree.Fields> fields(String name, JsonTree tree, List<String> known) {
    if (!(tree instanceof JsonTree.Fields fields)) {
      add(tree, "'" + name + "' must be an object, not " + tree.kind());
      return Optional.empty();
    }
    for (JsonTree.Member member : fields.members()) {
      if (!known.contains(member.name())) {
        mistakes.add(member.mistake(file, Spelling.unknown(member.name(), known)));
      }
    }
    return Optional.of(fields);
  }

  private void add(JsonTree tree, String message) {
    mistakes.add(tree.mistake(file, message));
  }
}
