package dev.easel.access;

import dev.easel.framework.config.Mistake;
import dev.easel.serving.config.JsonTree;
import dev.easel.serving.config.Spelling;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads the fields of one JSON object, and notes what is wrong with them. */
final class ObjectReader {
  private final String file;
  private final JsonTree.Fields fields;
  private final List<Mistake> mistakes;

  ObjectReader(String file, JsonTree.Fields fields, List<Mistake> mistakes) {
    this.file = file;
    this.fields = fields;
    this.mistakes = mistakes;
  }

  /** Notes fields that are not known or stand there twice. */
  void checkNames(List<String> known) {
    Set<String> seen = new HashSet<>();
    for (JsonTree.Member member : fields.members()) {
      if (!known.contains(member.name())) {
        mistakes.add(member.mistake(file, Spelling.unknown(member.name(), known)));
      } else if (!seen.add(member.name())) {
        mistakes.add(member.mistake(file, "a second '" + member.name() + "'"));
      }
    }
  }

  /** A text that must be there. */
  String text(String name) {
    if (fields.find(name).isEmpty()) {
      note(fields, "'" + name + "' is missing");
    }
    return optionalText(name).orElse("");
  }

  Optional<String> optionalText(String name) {
    Optional<JsonTree> found = fields.find(name);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (found.get() instanceof JsonTree.Text text && !text.text().isEmpty()) {
      return Optional.of(text.text());
    }
    note(found.get(), "'" + name + "' must be a text that is not empty");
    return Optional.empty();
  }

  Optional<Boolean> flag(String name) {
    Optional<JsonTree> found = fields.find(name);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (found.get() instanceof JsonTree.Flag flag) {
      return Optional.of(flag.value());
    }
    note(found.get(), "'" + name + "' must be true or false, not " + found.get().kind());
    return Optional.empty();
  }

  OptionalLong limit(String name) {
    Optional<JsonTree> found = fields.find(name);
    if (found.isEmpty()) {
      return OptionalLong.empty();
    }
    if (found.get() instanceof JsonTree.Numeral number
        && number.digits().matches("[1-9]\\d{0,17}")) {
      return OptionalLong.of(Long.parseLong(number.digits()));
    }
    note(
        found.get(),
        "'" + name + "' must be a whole number above 0; leave it out where there is no limit");
    return OptionalLong.empty();
  }

  Optional<Double> weight(String name) {
    Optional<JsonTree> found = fields.find(name);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (found.get() instanceof JsonTree.Numeral number) {
      double weight = Double.parseDouble(number.digits());
      if (weight >= 0.001 && weight <= 1000) {
        return Optional.of(weight);
      }
    }
    note(found.get(), "'" + name + "' must be a number from 0.001 to 1000");
    return Optional.empty();
  }

  Optional<List<String>> texts(String name) {
    Optional<JsonTree> found = fields.find(name);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    List<String> texts = new ArrayList<>();
    if (found.get() instanceof JsonTree.Items items) {
      for (JsonTree item : items.items()) {
        if (item instanceof JsonTree.Text text && !text.text().isEmpty()) {
          texts.add(text.text());
        } else {
          note(item, "'" + name + "' must have texts that are not empty, not " + item.kind());
        }
      }
      return Optional.of(texts);
    }
    note(found.get(), "'" + name + "' must be an array, not " + found.get().kind());
    return Optional.empty();
  }

  /** Notes a mistake at a field, or at the object when it does not have it. */
  void wrong(String name, String message) {
    note(fields.find(name).orElse(fields), message);
  }

  private void note(JsonTree at, String message) {
    mistakes.add(at.mistake(file, message));
  }
}
