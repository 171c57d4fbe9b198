package dev.easel.serving.plugin;

import dev.easel.framework.calculator.CalculatorRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The calculators that graphs may name, as they are now.
 *
 * <p><b>Threads</b>: any.
 */
public interface Calculators {

  /** What there is now; jars that have changed are loaded first. */
  Snapshot now();

  /** The folder of jars, if there is one: what comes to lie there may be what a graph lacks. */
  Optional<Path> folder();

  /** Calculators that never change. */
  static Calculators fixed(CalculatorRegistry registry) {
    Snapshot only = new Snapshot(registry, List.of(), List.of());
    return new Calculators() {
      @Override
      public Snapshot now() {
        return only;
      }

      @Override
      public Optional<Path> folder() {
        return Optional.empty();
      }
    };
  }

  /**
   * The calculators of one moment.
   *
   * @param registry what graphs may name
   * @param jars which jars there are, and what each brings
   * @param problems what is wrong with jars
   */
  record Snapshot(CalculatorRegistry registry, List<Jar> jars, List<Problem> problems) {

    /** The jars that a graph names something of. */
    public List<Path> namedBy(String graph) {
      return jars.stream().filter(jar -> isNamed(jar.names, graph)).map(Jar::file).toList();
    }

    /** What is wrong with jars that a graph names something of. */
    public List<Problem> problemsOf(String graph) {
      return problems.stream().filter(problem -> isNamed(problem.names, graph)).toList();
    }

    /** What is wrong with jars of which nobody knows what they would bring. */
    public List<Problem> problemsOfUnknownNames() {
      return problems.stream().filter(problem -> problem.names.isEmpty()).toList();
    }

    private static boolean isNamed(Set<String> names, String graph) {
      return names.stream().anyMatch(name -> graph.contains(name + '"'));
    }
  }

  /**
   * A jar that is loaded.
   *
   * @param file the jar
   * @param names what it brings
   */
  record Jar(Path file, Set<String> names) {}

  /**
   * A jar that cannot be used.
   *
   * @param names what it would bring, or brought when it could be used; none when nobody knows
   * @param message what is wrong, and what to do
   */
  record Problem(Set<String> names, String message) {}
}
