package dev.easel.http.form;

import dev.easel.calculators.http.FormPart;
import java.util.List;
import java.util.Optional;

/** Carries what a form's field {@code _charset_} says to the texts that say nothing themselves. */
final class FormCharset {

  private FormCharset() {}

  /** The same parts, each text of them with its charset, where the form names one. */
  static List<FormPart> named(List<FormPart> parts) {
    Optional<String> charset =
        parts.stream()
            .filter(part -> part.name().equals(FormPart.CHARSET) && !part.isFile())
            .findFirst()
            .map(part -> part.text().strip())
            .filter(text -> !text.isEmpty());
    return charset
        .map(name -> parts.stream().map(part -> isSilent(part) ? in(part, name) : part).toList())
        .orElse(parts);
  }

  private static boolean isSilent(FormPart part) {
    return !part.isFile() && part.contentType().isEmpty() && !part.name().equals(FormPart.CHARSET);
  }

  private static FormPart in(FormPart part, String charset) {
    Optional<String> type = Optional.of("text/plain; charset=\"" + charset + "\"");
    return new FormPart(part.name(), part.fileName(), type, part.content());
  }
}
