package dev.easel.genai.worker.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a worker process ended.
 *
 * @param process its number
 * @param exit why
 * @param phases what it was doing, one entry for each of its calls
 * @param file the mapped file at the address that could not be read
 * @param frame where in native code it was
 * @param addressSpaceBytes how much it could have, if that was limited
 * @param evidence where all of this is kept
 * @param printed its last lines
 */
public record WorkerDeath(
    long process,
    ExitReason exit,
    List<String> phases,
    Optional<Path> file,
    Optional<String> frame,
    OptionalLong addressSpaceBytes,
    Optional<Path> evidence,
    List<String> printed) {

  /** Copies. */
  public WorkerDeath {
    phases = List.copyOf(phases);
    printed = List.copyOf(printed);
  }

  /** Why, in a word: a signal's name, {@code exit 1}, {@code hang}. */
  public String reason() {
    return exit.text();
  }

  /** Whether what it worked on is to blame, and not somebody outside. */
  public boolean isOwnDoing() {
    return exit.isOwnDoing();
  }

  /** In a sentence without an end. */
  public String describe() {
    StringBuilder text = new StringBuilder("its process was ended by ").append(reason());
    if (!phases.isEmpty()) {
      text.append(" while ").append(String.join(" and ", phases));
    }
    file.ifPresent(path -> text.append(", reading ").append(path));
    frame.ifPresent(where -> text.append(", in ").append(where));
    addressSpaceBytes.ifPresent(
        bytes -> text.append(", with at most %d MiB of address space".formatted(bytes >> 20)));
    evidence.ifPresent(path -> text.append("; see ").append(path));
    return text.toString();
  }
}
