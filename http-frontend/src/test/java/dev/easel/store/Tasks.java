package dev.easel.store;

import dev.easel.store.task.IdempotencyKey;
import dev.easel.store.task.NewTask;
import dev.easel.store.task.TaskBody;
import dev.easel.store.task.TaskPriority;
import dev.easel.store.task.TaskTerms;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Tasks as tests submit them. */
@SuppressWarnings("ArrayRecordComponent") // No two of them are compared.
public record Tasks(
    String owner,
    String servable,
    TaskPriority priority,
    String group,
    Optional<String> webhook,
    Duration longestWait,
    Duration keep,
    byte[] body,
    Optional<IdempotencyKey> key) {

  /** An ordinary one, of ann. */
  public static Tasks of(String servable) {
    return new Tasks(
        "ann",
        servable,
        TaskPriority.INTERACTIVE,
        "",
        Optional.empty(),
        Duration.ofHours(1),
        Duration.ofHours(1),
        bytes("{\"prompt\": \"a red circle\"}"),
        Optional.empty());
  }

  /** Text as bytes. */
  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The same of somebody else. */
  public Tasks by(String other) {
    return new Tasks(other, servable, priority, group, webhook, longestWait, keep, body, key);
  }

  /** The same as a line of a batch. */
  public Tasks in(String batch) {
    return new Tasks(
        owner, servable, TaskPriority.BATCH, batch, webhook, longestWait, keep, body, key);
  }

  /** The same with other times. */
  public Tasks lasting(Duration wait, Duration kept) {
    return new Tasks(owner, servable, priority, group, webhook, wait, kept, body, key);
  }

  /** The same with a webhook. */
  public Tasks telling(String url) {
    return new Tasks(
        owner, servable, priority, group, Optional.of(url), longestWait, keep, body, key);
  }

  /** The same asking for something else. */
  public Tasks asking(byte[] other) {
    return new Tasks(owner, servable, priority, group, webhook, longestWait, keep, other, key);
  }

  /** The same under a key. */
  public Tasks under(String name, String hash) {
    return new Tasks(
        owner,
        servable,
        priority,
        group,
        webhook,
        longestWait,
        keep,
        body,
        Optional.of(new IdempotencyKey(name, hash)));
  }

  /** To be submitted. */
  public NewTask task() {
    return new NewTask(
        new TaskTerms(
            owner,
            "the-" + servable,
            servable,
            priority,
            group,
            "{\"seed\": 409}",
            webhook,
            longestWait,
            keep),
        new TaskBody("/v1/images/generations", "application/json", body),
        key);
  }
}
