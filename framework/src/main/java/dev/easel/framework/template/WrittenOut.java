package dev.easel.framework.template;

import dev.easel.framework.status.StatusCode;
import java.util.List;

/**
 * A template's text with everything in it that its directives make of it.
 *
 * @param text the text, without directives
 * @param places where the lines of {@code text} come from
 * @param mistakes what is wrong; the text is whole all the same, if the template could be read
 */
public record WrittenOut(String text, List<Place> places, List<Mistake> mistakes) {
  /**
   * A place in the template.
   *
   * @param line from 1
   * @param column from 1
   */
  public record Place(int line, int column) {}

  /**
   * What is wrong with the template, or with what it was given.
   *
   * @param code what kind of mistake it is
   * @param place where
   * @param message what
   */
  public record Mistake(StatusCode code, Place place, String message) {}

  /** Where a place in {@link #text()} comes from. */
  public Place origin(int line, int column) {
    if (line < 1 || line > places.size()) {
      return new Place(line, column);
    }
    Place start = places.get(line - 1);
    return new Place(start.line(), start.column() + column - 1);
  }
}
