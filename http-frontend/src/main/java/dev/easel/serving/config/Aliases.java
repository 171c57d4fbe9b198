package dev.easel.serving.config;

import dev.easel.framework.config.Mistake;
import dev.easel.framework.status.StatusCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The further names of servables. An alias that is the name of a servable, or another's alias, is a
 * mistake of the entry that has it: nobody could tell which was meant.
 */
public final class Aliases {

  private Aliases() {}

  /** The entries, those with a wrong alias marked. */
  static List<ServableEntry> checked(List<ServableEntry> entries) {
    Map<String, ServableEntry> names = new HashMap<>();
    entries.forEach(entry -> names.put(entry.name(), entry));
    Map<String, ServableEntry> owners = new HashMap<>();
    List<ServableEntry> checked = new ArrayList<>();
    for (ServableEntry entry : entries) {
      ServableEntry known = entry;
      for (String alias : entry.aliases()) {
        ServableEntry named = names.get(alias);
        ServableEntry other = owners.putIfAbsent(alias, entry);
        if (named != null) {
          known = known.withMistake("the alias '" + alias + "' is the name of a servable");
        } else if (other != null && !other.name().equals(entry.name())) {
          known =
              known.withMistake(
                  "the alias '" + alias + "' is one of servable '" + other.name() + "' already");
        }
      }
      checked.add(known);
    }
    return checked;
  }

  /**
   * The configuration with more aliases; one of a servable that there is not is a warning.
   *
   * @param names servables' names by alias
   * @param origin where the aliases stand, for messages
   */
  public static RepositoryConfig add(
      RepositoryConfig config, Map<String, String> names, String origin) {
    Map<String, ServableEntry> entries = new LinkedHashMap<>();
    config.servables().forEach(entry -> entries.put(entry.name(), entry));
    List<Mistake> warnings = new ArrayList<>(config.warnings());
    names.forEach(
        (alias, name) -> {
          ServableEntry entry = entries.get(name);
          if (entry == null) {
            String message =
                "the alias '" + alias + "' is of servable '" + name + "', which is not listed";
            warnings.add(new Mistake(StatusCode.NOT_FOUND, origin, 0, 0, "", message, ""));
          } else if (!entry.aliases().contains(alias)) {
            List<String> more = new ArrayList<>(entry.aliases());
            more.add(alias);
            entries.put(name, entry.withAliases(more));
          }
        });
    return new RepositoryConfig(
        checked(List.copyOf(entries.values())), config.metrics(), config.groupTimeout(), warnings);
  }
}
