package dev.easel.serving.graph;

import dev.easel.framework.config.Mistake;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.serving.config.ServableEntry;
import dev.easel.serving.config.TextFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A servable's graph as text, with the folder that its relative paths start from.
 *
 * @param fileName what messages call it: the path, or a name in angle brackets when no file holds
 *     it
 * @param file the file it was read from; empty for a graph made for a bare model folder
 * @param base the folder that {@code models_path} is relative to
 * @param text the graph in protobuf's text format
 */
public record GraphSource(String fileName, Optional<Path> file, Path base, String text) {

  /**
   * Reads an entry's graph: the file it names, else {@code graph.pbtxt} in its base path, else in
   * the folder {@code 1} below; else, for a folder that holds a model, the graph that serves it.
   */
  public static GraphSource read(ServableEntry entry) {
    List<Path> tried = new ArrayList<>();
    for (Candidate candidate : candidates(entry)) {
      if (Files.isRegularFile(candidate.file())) {
        return file(candidate.file(), candidate.base());
      }
      tried.add(candidate.file());
    }
    if (entry.graphPath().isEmpty() && ModelFolder.holdsModel(entry.basePath())) {
      return made(entry.basePath(), ImageGraph.serving("./"));
    }
    throw new StatusException(StatusCode.NOT_FOUND, notFound(entry, tried));
  }

  /** A file on its own; its folder is the base. */
  public static GraphSource file(Path file) {
    return file(file, file.toAbsolutePath().resolveSibling("."));
  }

  private static GraphSource file(Path file, Path base) {
    return new GraphSource(file.toString(), Optional.of(file), base, text(file));
  }

  /** A graph that stands in no file. */
  public static GraphSource made(Path base, ImageGraph graph) {
    return new GraphSource("<graph of " + base + ">", Optional.empty(), base, graph.text());
  }

  /** The same graph with LoRA adapters more. */
  public GraphSource with(List<ServableEntry.Adapter> adapters) {
    return adapters.isEmpty()
        ? this
        : new GraphSource(fileName, file, base, AddedAdapters.write(text, adapters, fileName));
  }

  /** A mistake in the text. */
  Mistake mistake(int offset, String message, String hint) {
    TextPlace place = TextPlace.of(text, offset);
    return new Mistake(
        StatusCode.INVALID_ARGUMENT, fileName, place.line(), place.column(), "", message, hint);
  }

  private record Candidate(Path file, Path base) {}

  private static List<Candidate> candidates(ServableEntry entry) {
    Path base = entry.basePath();
    Path mesh = base.resolve("1");
    Path first = entry.graphPath().orElse(base.resolve("graph.pbtxt"));
    return List.of(new Candidate(first, base), new Candidate(mesh.resolve("graph.pbtxt"), mesh));
  }

  private static String text(Path file) {
    try {
      return TextFile.read(file);
    } catch (CharacterCodingException e) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT, file + ": the file is not UTF-8 text", e);
    } catch (IOException e) {
      throw new StatusException(StatusCode.NOT_FOUND, file + ": cannot open: " + e.getMessage(), e);
    }
  }

  private static String notFound(ServableEntry entry, List<Path> tried) {
    if (!Files.isDirectory(entry.basePath())) {
      return "there is no folder " + entry.basePath();
    }
    return "there is no graph; looked for "
        + String.join(" and ", tried.stream().map(Path::toString).toList())
        + ", and for "
        + entry.basePath().resolve(ModelFolder.INDEX);
  }
}
