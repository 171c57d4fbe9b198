package dev.easel.store.task;

import java.time.Duration;
import java.util.Optional;

/**
 * What is agreed when a task is accepted.
 *
 * @param owner to whom it belongs: a key's name; nobody else sees it
 * @param model what the client called the model
 * @param servable what runs it; only who serves this name takes the task
 * @param priority whether it goes before others
 * @param group what it is a part of, such as a batch's id; empty if nothing
 * @param note what the front door wants to remember of it, such as its seed; at most 4096
 *     characters
 * @param webhook where its end is told
 * @param longestWait how long it may wait for somebody who takes it
 * @param keep how long its result is kept; for as long again its end is remembered without it
 */
public record TaskTerms(
    String owner,
    String model,
    String servable,
    TaskPriority priority,
    String group,
    String note,
    Optional<String> webhook,
    Duration longestWait,
    Duration keep) {

  /** The longest note, in characters. */
  public static final int MOST_NOTE = 4096;

  /** Checks that the task can be found again and ends. */
  public TaskTerms {
    if (servable.isEmpty() || note.length() > MOST_NOTE) {
      throw new IllegalArgumentException(
          "a task needs a servable, and a note of at most " + MOST_NOTE + " characters");
    }
    if (longestWait.toMillis() < 1 || keep.toMillis() < 1) {
      throw new IllegalArgumentException("a task waits and is kept for at least a millisecond");
    }
  }
}
