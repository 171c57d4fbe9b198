package dev.easel.serving.config;

import dev.easel.framework.config.Mistake;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a {@code config.json}.
 *
 * <p>A mistake inside an entry that has a name stays with that entry. Any other mistake makes the
 * file unusable as a whole: a misspelt {@code name} must not look like a servable taken away.
 *
 * <p><b>Failure</b>: {@link ConfigException} with every mistake of the file.
 */
public final class ConfigReader {
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "pipeline_config_list", "custom_node_library_config_list", "custom_loader_config_list");

  private final Path file;
  private final Path directory;
  private final List<Mistake> mistakes = new ArrayList<>();
  private final List<Mistake> warnings = new ArrayList<>();
  private final Map<String, ServableEntry> entries = new LinkedHashMap<>();
  private Optional<Duration> groupTimeout = Optional.empty();

  private ConfigReader(Path file) {
    this.file = file;
    Path parent = file.toAbsolutePath().getParent();
    this.directory = parent == null ? file.toAbsolutePath() : parent;
  }

  /** Reads the file as it is now. */
  public static RepositoryConfig read(Path file) {
    return parse(file, text(file));
  }

  /** Reads {@code text} as if it stood in {@code file}, which gives the base of relative paths. */
  public static RepositoryConfig parse(Path file, String text) {
    return new ConfigReader(file).document(JsonTreeReader.read(file.toString(), text));
  }

  private static String text(Path file) {
    try {
      return TextFile.read(file);
    } catch (NoSuchFileException e) {
      throw ConfigException.unreadable(file.toString(), "there is no such file");
    } catch (IOException e) {
      String reason =
          Files.isDirectory(file)
              ? "it is a folder"
              : e instanceof CharacterCodingException
                  ? "it is not UTF-8 text"
                  : e.getClass() == IOException.class
                      ? String.valueOf(e.getMessage())
                      : e.toString();
      throw ConfigException.unreadable(file.toString(), reason);
    }
  }

  private RepositoryConfig document(JsonTree root) {
    if (root instanceof JsonTree.Fields fields) {
      Optional<MetricsEntry> metrics = topLevel(fields);
      if (mistakes.isEmpty()) {
        return new RepositoryConfig(
            Aliases.checked(List.copyOf(entries.values())), metrics, groupTimeout, warnings);
      }
    } else {
      mistake(root, "the configuration must be an object, not " + root.kind());
    }
    throw ConfigException.invalid(mistakes);
  }

  private Optional<MetricsEntry> topLevel(JsonTree.Fields root) {
    Optional<MetricsEntry> metrics = Optional.empty();
    boolean hasList = false;
    for (JsonTree.Member member : once(root)) {
      switch (member.name()) {
        case "model_config_list", "mediapipe_config_list" -> {
          hasList = true;
          list(member);
        }
        case "monitoring" -> metrics = MonitoringReader.read(file.toString(), member, mistakes);
        case EntryReader.GROUP_TIMEOUT ->
            groupTimeout =
                EntryReader.seconds(member, file.toString(), mistakes)
                    .filter(timeout -> !timeout.isZero());
        default -> otherTopLevel(member);
      }
    }
    if (!hasList) {
      mistake(root, "there is neither 'model_config_list' nor 'mediapipe_config_list'");
    }
    return metrics;
  }

  private void otherTopLevel(JsonTree.Member member) {
    if (WITHOUT_EFFECT.contains(member.name())) {
      warnings.add(at(member, "'" + member.name() + "' has no effect: only graphs are served"));
    } else {
      mistakes.add(
          at(
              member,
              Spelling.unknown(
                  member.name(),
                  List.of(
                      "model_config_list",
                      "mediapipe_config_list",
                      "monitoring",
                      EntryReader.GROUP_TIMEOUT))));
    }
  }

  private void list(JsonTree.Member member) {
    if (!(member.value() instanceof JsonTree.Items items)) {
      mistake(
          member.value(), "'" + member.name() + "' must be an array, not " + member.value().kind());
      return;
    }
    boolean wrapped = member.name().equals("model_config_list");
    for (JsonTree item : items.items()) {
      Optional<JsonTree.Fields> fields = wrapped ? unwrap(item) : fields(item, "an entry");
      fields.ifPresent(this::entry);
    }
  }

  private Optional<JsonTree.Fields> unwrap(JsonTree item) {
    Optional<JsonTree.Fields> wrapper = fields(item, "an entry of 'model_config_list'");
    if (wrapper.isEmpty()) {
      return Optional.empty();
    }
    List<JsonTree.Member> members = wrapper.get().members();
    if (members.size() != 1 || !members.get(0).name().equals("config")) {
      mistake(item, "an entry of 'model_config_list' holds exactly one field, 'config'");
      return Optional.empty();
    }
    return fields(members.get(0).value(), "'config'");
  }

  private Optional<JsonTree.Fields> fields(JsonTree tree, String what) {
    if (tree instanceof JsonTree.Fields fields) {
      return Optional.of(fields);
    }
    mistake(tree, what + " must be an object, not " + tree.kind());
    return Optional.empty();
  }

  private void entry(JsonTree.Fields fields) {
    EntryReader reader = new EntryReader(file.toString(), directory, once(fields), warnings);
    Optional<ServableEntry> read = reader.read(fields);
    if (read.isEmpty()) {
      mistakes.addAll(reader.mistakes());
      return;
    }
    ServableEntry first = entries.putIfAbsent(read.get().name(), read.get());
    if (first != null) {
      warnings.add(
          fields.mistake(
              file.toString(),
              "a second servable named '"
                  + first.name()
                  + "' has no effect; the one of line "
                  + first.line()
                  + " counts"));
    }
  }

  /** The members by first name, as OVMS takes them; a repeated name is worth a warning. */
  private List<JsonTree.Member> once(JsonTree.Fields fields) {
    Map<String, JsonTree.Member> first = new LinkedHashMap<>();
    for (JsonTree.Member member : fields.members()) {
      if (first.putIfAbsent(member.name(), member) != null) {
        warnings.add(at(member, "a second '" + member.name() + "' has no effect"));
      }
    }
    return List.copyOf(first.values());
  }

  private void mistake(JsonTree tree, String message) {
    mistakes.add(tree.mistake(file.toString(), message));
  }

  private Mistake at(JsonTree.Member member, String message) {
    return member.mistake(file.toString(), message);
  }
}
