package dev.easel.cli;

import dev.easel.repository.ImageGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of {@code --source_loras}.
 *
 * @param alias the name that requests use
 * @param file the adapter's file; empty for a combination of others
 * @param alpha its strength
 * @param components the adapters of a combination
 */
record LoraSource(String alias, String file, float alpha, List<ImageGraph.Component> components) {
  private static final Pattern ENTRY = Pattern.compile("([A-Za-z0-9._-]+)=(.+)");
  private static final Pattern STRENGTH = Pattern.compile("(.+):(-?\\d+(?:\\.\\d+)?)");
  private static final Pattern COMPONENT = Pattern.compile("@([A-Za-z0-9._-]+)");

  /** Copies the list. */
  LoraSource {
    components = List.copyOf(components);
  }

  /** Reads the whole option. */
  static List<LoraSource> parse(String text, Misuse misuse) {
    List<LoraSource> sources = new ArrayList<>();
    for (String entry : text.split(",", -1)) {
      Matcher matcher = ENTRY.matcher(entry.strip());
      misuse.when(
          !matcher.matches(),
          "source_loras: '" + entry + "' is not like alias=file.safetensors:0.8");
      LoraSource source = one(matcher.group(1), matcher.group(2), misuse);
      misuse.when(
          sources.stream().anyMatch(other -> other.alias().equals(source.alias())),
          "source_loras names '" + source.alias() + "' twice");
      sources.add(source);
    }
    checkComponents(sources, misuse);
    return sources;
  }

  private static LoraSource one(String alias, String value, Misuse misuse) {
    if (!value.startsWith("@")) {
      Strength strength = Strength.of(value);
      misuse.when(
          !strength.what().endsWith(".safetensors"),
          "source_loras: '" + strength.what() + "' is no .safetensors file");
      return new LoraSource(alias, strength.what(), strength.alpha(), List.of());
    }
    List<ImageGraph.Component> components = new ArrayList<>();
    for (String part : value.split("\\+", -1)) {
      Strength strength = Strength.of(part);
      Matcher matcher = COMPONENT.matcher(strength.what());
      misuse.when(!matcher.matches(), "source_loras: '" + part + "' is not like @alias:0.5");
      components.add(new ImageGraph.Component(matcher.group(1), strength.alpha()));
    }
    return new LoraSource(alias, "", 1, components);
  }

  private static void checkComponents(List<LoraSource> sources, Misuse misuse) {
    List<String> adapters =
        sources.stream().filter(s -> s.components().isEmpty()).map(LoraSource::alias).toList();
    for (LoraSource source : sources) {
      for (ImageGraph.Component component : source.components()) {
        misuse.when(
            !adapters.contains(component.alias()),
            "source_loras: '"
                + source.alias()
                + "' combines '"
                + component.alias()
                + "', which is no adapter of the list");
      }
    }
  }

  private record Strength(String what, float alpha) {
    static Strength of(String text) {
      Matcher matcher = STRENGTH.matcher(text);
      return matcher.matches()
          ? new Strength(matcher.group(1), Float.parseFloat(matcher.group(2)))
          : new Strength(text, 1);
    }
  }

  /** Writes the entry into a graph. */
  void addTo(ImageGraph graph, String mode) {
    if (components.isEmpty()) {
      graph.adapter(alias, file, alpha, mode);
    } else {
      graph.composite(alias, components);
    }
  }
}
