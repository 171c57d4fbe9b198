package dev.easel.fuzz;

import dev.easel.serving.config.ConfigEditor;
import dev.easel.serving.config.ConfigException;
import dev.easel.serving.config.ConfigReader;
import dev.easel.serving.config.RepositoryConfig;
import dev.easel.serving.config.ServableEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads a config.json; an entry more or less leaves the others as they are. */
final class ConfigTarget implements Target.Reader {

  private static final String ADDED = "added/by/the/fuzzer";

  private final Path file = Scratch.folder().resolve("config.json");

  @Override
  public void read(byte[] input) throws IOException {
    RepositoryConfig config = parse(new String(input, StandardCharsets.UTF_8));
    List<ServableEntry> before = config.servables();
    if (before.stream().anyMatch(entry -> entry.name().equals(ADDED))) {
      return;
    }
    Files.writeString(file, new String(input, StandardCharsets.UTF_8));
    ConfigEditor editor = new ConfigEditor(file);
    editor.add(ADDED, "folder");
    List<String> grown = names(ConfigReader.read(file));
    if (!grown.contains(ADDED) || grown.size() != before.size() + 1) {
      throw new AssertionError("with one more, of %s come %s".formatted(names(config), grown));
    }
    editor.remove(ADDED);
    RepositoryConfig after = ConfigReader.read(file);
    if (!names(after).equals(names(config))) {
      throw new AssertionError("of %s come %s".formatted(names(config), names(after)));
    }
  }

  private RepositoryConfig parse(String text) {
    try {
      return ConfigReader.parse(file, text);
    } catch (ConfigException e) {
      e.mistakes()
          .forEach(
              mistake -> {
                if (mistake.line() < 1
                    || mistake.toString().chars().anyMatch(Character::isISOControl)) {
                  throw new AssertionError("no line with a place: " + mistake);
                }
              });
      throw e;
    }
  }

  private static List<String> names(RepositoryConfig config) {
    return config.servables().stream().map(ServableEntry::name).toList();
  }
}
