package dev.easel.serving.repository;

import dev.easel.framework.config.Mistake;
import java.util.List;

/**
 * What a check of files found.
 *
 * @param graphs every graph that was looked at
 * @param mistakes what is wrong with the list of servables itself
 * @param warnings what has no effect
 */
public record CheckReport(List<Graph> graphs, List<Mistake> mistakes, List<Mistake> warnings) {

  /** Copies the lists. */
  public CheckReport {
    graphs = List.copyOf(graphs);
    mistakes = List.copyOf(mistakes);
    warnings = List.copyOf(warnings);
  }

  /**
   * One graph's part.
   *
   * @param name the servable's name; empty for a file that was checked alone
   * @param file the graph's file, or the folder where one is missing
   * @param mistakes everything that is wrong, in the order of the text
   * @param warnings what has no effect, where nothing is wrong
   */
  public record Graph(String name, String file, List<Mistake> mistakes, List<Mistake> warnings) {

    /** Copies the lists. */
    public Graph {
      mistakes = List.copyOf(mistakes);
      warnings = List.copyOf(warnings);
    }

    /** A graph of which nothing is known but what is wrong. */
    public Graph(String name, String file, List<Mistake> mistakes) {
      this(name, file, mistakes, List.of());
    }
  }

  /** Whether everything can be served. */
  public boolean isValid() {
    return mistakes.isEmpty() && graphs.stream().allMatch(graph -> graph.mistakes().isEmpty());
  }
}
