package dev.easel.calculators.request.field;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.calculators.http.FormPart;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.task.Upload;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fields of a form: everything is text there, and text without characters is absent.
 *
 * <p><b>Threads</b>: immutable.
 *
 * <p><b>Failure</b>: as {@link Fields} says.
 */
public final class FormFields implements Fields {

  /** Leading blanks, a sign and leading zeros are what C's conversions take. */
  private static final Pattern INTEGER = Pattern.compile("[ \\t]*[+-]?[0-9]{1,40}");

  private static final Pattern NUMBER =
      Pattern.compile(
          "[ \\t]*[+-]?([0-9]{1,40}\\.?[0-9]{0,40}|\\.[0-9]{1,40})([eE][+-]?[0-9]{1,4})?");

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * An item of a list of images: {@code image[]}, or {@code image[0]} as PHP and Rails write it.
   */
  private static final Pattern ITEM = Pattern.compile("(image|images|mask)\\[[0-9]{0,4}\\]");

  /** A field of an object, as OpenAI's clients write what is an object in JSON. */
  private static final Pattern MEMBER =
      Pattern.compile("(lora_alphas|taylorseer_config)\\[([^\\[\\]]+)\\]");

  private final ImageLinks links;
  private final Map<String, Map<String, String>> objects = new LinkedHashMap<>();
  private final Map<String, String> texts = new LinkedHashMap<>();
  private final Map<String, List<Upload>> files = new LinkedHashMap<>();

  /** The fields of these parts, where nothing may be fetched. */
  public FormFields(List<FormPart> parts) {
    this(parts, ImageLinks.NONE);
  }

  /**
   * The fields of these parts: the first of a name counts for texts, all of them for files.
   *
   * @param links what images may be named by
   */
  public FormFields(List<FormPart> parts, ImageLinks links) {
    this.links = links;
    for (FormPart part : parts) {
      String name = ITEM.matcher(part.name()).replaceFirst("$1");
      if (part.isFile()) {
        files
            .computeIfAbsent(name, key -> new ArrayList<>())
            .add(new Upload(part.name(), part.content()));
      } else if (part.content().hasRemaining() && !part.name().equals(FormPart.CHARSET)) {
        addText(name, part.text());
      }
    }
  }

  private void addText(String name, String text) {
    Matcher member = MEMBER.matcher(name);
    if (member.matches()) {
      objects
          .computeIfAbsent(member.group(1), key -> new LinkedHashMap<>())
          .putIfAbsent(member.group(2), text);
    } else {
      texts.putIfAbsent(name, text);
    }
  }

  @Override
  public List<String> names() {
    List<String> names = new ArrayList<>(texts.keySet());
    names.addAll(files.keySet());
    names.addAll(objects.keySet());
    return names;
  }

  @Override
  public Optional<String> text(String name) {
    if (files.containsKey(name)) {
      throw Mistakes.wrongType(name, "a text field", "a file");
    }
    return Optional.ofNullable(texts.get(name));
  }

  @Override
  public Optional<BigInteger> integer(String name) {
    return text(name).map(text -> integer(name, text));
  }

  private static BigInteger integer(String name, String text) {
    if (!INTEGER.matcher(text).matches()) {
      throw Mistakes.wrongType(name, "an integer", Mistakes.quote(text));
    }
    return new BigInteger(text.strip());
  }

  @Override
  public Optional<Float> number(String name) {
    return text(name).map(text -> number(name, text));
  }

  private static float number(String name, String text) {
    if (NUMBER.matcher(text).matches()) {
      float value = new BigDecimal(text.strip()).floatValue();
      if (Float.isFinite(value)) {
        return value;
      }
    }
    throw Mistakes.wrongType(name, "a number of 32 bits", Mistakes.quote(text));
  }

  @Override
  public Optional<Boolean> flag(String name) {
    return text(name).map(text -> flag(name, text));
  }

  private static boolean flag(String name, String text) {
    return switch (text) {
      case "true", "True" -> true;
      case "false", "False" -> false;
      default -> throw Mistakes.wrongType(name, "true or false", Mistakes.quote(text));
    };
  }

  @Override
  public Optional<Map<String, Float>> numbersByName(String name, String what) {
    Map<String, String> members = objects.get(name);
    if (members == null) {
      return text(name).map(text -> numbersByName(name, what, text));
    }
    if (texts.containsKey(name)) {
      throw RequestException.invalid(name, "it is there whole and by its fields; send one of them");
    }
    Map<String, Float> numbers = new LinkedHashMap<>();
    members.forEach((key, text) -> numbers.put(key, number(name + "[" + key + "]", text)));
    return Optional.of(numbers);
  }

  private static Map<String, Float> numbersByName(String name, String what, String text) {
    try {
      return JsonFields.numbersByName(name, what, JSON.readTree(text));
    } catch (JsonProcessingException e) {
      throw Mistakes.wrongType(name, what + ", as JSON", Mistakes.quote(text));
    }
  }

  @Override
  public List<Upload> uploads(String name) {
    String text = texts.get(name);
    if (text != null && DataUrl.isWeb(text) && !files.containsKey(name)) {
      Optional<Upload> named = links.url(name, text);
      if (named.isPresent()) {
        return List.of(named.get());
      }
    }
    if (text != null) {
      throw RequestException.wrongType(
          name, "is text; send the image as a file part, with a file name");
    }
    return files.getOrDefault(name, List.of());
  }
}
