package dev.easel.serving.config;

import dev.easel.framework.config.Mistake;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one servable's fields. */
final class EntryReader {
  /** The name that OVMS has for the whole file. */
  static final String GROUP_TIMEOUT = "idle_unload_timeout_seconds";

  private static final String IDLE = "idle_unload_seconds";

  private static final List<String> KNOWN =
      List.of(
          "name",
          "base_path",
          "graph_path",
          "subconfig",
          "group_name",
          IDLE,
          GROUP_TIMEOUT,
          "aliases");

  /** Settings of OVMS's plain models; they pass its schema and mean nothing for a graph. */
  private static final Set<String> OF_MODELS =
      Set.of(
          "allow_cache",
          "batch_size",
          "color_format",
          "custom_loader_options",
          "idle_sequence_cleanup",
          "layout",
          "low_latency_transformation",
          "max_sequence_number",
          "mean",
          "model_version_policy",
          "nireq",
          "plugin_config",
          "precision",
          "scale",
          "shape",
          "stateful",
          "target_device");

  private final String file;
  private final Path directory;
  private final List<JsonTree.Member> members;
  private final List<Mistake> warnings;
  private final List<Mistake> mistakes = new ArrayList<>();

  EntryReader(String file, Path directory, List<JsonTree.Member> members, List<Mistake> warnings) {
    this.file = file;
    this.directory = directory;
    this.members = members;
    this.warnings = warnings;
  }

  List<Mistake> mistakes() {
    return mistakes;
  }

  /** The entry with its own mistakes; empty when not even its name can be told. */
  Optional<ServableEntry> read(JsonTree.Fields fields) {
    Optional<String> name = name(fields);
    members.forEach(this::check);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Optional<Path> named = folderOfItsName(fields, name.get());
    if (named.isEmpty()) {
      return Optional.empty();
    }
    Path base = path("base_path", directory).orElse(named.get());
    Optional<Path> graph = path("graph_path", base);
    Optional<Path> subconfig = path("subconfig", base);
    return Optional.of(
        new ServableEntry(
            name.get(),
            base,
            graph,
            subconfig,
            idleUnload(),
            group(),
            aliases(),
            List.of(),
            mistakes,
            file,
            fields.line()));
  }

  /** Some names are no paths on some machines. */
  private Optional<Path> folderOfItsName(JsonTree.Fields fields, String name) {
    try {
      return Optional.of(directory.resolve(name));
    } catch (InvalidPathException e) {
      add(fields, "'name' is no path, which it must be: " + e.getReason());
      return Optional.empty();
    }
  }

  private Optional<String> name(JsonTree.Fields fields) {
    Optional<JsonTree> found = member("name").map(JsonTree.Member::value);
    if (found.isEmpty()) {
      add(fields, "'name' is missing");
    } else if (found.get() instanceof JsonTree.Text text) {
      Optional<String> wrong = ServableName.mistake(text.text());
      wrong.ifPresent(reason -> add(text, reason));
      return wrong.isPresent() ? Optional.empty() : Optional.of(text.text());
    } else {
      add(found.get(), "'name' must be a string, not " + found.get().kind());
    }
    return Optional.empty();
  }

  private void check(JsonTree.Member member) {
    if (OF_MODELS.contains(member.name())) {
      warnings.add(member.mistake(file, "'" + member.name() + "' has no effect on a graph"));
    } else if (!KNOWN.contains(member.name())) {
      mistakes.add(member.mistake(file, Spelling.unknown(member.name(), KNOWN)));
    }
  }

  /** An absolute path, or one relative to {@code base}; OVMS takes an empty text as not given. */
  private Optional<Path> path(String field, Path base) {
    Optional<JsonTree> found = member(field).map(JsonTree.Member::value);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (!(found.get() instanceof JsonTree.Text text)) {
      add(found.get(), "'" + field + "' must be a string, not " + found.get().kind());
      return Optional.empty();
    }
    try {
      return text.text().isEmpty() ? Optional.empty() : Optional.of(base.resolve(text.text()));
    } catch (InvalidPathException e) {
      add(text, "'" + field + "' is no path: " + e.getReason());
      return Optional.empty();
    }
  }

  private Optional<Duration> idleUnload() {
    return member(IDLE)
        .or(() -> member(GROUP_TIMEOUT))
        .flatMap(member -> seconds(member, file, mistakes));
  }

  /** A whole number of seconds, which may be 0. */
  static Optional<Duration> seconds(JsonTree.Member member, String file, List<Mistake> mistakes) {
    if (member.value() instanceof JsonTree.Numeral number && number.digits().matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(number.digits())));
    }
    mistakes.add(
        member
            .value()
            .mistake(
                file,
                "'%s' must be a whole number of seconds, 0 for never".formatted(member.name())));
    return Optional.empty();
  }

  private Optional<String> group() {
    Optional<JsonTree> found = member("group_name").map(JsonTree.Member::value);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (found.get() instanceof JsonTree.Text text) {
      return text.text().isEmpty() ? Optional.empty() : Optional.of(text.text());
    }
    add(found.get(), "'group_name' must be a string, not " + found.get().kind());
    return Optional.empty();
  }

  private List<String> aliases() {
    Optional<JsonTree> found = member("aliases").map(JsonTree.Member::value);
    List<String> aliases = new ArrayList<>();
    if (found.isPresent() && found.get() instanceof JsonTree.Items items) {
      items.items().forEach(item -> alias(item).ifPresent(aliases::add));
    } else if (found.isPresent()) {
      add(found.get(), "'aliases' must be an array of names, not " + found.get().kind());
    }
    return aliases;
  }

  private Optional<String> alias(JsonTree item) {
    if (!(item instanceof JsonTree.Text text)) {
      add(item, "an alias must be a string, not " + item.kind());
      return Optional.empty();
    }
    Optional<String> wrong = ServableName.mistake(text.text());
    wrong.ifPresent(reason -> add(text, reason.replace("'name'", "an alias")));
    return wrong.isPresent() ? Optional.empty() : Optional.of(text.text());
  }

  private Optional<JsonTree.Member> member(String name) {
    return members.stream().filter(m -> m.name().equals(name)).findFirst();
  }

  private void add(JsonTree tree, String message) {
    mistakes.add(tree.mistake(file, message));
  }
}
