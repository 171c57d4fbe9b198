package dev.easel.cli.model;

import dev.easel.cli.shared.Misuse;
import dev.easel.hub.AdapterPull;
import dev.easel.serving.graph.ImageGraph;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of {@code --source_loras}.
 *
 * @param alias the name that requests use
 * @param file the adapter's file, its address, or its repository; empty for a combination of others
 * @param alpha its strength
 * @param components the adapters of a combination
 */
record LoraSource(String alias, String file, float alpha, List<ImageGraph.Component> components) {
  private static final String SUFFIX = ".safetensors";

  /** A file of this suffix with no {@code @} is a file here, however much it looks like this. */
  private static final Pattern REPOSITORY =
      Pattern.compile(
          "(?![^@]*\\.safetensors$)[A-Za-z0-9][\\w.-]*/[A-Za-z0-9][\\w.-]*(@.+\\.safetensors)?");

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
      check(strength.what(), misuse);
      return new LoraSource(alias, strength.what(), strength.alpha().orElse(1f), List.of());
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

  private static void check(String what, Misuse misuse) {
    if (isAddress(what)) {
      checkAddress(what, misuse);
      return;
    }
    boolean isFile = what.endsWith(SUFFIX) && !what.contains("@");
    if (!isFile) {
      misuse.when(
          !REPOSITORY.matcher(what).matches(),
          "source_loras: '"
              + what
              + "' is no .safetensors file, no address of one and no org/repo[@file.safetensors]");
    } else {
      misuse.when(!Files.isRegularFile(Path.of(what)), "source_loras: there is no file " + what);
    }
  }

  private static void checkAddress(String what, Misuse misuse) {
    URI uri;
    try {
      uri = new URI(what);
    } catch (URISyntaxException e) {
      throw misuse.because(
          "source_loras: '%s' is no address: %s at character %d; a blank is written %%20"
              .formatted(what, e.getReason().toLowerCase(Locale.ROOT), e.getIndex() + 1));
    }
    misuse.when(uri.getHost() == null, "source_loras: the address '" + what + "' has no host");
    misuse.when(
        !String.valueOf(uri.getPath()).endsWith(SUFFIX),
        "source_loras: the path of '" + what + "' does not end in " + SUFFIX);
  }

  private static boolean isAddress(String text) {
    return text.startsWith("http://") || text.startsWith("https://");
  }

  /** Whether the adapter has to be fetched, and then lies in the model's folder. */
  boolean isRemote() {
    return components.isEmpty() && (isAddress(file) || REPOSITORY.matcher(file).matches());
  }

  /** Fetches the adapter into the model's folder, unless it is there. */
  void fetch(AdapterPull pull, Path folder, boolean overwrites) {
    Path target = folder.resolve(path());
    if (!isRemote() || (Files.exists(target) && !overwrites)) {
      return;
    }
    if (isAddress(file)) {
      pull.fetch(URI.create(file), target);
      return;
    }
    pull.fetch(repository(), fileInRepository(), target);
  }

  /** Looks whether the hub has the adapter; what lies elsewhere shows when it is fetched. */
  void check(AdapterPull pull) {
    if (isRemote() && !isAddress(file)) {
      pull.check(repository(), fileInRepository());
    }
  }

  private String repository() {
    return file.split("@", 2)[0];
  }

  private Optional<String> fileInRepository() {
    String[] parts = file.split("@", 2);
    return parts.length > 1 ? Optional.of(unescaped(parts[1])) : Optional.empty();
  }

  /** The file's name in its repository; addresses that are copied from a page have %20 in them. */
  private static String unescaped(String path) {
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return path;
    }
  }

  /** What the graph calls the adapter's file, from the model's folder. */
  private String path() {
    return isRemote()
        ? "loras/" + alias + SUFFIX
        : Path.of(file).toAbsolutePath().normalize().toString();
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

  private record Strength(String what, Optional<Float> alpha) {
    static Strength of(String text) {
      Matcher matcher = STRENGTH.matcher(text);
      return matcher.matches()
          ? new Strength(matcher.group(1), Optional.of(Float.valueOf(matcher.group(2))))
          : new Strength(text, Optional.empty());
    }
  }

  /** Writes the entry into a graph. */
  void addTo(ImageGraph graph, String mode) {
    if (components.isEmpty()) {
      graph.adapter(alias, path(), alpha, mode);
    } else {
      graph.composite(alias, components);
    }
  }
}
