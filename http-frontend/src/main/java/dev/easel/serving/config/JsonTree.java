package dev.easel.serving.config;

import dev.easel.framework.config.Mistake;
import dev.easel.framework.status.StatusCode;
import java.util.List;
import java.util.Optional;

/** A JSON value that remembers the line and column at which it starts, both counted from 1. */
public sealed interface JsonTree {

  /** The line, from 1. */
  int line();

  /** The column, from 1. */
  int column();

  /** What a message calls this kind of value. */
  String kind();

  /** A mistake at this value's place. */
  default Mistake mistake(String file, String message) {
    return mistake(file, line(), column(), message);
  }

  /** A mistake at a place. */
  static Mistake mistake(String file, int line, int column, String message) {
    return new Mistake(StatusCode.INVALID_ARGUMENT, file, line, column, "", message, "");
  }

  /** A name with its value; the place is that of the name. */
  record Member(String name, JsonTree value, int line, int column) {

    /** A mistake at the name's place. */
    public Mistake mistake(String file, String message) {
      return JsonTree.mistake(file, line, column, message);
    }
  }

  /** {@code {…}} with its members in the file's order, repeated names included. */
  record Fields(List<Member> members, int line, int column) implements JsonTree {
    @Override
    public String kind() {
      return "an object";
    }

    /** The first member of this name. */
    public Optional<JsonTree> find(String name) {
      return members.stream().filter(m -> m.name().equals(name)).map(Member::value).findFirst();
    }
  }

  /** {@code […]}. */
  record Items(List<JsonTree> items, int line, int column) implements JsonTree {
    @Override
    public String kind() {
      return "an array";
    }
  }

  /** A string. */
  record Text(String text, int line, int column) implements JsonTree {
    @Override
    public String kind() {
      return "a string";
    }
  }

  /** A number as written. */
  record Numeral(String digits, int line, int column) implements JsonTree {
    @Override
    public String kind() {
      return "a number";
    }
  }

  /** {@code true} or {@code false}. */
  record Flag(boolean value, int line, int column) implements JsonTree {
    @Override
    public String kind() {
      return "a boolean";
    }
  }

  /** {@code null}. */
  record Nothing(int line, int column) implements JsonTree {
    @Override
    public String kind() {
      return "null";
    }
  }
}
