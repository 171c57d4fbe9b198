package dev.easel.fuzz;

import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.config.GraphConfigException;
import dev.easel.framework.config.GraphDescription;
import java.nio.charset.StandardCharsets;

/** Reads graphs and templates; what was read is a graph again when it is written down. */
final class GraphTarget implements Target.Reader {

  private final CalculatorRegistry registry = CalculatorRegistry.standard();

  @Override
  public void read(byte[] input) {
    GraphDescription graph = parse(new String(input, StandardCharsets.UTF_8));
    GraphDescription again;
    try {
      again = GraphDescription.of(graph.config(), registry);
    } catch (GraphConfigException e) {
      throw new AssertionError("of a graph comes none: " + graph.config(), e);
    }
    if (!again.config().equals(graph.config())) {
      throw new AssertionError("of %s comes %s".formatted(graph.config(), again.config()));
    }
  }

  private GraphDescription parse(String text) {
    try {
      return GraphDescription.parse(text, "graph.pbtxt", registry);
    } catch (GraphConfigException e) {
      e.mistakes().forEach(mistake -> checkLine(mistake.toString()));
      if (e.message().chars().anyMatch(c -> Character.isISOControl(c) && c != '\n')) {
        throw new AssertionError("control characters in " + e.message());
      }
      throw e;
    }
  }

  private static void checkLine(String mistake) {
    if (mistake.chars().anyMatch(Character::isISOControl) || !mistake.startsWith("graph.pbtxt")) {
      throw new AssertionError("no line with a place: " + mistake);
    }
  }
}
