package dev.easel.framework.template;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.easel.framework.calculator.CalculatorRegistry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the directives in a graph's text. The fields around them are followed as far as that takes:
 * what is wrong with them is for the reader of the written-out text to say.
 */
final class PartReader {
  private static final int MAX_DEPTH = 100;

  private final Tokens tokens;
  private final ExpressionReader expressions;
  private final CalculatorRegistry registry;
  private List<Part> parts = new ArrayList<>();
  private int plainFrom;
  private int depth;

  PartReader(Tokens tokens, CalculatorRegistry registry) {
    this.tokens = tokens;
    this.registry = registry;
    expressions = new ExpressionReader(tokens);
  }

  List<Part> read(Descriptor graph) {
    while (tokens.peek().kind() != Token.Kind.END) {
      element(graph);
    }
    flush(tokens.text().length());
    return parts;
  }

  private void flush(int end) {
    if (end > plainFrom) {
      parts.add(new Part.Plain(plainFrom, end));
    }
    plainFrom = end;
  }

  /** A field or a directive; the field, if there is one and it is known. */
  private @Nullable FieldDescriptor element(@Nullable Descriptor message) {
    if (depth == MAX_DEPTH) {
      throw tokens.mistake("messages are nested more than " + MAX_DEPTH + " deep");
    }
    depth++;
    FieldDescriptor field = tokens.isNext("%") ? directive(message) : field(message);
    depth--;
    return field;
  }

  private @Nullable FieldDescriptor directive(@Nullable Descriptor message) {
    flush(tokens.next().start());
    Token word = tokens.next();
    if (word.is("param")) {
      String name = expressions.name("after param");
      Expression value = tokens.take(":") ? expressions.read() : null;
      close(word);
      parts.add(new Part.Declaration(name, value));
      return null;
    }
    Part.Block body;
    if (word.is("for")) {
      tokens.expect("(", "after for");
      String variable = expressions.name("in a for");
      if (!tokens.take(":")) {
        tokens.expect(",", "or \":\" after the name in a for");
      }
      Expression list = expressions.read();
      tokens.expect(")", "at the end of a for");
      body = body(word, message);
      parts.add(new Part.Loop(word.start(), variable, list, body));
    } else if (word.is("if")) {
      tokens.expect("(", "after if");
      Expression condition = expressions.read();
      tokens.expect(")", "at the end of an if");
      body = body(word, message);
      parts.add(new Part.Condition(condition, body));
    } else {
      throw new TemplateSyntaxException(
          word.start(), "expected for, if or param before a field, found " + word.text());
    }
    return body.field();
  }

  private void close(Token word) {
    plainFrom = tokens.expect("%", "at the end of " + word.text()).end();
  }

  private Part.Block body(Token word, @Nullable Descriptor message) {
    close(word);
    List<Part> outer = parts;
    parts = new ArrayList<>();
    FieldDescriptor field = element(message);
    flush(tokens.isNext("%") ? tokens.peek().start() : tokens.last().end());
    List<Part> inner = parts;
    parts = outer;
    tokens.expect("%", "and end: one field stands between a directive and its end");
    tokens.expect("end", "after one field");
    plainFrom = tokens.expect("%", "after end").end();
    return new Part.Block(inner, field);
  }

  private @Nullable FieldDescriptor field(@Nullable Descriptor message) {
    FieldDescriptor field = null;
    Descriptor inner = null;
    if (tokens.isNext("[")) {
      String name = bracketed();
      var extension = registry.extensions().findImmutableExtensionByName(name);
      field = extension == null ? null : extension.descriptor;
      inner = field == null ? any(name) : null;
    } else {
      Token name = tokens.peek();
      if (name.kind() != Token.Kind.NAME) {
        throw tokens.mistake("expected the name of a field");
      }
      tokens.next();
      field = message == null ? null : message.findFieldByName(name.text());
    }
    if (field != null && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      inner = field.getMessageType();
    }
    tokens.take(":");
    if (tokens.take("[")) {
      while (!tokens.take("]")) {
        value(field, inner);
        tokens.take(",");
      }
    } else {
      value(field, inner);
    }
    if (!tokens.take(",")) {
      tokens.take(";");
    }
    return field;
  }

  private String bracketed() {
    tokens.next();
    StringBuilder name = new StringBuilder();
    while (!tokens.isNext("]")) {
      if (tokens.peek().kind() == Token.Kind.END) {
        throw tokens.mistake("expected \"]\" after the name of an extension");
      }
      name.append(tokens.next().text());
    }
    tokens.next();
    return name.toString();
  }

  private @Nullable Descriptor any(String url) {
    return registry.types().find(url.substring(url.indexOf('/') + 1));
  }

  private void value(@Nullable FieldDescriptor field, @Nullable Descriptor inner) {
    if (tokens.isNext("%")) {
      flush(tokens.next().start());
      Part value = new Part.Value(expressions.read(), field);
      plainFrom = tokens.expect("%", "after an expression").end();
      parts.add(value);
    } else if (tokens.take("{")) {
      message(inner, "}");
    } else if (tokens.take("<")) {
      message(inner, ">");
    } else {
      scalar();
    }
  }

  private void message(@Nullable Descriptor type, String end) {
    while (!tokens.take(end)) {
      element(type);
    }
  }

  private void scalar() {
    tokens.take("-");
    Token first = tokens.next();
    if (first.kind() == Token.Kind.END || first.kind() == Token.Kind.SYMBOL) {
      throw new TemplateSyntaxException(first.start(), "expected a value, found " + first.text());
    }
    while (first.kind() == Token.Kind.STRING && tokens.peek().kind() == Token.Kind.STRING) {
      tokens.next();
    }
  }
}
