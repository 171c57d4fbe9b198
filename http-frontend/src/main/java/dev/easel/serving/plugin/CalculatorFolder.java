package dev.easel.serving.plugin;

import dev.easel.framework.calculator.CalculatorProvider;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of jars whose calculators graphs may use. Jars may come, go and be replaced: each is
 * read whole into memory, so a version of it stays as it was for whoever uses it.
 *
 * <p>Each jar names its {@link CalculatorProvider} in {@code
 * META-INF/services/dev.easel.framework.calculator.CalculatorProvider} and is loaded by a class
 * loader of its own. Of two jars with one name the first by file name counts, and graphs that use
 * the name are told. A jar that was replaced by one that cannot be used goes on in its old version.
 *
 * <p><b>Threads</b>: any; one looks at a time, and the others wait for it.
 */
public final class CalculatorFolder implements Calculators {
  private final Optional<Path> folder;
  private final Consumer<String> log;
  private final Map<Path, Entry> entries = new LinkedHashMap<>();
  private @Nullable Snapshot snapshot;

  /** What a file looked like when it was read. */
  private record Look(long size, FileTime time, String inode) {
    static Look at(Path file) throws IOException {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new Look(now.size(), now.lastModifiedTime(), String.valueOf(now.fileKey()));
    }
  }

  /**
   * A jar of the folder.
   *
   * @param look the file as it was read
   * @param plugin the last version that could be used
   * @param fault what is wrong with the newest version
   */
  private record Entry(Look look, Optional<Plugin> plugin, Optional<String> fault) {}

  /**
   * The jars of {@code folder}; one that is not there has none.
   *
   * @param log told in a line of each jar that is loaded or cannot be
   */
  public CalculatorFolder(Optional<Path> folder, Consumer<String> log) {
    this.folder = folder;
    this.log = log;
  }

  /**
   * What ships, and what the jars of a folder add now.
   *
   * <p><b>Failure</b>: {@code FAILED_PRECONDITION} names the jars that cannot be used.
   */
  public static CalculatorRegistry registry(Optional<Path> folder) {
    Snapshot now = new CalculatorFolder(folder, line -> {}).now();
    if (!now.problems().isEmpty()) {
      throw new StatusException(
          StatusCode.FAILED_PRECONDITION,
          now.problems().stream().map(Problem::message).collect(Collectors.joining("\n")));
    }
    return now.registry();
  }

  /** The jars of a folder by name; none when it is not there. Loads nothing. */
  public static List<Path> jars(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(folder)) {
      return found.filter(path -> path.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new StatusException(
          StatusCode.FAILED_PRECONDITION, "cannot list the folder of calculators " + folder, e);
    }
  }

  @Override
  public Optional<Path> folder() {
    return folder;
  }

  @Override
  public synchronized Snapshot now() {
    List<Path> jars = folder.map(CalculatorFolder::jars).orElse(List.of());
    boolean changed = entries.keySet().retainAll(jars);
    for (Path jar : jars) {
      changed |= look(jar);
    }
    Snapshot last = snapshot;
    if (last == null || changed) {
      last = put(jars);
      snapshot = last;
    }
    return last;
  }

  /** Loads a jar anew if it has changed. */
  private boolean look(Path jar) {
    Entry known = entries.get(jar);
    try {
      Look now = Look.at(jar);
      if (known != null && known.look().equals(now)) {
        return false;
      }
      entries.put(jar, load(jar, now, known == null ? Optional.empty() : known.plugin()));
    } catch (IOException e) {
      return entries.remove(jar) != null; // it went away meanwhile
    }
    return true;
  }

  private Entry load(Path jar, Look now, Optional<Plugin> before) {
    try {
      JarContents contents = JarContents.read(jar);
      if (before.map(p -> p.jar().sha256().equals(contents.sha256())).orElse(false)) {
        return new Entry(now, before, Optional.empty());
      }
      Plugin plugin = Plugin.load(contents);
      log.accept("loads the calculators in " + jar + ", SHA-256 " + contents.sha256());
      return new Entry(now, Optional.of(plugin), Optional.empty());
    } catch (UnusableJarException | IOException e) {
      String fault = "the calculators in " + jar + " cannot be used: " + e.getMessage();
      log.accept(before.isPresent() ? fault + "; its last version is used" : fault);
      return new Entry(now, before, Optional.of(fault));
    }
  }

  private Snapshot put(List<Path> jars) {
    CalculatorRegistry.Builder registry =
        CalculatorRegistry.standardBuilder(CalculatorFolder.class.getClassLoader());
    Map<String, Path> owners = new LinkedHashMap<>();
    Set<String> shipped = Plugin.names(registry.build());
    List<Jar> loaded = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Path jar : jars) {
      Entry entry = entries.get(jar);
      if (entry == null) {
        continue;
      }
      Set<String> names = entry.plugin().map(Plugin::names).orElse(Set.of());
      entry.fault().ifPresent(fault -> problems.add(new Problem(names, fault)));
      if (entry.plugin().isEmpty()) {
        continue;
      }
      Set<String> twice = new LinkedHashSet<>(names);
      twice.removeIf(name -> !owners.containsKey(name) && !shipped.contains(name));
      if (twice.isEmpty()) {
        entry.plugin().get().addTo(registry);
        names.forEach(name -> owners.put(name, jar));
        loaded.add(new Jar(jar, names));
      } else {
        twice.forEach(name -> problems.add(twice(name, jar, owners.get(name), names)));
      }
    }
    return new Snapshot(registry.build(), List.copyOf(loaded), List.copyOf(problems));
  }

  private static Problem twice(String name, Path jar, @Nullable Path other, Set<String> names) {
    String message =
        other == null
            ? "%s is in %s and ships with Easel; give it another name".formatted(name, jar)
            : "%s is in both %s and %s; remove one of them".formatted(name, other, jar);
    return new Problem(new HashSet<>(names), message);
  }
}
