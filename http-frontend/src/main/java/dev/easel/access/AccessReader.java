package dev.easel.access;

import dev.easel.framework.config.Mistake;
import dev.easel.serving.config.ConfigException;
import dev.easel.serving.config.JsonTree;
import dev.easel.serving.config.JsonTreeReader;
import dev.easel.serving.config.TextFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a file of groups and keys. A mistake anywhere makes the whole file unusable: who may ask
 * what must not depend on half of it.
 *
 * <p><b>Failure</b>: {@link ConfigException} with every mistake and its line.
 */
public final class AccessReader {
  private static final List<String> TOP = List.of("groups", "keys", "aliases");
  private static final List<String> OF_GROUP =
      List.of(
          "name",
          "platform",
          "images",
          "models",
          "scopes",
          "requests_per_minute",
          "pixels_per_minute",
          "pixel_steps_per_day",
          "weight");
  private static final List<String> OF_KEY = List.of("id", "sha256", "group", "expires");
  private static final Set<String> WITH_IMAGES = Set.of(Group.OPENAI, Group.LOCAL_PLATFORM);
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final int MOST_KEYS = 10_000;

  private final String file;
  private final List<Mistake> mistakes = new ArrayList<>();
  private final Map<String, Group> groups = new LinkedHashMap<>();
  private final Map<String, AccessKey> keys = new LinkedHashMap<>();
  private final Map<String, String> aliases = new LinkedHashMap<>();

  private AccessReader(String file) {
    this.file = file;
  }

  /** Reads the file as it is now. */
  public static AccessTable read(Path file) {
    return parse(file, text(file));
  }

  /** The text of the file as it is now. */
  static String text(Path file) {
    try {
      return TextFile.read(file);
    } catch (NoSuchFileException e) {
      throw ConfigException.unreadable(file.toString(), "there is no such file");
    } catch (IOException e) {
      throw ConfigException.unreadable(file.toString(), e.toString());
    }
  }

  /** Reads {@code text} as if it stood in {@code file}. */
  public static AccessTable parse(Path file, String text) {
    return new AccessReader(file.toString()).table(JsonTreeReader.read(file.toString(), text));
  }

  private AccessTable table(JsonTree root) {
    if (root instanceof JsonTree.Fields fields) {
      new ObjectReader(file, fields, mistakes).checkNames(TOP);
      objects(fields, "groups").forEach(this::group);
      objects(fields, "keys").forEach(this::key);
      fields.find("aliases").ifPresent(this::aliases);
    } else {
      note(root, "the file must be an object with 'groups' and 'keys', not " + root.kind());
    }
    if (!mistakes.isEmpty()) {
      throw ConfigException.invalid(mistakes);
    }
    return new AccessTable(groups, List.copyOf(keys.values()), aliases);
  }

  private List<JsonTree.Fields> objects(JsonTree.Fields root, String name) {
    List<JsonTree.Fields> objects = new ArrayList<>();
    Optional<JsonTree> found = root.find(name);
    if (found.isEmpty()) {
      note(root, "'" + name + "' is missing; it is an array of objects");
    } else if (!(found.get() instanceof JsonTree.Items items)) {
      note(found.get(), "'" + name + "' must be an array, not " + found.get().kind());
    } else if (items.items().size() > MOST_KEYS) {
      note(items, "'" + name + "' has more than " + MOST_KEYS + " entries");
    } else {
      for (JsonTree item : items.items()) {
        if (item instanceof JsonTree.Fields fields) {
          objects.add(fields);
        } else {
          note(item, "an entry of '" + name + "' must be an object, not " + item.kind());
        }
      }
    }
    return objects;
  }

