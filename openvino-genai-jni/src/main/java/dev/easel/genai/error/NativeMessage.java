package dev.easel.genai.error;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Cuts what only the builders of the native library can use out of its error texts. */
final class NativeMessage {
  private static final Pattern SOURCE =
      Pattern.compile("(?:Exception from |(?:Check '.*' )?failed at )\\S+?:\\d+:?");
  private static final Pattern ANY_SOURCE =
      Pattern.compile("\\s*(?:at |in )?[\\w./+-]*/[\\w.+-]+\\.(?:cpp|hpp|c|h):\\d+:?");

  private NativeMessage() {}

  static String cleaned(String message) {
    String text =
        message
            .lines()
            .map(line -> SOURCE.matcher(line).replaceAll(""))
            .map(line -> ANY_SOURCE.matcher(line).replaceAll(""))
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .collect(Collectors.joining("\n"));
    return text.isEmpty() ? "OpenVINO GenAI failed without a message" : text;
  }
}
