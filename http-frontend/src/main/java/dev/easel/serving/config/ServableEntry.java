package dev.easel.serving.config;

import dev.easel.framework.config.Mistake;
import dev.easel.framework.status.StatusCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One servable that a configuration names.
 *
 * @param name the name that clients use; may contain {@code /}
 * @param basePath the folder to which {@code graphPath} and the options' {@code models_path} are
 *     relative; absolute
 * @param graphPath where the graph is; absolute; empty for {@code graph.pbtxt} in the base path,
 *     with the layouts that {@code GraphSource} tries
 * @param subconfig a file of further models that OVMS would load; absolute
 * @param idleUnload after how long without a request the servable is unloaded, zero for never;
 *     empty when the entry does not say
 * @param group what it is loaded and unloaded together with; empty when it stands alone
 * @param aliases further names that clients may use for it
 * @param adapters what it is loaded with beside the adapters of its graph
 * @param mistakes what is wrong with this entry alone; it is listed as failed, its neighbours serve
 * @param file the configuration file that names it
 * @param line its line there; 0 when it comes from the command line or a folder
 */
public record ServableEntry(
    String name,
    Path basePath,
    Optional<Path> graphPath,
    Optional<Path> subconfig,
    Optional<Duration> idleUnload,
    Optional<String> group,
    List<String> aliases,
    List<Adapter> adapters,
    List<Mistake> mistakes,
    String file,
    int line) {

  /**
   * A LoRA adapter that is not in the servable's graph.
   *
   * @param alias what requests call it
   * @param file its file; absolute
   */
  public record Adapter(String alias, Path file) {}

  /** Copies the lists. */
  public ServableEntry {
    aliases = List.copyOf(aliases);
    adapters = List.copyOf(adapters);
    mistakes = List.copyOf(mistakes);
  }

  /** An entry that no file spells out: the command line's, or a folder of a repository. */
  public static ServableEntry of(String name, Path basePath) {
    return new ServableEntry(
        name,
        basePath.toAbsolutePath(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        basePath.toString(),
        0);
  }

  /** The same with a graph in this file. */
  public ServableEntry withGraph(Path graph) {
    return new ServableEntry(
        name,
        basePath,
        Optional.of(graph),
        subconfig,
        idleUnload,
        group,
        aliases,
        adapters,
        mistakes,
        file,
        line);
  }

  /** The same with other aliases. */
  public ServableEntry withAliases(List<String> others) {
    return new ServableEntry(
        name,
        basePath,
        graphPath,
        subconfig,
        idleUnload,
        group,
        others,
        adapters,
        mistakes,
        file,
        line);
  }

  /** The same with adapters that are not in its graph. */
  public ServableEntry withAdapters(List<Adapter> more) {
    return new ServableEntry(
        name,
        basePath,
        graphPath,
        subconfig,
        idleUnload,
        group,
        aliases,
        more,
        mistakes,
        file,
        line);
  }

  /** The same with a mistake more. */
  public ServableEntry withMistake(String message) {
    List<Mistake> more = new ArrayList<>(mistakes);
    more.add(
        new Mistake(StatusCode.INVALID_ARGUMENT, file, line, line > 0 ? 1 : 0, "", message, ""));
    return new ServableEntry(
        name,
        basePath,
        graphPath,
        subconfig,
        idleUnload,
        group,
        aliases,
        adapters,
        more,
        file,
        line);
  }
}
