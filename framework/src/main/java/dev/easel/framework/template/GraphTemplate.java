package dev.easel.framework.template;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.TextFormat;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.proto.CalculatorGraphConfig;
import dev.easel.framework.proto.TemplateArgument;
import dev.easel.framework.proto.TemplateDict;
import dev.easel.framework.status.StatusCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes one template out, with the arguments of one use of it. */
public final class GraphTemplate {
  /** A template of a few lines can ask for more than any machine has. */
  private static final int MAX_LENGTH = 16 << 20;

  private static final int MAX_TURNS = 1_000_000;
  private static final int MAX_DEPTH = 30;

  private static final Pattern WORD = Pattern.compile("-?[A-Za-z0-9_][A-Za-z0-9_.+-]*");

  private final String text;
  private final Evaluation evaluation;
  private final StringBuilder written = new StringBuilder();
  private final List<WrittenOut.Place> places = new ArrayList<>();
  private final List<Integer> lineStarts = new ArrayList<>();
  private int turns;
  private boolean tooLong;

  private GraphTemplate(String text, TemplateDict arguments) {
    this.text = text;
    evaluation = new Evaluation(arguments);
    places.add(new WrittenOut.Place(1, 1));
    lineStarts.add(0);
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\n') {
        lineStarts.add(i + 1);
      }
    }
  }

  /** Whether a graph's text has directives in it. */
  public static boolean isTemplate(String text) {
    if (text.indexOf('%') < 0) {
      return false;
    }
    try {
      return new Tokens(text).has("%");
    } catch (TemplateSyntaxException e) {
      // What is wrong is for the reader of plain texts to say.
      return false;
    }
  }

  /** Writes a template out. */
  public static WrittenOut write(String text, TemplateDict arguments, CalculatorRegistry registry) {
    GraphTemplate template = new GraphTemplate(text, arguments);
    try {
      List<Part> parts =
          new PartReader(new Tokens(text), registry).read(CalculatorGraphConfig.getDescriptor());
      template.writeAll(parts);
    } catch (TemplateSyntaxException e) {
      template.problem(e.offset(), String.valueOf(e.getMessage()));
    }
    return template.result();
  }

  private WrittenOut result() {
    List<WrittenOut.Mistake> mistakes =
        evaluation.problems().stream()
            .map(p -> new WrittenOut.Mistake(p.code(), place(p.offset()), p.message()))
            .distinct()
            .toList();
    return new WrittenOut(written.toString(), List.copyOf(places), mistakes);
  }

  private void problem(int offset, String message) {
    evaluation.problem(StatusCode.INVALID_ARGUMENT, offset, message);
  }

  private WrittenOut.Place place(int offset) {
    int found = Collections.binarySearch(lineStarts, offset);
    int line = found < 0 ? -found - 2 : found;
    return new WrittenOut.Place(line + 1, offset - lineStarts.get(line) + 1);
  }

  private void writeAll(List<Part> parts) {
    for (Part part : parts) {
      if (part instanceof Part.Plain plain) {
        copy(plain.start(), plain.end());
      } else if (part instanceof Part.Value value) {
        writeValue(value);
      } else if (part instanceof Part.Loop loop) {
        writeLoop(loop);
      } else if (part instanceof Part.Condition condition) {
        if (evaluation.condition(condition.condition())) {
          writeAll(condition.body().parts());
        }
      } else if (part instanceof Part.Declaration declaration) {
        evaluation.declare(declaration.name(), declaration.value());
      }
    }
  }

  /** Copies a piece of the text on lines of its own, so that each line has one origin. */
  private void copy(int start, int end) {
    if (written.length() + end - start > MAX_LENGTH) {
      giveUp(start, "the template writes out to more than " + MAX_LENGTH + " characters");
    }
    if (tooLong) {
      return;
    }
    begin(start);
    for (int i = start; i < end; i++) {
      written.append(text.charAt(i));
      if (text.charAt(i) == '\n') {
        places.add(place(i + 1));
      }
    }
  }

  private void giveUp(int offset, String why) {
    if (!tooLong) {
      problem(offset, why);
    }
    tooLong = true;
  }

  private void begin(int offset) {
    written.append('\n');
    places.add(place(offset));
  }

  private void writeLoop(Part.Loop loop) {
    List<TemplateArgument> elements = evaluation.value(loop.list()).getElementList();
    FieldDescriptor field = loop.body().field();
    if (elements.size() > 1 && field != null && !field.isRepeated()) {
      problem(
          loop.offset(), "Multiple values specified for non-repeated field: " + field.getName());
      return;
    }
    @Nullable TemplateArgument shadowed = evaluation.set(loop.variable(), null);
    for (TemplateArgument element : elements) {
      evaluation.set(loop.variable(), element);
      turns++;
      if (turns == MAX_TURNS) {
        giveUp(
            loop.offset(), "the loops of the template go round more than " + MAX_TURNS + " times");
      }
      if (tooLong) {
        break;
      }
      writeAll(loop.body().parts());
    }
    evaluation.set(loop.variable(), shadowed);
  }

  private void writeValue(Part.Value value) {
    int offset = value.expression().offset();
    TemplateArgument argument = evaluation.value(value.expression());
    begin(offset);
    if (argument.hasDict() && Values.isDeeper(argument, MAX_DEPTH)) {
      problem(offset, "lists and dictionaries are nested more than " + MAX_DEPTH + " deep");
      written.append("{}");
    } else if (argument.hasDict()) {
      written
          .append("{ ")
          .append(TextFormat.printer().emittingSingleLine(true).printToString(argument.getDict()));
      written.append(" }");
    } else if (!argument.hasNum() && !argument.hasStr()) {
      problem(offset, "a list, or nothing, is no value of a field");
      written.append("\"\"");
    } else {
      written.append(scalar(offset, argument, value.field()));
    }
  }

  private String scalar(int offset, TemplateArgument argument, @Nullable FieldDescriptor field) {
    String plain = Values.text(argument);
    boolean quoted =
        field == null
            ? argument.hasStr() && Values.number(argument).isEmpty()
            : field.getJavaType() == FieldDescriptor.JavaType.STRING
                || field.getJavaType() == FieldDescriptor.JavaType.BYTE_STRING;
    if (quoted) {
      return "\"" + TextFormat.escapeDoubleQuotesAndBackslashes(plain) + "\"";
    }
    if (field != null && field.getJavaType() == FieldDescriptor.JavaType.BOOLEAN) {
      return Values.condition(argument).map(String::valueOf).orElse(plain);
    }
    if (!WORD.matcher(plain).matches()) {
      String name = field == null ? "this field" : "field " + field.getName();
      problem(offset, "\"%s\" is no value of %s".formatted(plain, name));
      return "0";
    }
    return plain;
  }
}