  private void group(JsonTree.Fields fields) {
    ObjectReader in = new ObjectReader(file, fields, mistakes);
    in.checkNames(OF_GROUP);
    String name = word(in, "name");
    if (name.equals(Group.LOCAL.name())) {
      in.wrong("name", "'local' is the group of the key of --api_key_file; choose another name");
    }
    String platform = in.optionalText("platform").orElse(Group.LOCAL_PLATFORM);
    boolean canHaveImages = WITH_IMAGES.contains(platform);
    boolean hasImages = in.flag("images").orElse(canHaveImages);
    if (hasImages && !canHaveImages) {
      in.wrong(
          "images",
          "there is no Images API on the platform '" + platform + "': openai and local have");
    }
    List<NamePattern> models =
        in.texts("models").orElse(List.of("*")).stream().map(NamePattern::new).toList();
    Limits limits =
        new Limits(
            in.limit("requests_per_minute"),
            in.limit("pixels_per_minute"),
            in.limit("pixel_steps_per_day"));
    Group group =
        new Group(
            name, platform, hasImages, models, scopes(in), limits, in.weight("weight").orElse(1.0));
    if (groups.putIfAbsent(name, group) != null) {
      in.wrong("name", "a second group '" + name + "'");
    }
  }

  private static Set<Scope> scopes(ObjectReader in) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String label : in.texts("scopes").orElse(List.of(Scope.GENERATE.label()))) {
      Optional<Scope> scope = Scope.of(label);
      scope.ifPresent(scopes::add);
      if (scope.isEmpty()) {
        in.wrong(
            "scopes",
            "there is no scope '" + label + "'; there are " + String.join(", ", Scope.labels()));
      }
    }
    return scopes;
  }

  private static String word(ObjectReader in, String field) {
    String word = in.text(field);
    if (!word.isEmpty() && !WORD.matcher(word).matches()) {
      in.wrong(
          field, "'" + field + "' must be up to 64 letters, digits, dots, dashes and underscores");
    }
    return word;
  }

  private void key(JsonTree.Fields fields) {
    ObjectReader in = new ObjectReader(file, fields, mistakes);
    in.checkNames(OF_KEY);
    String id = word(in, "id");
    if (id.equals(Principal.SHARED)) {
      in.wrong("id", "'" + id + "' is the key of --api_key_file; choose another id");
    }
    String hex = in.text("sha256");
    Optional<KeyHash> hash = KeyHash.parse(hex);
    if (hash.isEmpty() && !hex.isEmpty()) {
      in.wrong("sha256", "'sha256' must be the 64 hexadecimal digits of the key's SHA-256");
    }
    String group = in.text("group");
    if (!group.isEmpty() && !groups.containsKey(group)) {
      in.wrong("group", "there is no group '" + group + "' among 'groups'");
    }
    Optional<Instant> expires = in.optionalText("expires").flatMap(text -> instant(in, text));
    if (hash.isPresent()
        && keys.putIfAbsent(id, new AccessKey(id, hash.get(), group, expires)) != null) {
      in.wrong("id", "a second key '" + id + "'");
    }
  }

  private static Optional<Instant> instant(ObjectReader in, String text) {
    Optional<Instant> instant = instant(text);
    if (instant.isEmpty()) {
      in.wrong(
          "expires",
          "'expires' must be a date or a time in UTC: 2027-01-31 or 2027-01-31T12:00:00Z");
    }
    return instant;
  }

  /** The time that a date, which means its beginning, or a time in UTC writes. */
  public static Optional<Instant> instant(String text) {
    try {
      return Optional.of(
          text.contains("T")
              ? Instant.parse(text)
              : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private void aliases(JsonTree tree) {
    if (!(tree instanceof JsonTree.Fields fields)) {
      note(tree, "'aliases' must be an object of names by alias, not " + tree.kind());
      return;
    }
    for (JsonTree.Member member : fields.members()) {
      if (!(member.value() instanceof JsonTree.Text text) || text.text().isEmpty()) {
        note(member.value(), "the alias '" + member.name() + "' must be the name of a servable");
      } else if (aliases.putIfAbsent(member.name(), text.text()) != null) {
        mistakes.add(member.mistake(file, "a second alias '" + member.name() + "'"));
      }
    }
  }

  private void note(JsonTree at, String message) {
    mistakes.add(at.mistake(file, message));
  }
}
