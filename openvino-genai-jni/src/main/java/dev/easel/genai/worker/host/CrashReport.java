package dev.easel.genai.worker.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What Java wrote of a crash of its process.
 *
 * @param signal the signal's name
 * @param frame where in native code it was
 * @param file the mapped file at the address that could not be read
 */
record CrashReport(Optional<String> signal, Optional<String> frame, Optional<Path> file) {
  static final CrashReport NONE =
      new CrashReport(Optional.empty(), Optional.empty(), Optional.empty());

  private static final int MOST_LINES = 20_000;
  private static final Pattern SIGNAL = Pattern.compile("^#\\s+(SIG[A-Z]+)\\b");
  private static final Pattern FRAME = Pattern.compile("^# [Cj]\\s+\\[(\\S+?)\\+0x\\w+](.*)$");
  private static final Pattern ADDRESS = Pattern.compile("si_addr: 0x([0-9a-f]+)");
  private static final Pattern MAPPING =
      Pattern.compile("^([0-9a-f]+)-([0-9a-f]+) \\S{4} \\S+ \\S+ \\d+\\s+(/.*)$");

  /** Reads a report; nothing is known where there is none. */
  static CrashReport read(Path report) {
    try (Stream<String> lines = Files.lines(report, StandardCharsets.ISO_8859_1)) {
      return of(lines.limit(MOST_LINES).toList());
    } catch (IOException | UncheckedIOException e) {
      return NONE;
    }
  }

  private static CrashReport of(List<String> lines) {
    return new CrashReport(
        first(SIGNAL, lines).map(match -> match.group(1)),
        first(FRAME, lines).map(match -> (match.group(1) + " " + match.group(2).strip()).strip()),
        first(ADDRESS, lines).flatMap(match -> mappedAt(match.group(1), lines)));
  }

  private static Optional<Matcher> first(Pattern pattern, List<String> lines) {
    return lines.stream().map(pattern::matcher).filter(Matcher::find).findFirst();
  }

  private static Optional<Path> mappedAt(String hex, List<String> lines) {
    long address = Long.parseUnsignedLong(hex, 16);
    return lines.stream()
        .map(MAPPING::matcher)
        .filter(Matcher::find)
        .filter(
            each ->
                Long.compareUnsigned(Long.parseUnsignedLong(each.group(1), 16), address) <= 0
                    && Long.compareUnsigned(address, Long.parseUnsignedLong(each.group(2), 16)) < 0)
        .map(each -> Path.of(each.group(3)))
        .findFirst();
  }
}
