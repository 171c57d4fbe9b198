package dev.easel.cli.store;

import dev.easel.cli.shared.Bytes;
import dev.easel.cli.shared.Misuse;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.http.desk.DeskOffice;
import dev.easel.http.desk.call.DeskSettings;
import dev.easel.http.hook.WebhookSecret;
import dev.easel.http.hook.WebhookSettings;
import dev.easel.http.outgoing.AddressRules;
import dev.easel.http.server.ServerSettings;
import dev.easel.serving.Servables;
import dev.easel.store.DurableStore;
import dev.easel.store.task.TaskLimits;
import dev.easel.task.TaskRunnerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Tasks, files and batches, which outlive connections and the process. */
public final class TaskOptions {
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Pattern PASSWORD = Pattern.compile("rediss?://[^/@]*:[^/@]+@");

  @Option(
      names = "--task_store",
      paramLabel = "PLACE",
      description =
          "Folder in which tasks, files, batches and what keys have used are kept, or a redis://"
              + " address that many servers share; without it there are no tasks (default: none).")
  private @Nullable String place;

  @Option(
      names = "--task_keep_seconds",
      paramLabel = "SECONDS",
      defaultValue = "86400",
      description = "How long the result of a task is kept (default: ${DEFAULT-VALUE}).")
  private int keepSeconds = 86_400;

  @Option(
      names = "--task_wait_seconds",
      paramLabel = "SECONDS",
      defaultValue = "86400",
      description =
          "How long a task may wait for its turn before it expires (default: ${DEFAULT-VALUE}).")
  private int waitSeconds = 86_400;

  @Option(
      names = "--max_tasks_per_key",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "How many tasks of one key may wait or run; beyond it requests get a 429 (default:"
              + " ${DEFAULT-VALUE}).")
  private int tasksPerKey = 1000;

  @Option(
      names = "--max_task_bytes_per_key",
      paramLabel = "SIZE",
      defaultValue = "1G",
      description =
          "How large the requests of these tasks may be together (default: ${DEFAULT-VALUE}).")
  private String taskBytes = "1G";

  @Option(
      names = "--max_files_per_key",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many uploaded files of one key are kept (default: ${DEFAULT-VALUE}).")
  private int filesPerKey = 1000;

  @Option(
      names = "--max_file_size",
      paramLabel = "SIZE",
      defaultValue = "200M",
      description = "The largest uploaded file (default: ${DEFAULT-VALUE}).")
  private String fileSize = "200M";

  @Option(
      names = "--webhook_secret_file",
      paramLabel = "FILE",
      description =
          "File whose first line is the secret, whsec_ and base64, with which webhooks are signed;"
              + " without it tasks tell none (default: none).")
  private @Nullable Path secretFile;

  @Option(
      names = "--webhook_private_addresses",
      paramLabel = "BOOL",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "false",
      description = "Lets webhooks go to this machine and to private networks.")
  private boolean allowsPrivate;

  @Option(
      names = "--webhook_ca_file",
      paramLabel = "FILE",
      description =
          "Certificates, in PEM, of the authorities that webhooks trust at https targets instead of"
              + " Java's (default: Java's).")
  private @Nullable Path caFile;

  /** Refuses values that have no meaning. */
  public void check(Misuse misuse) {
    misuse.when(keepSeconds < 1, "task_keep_seconds must be at least 1");
    misuse.when(waitSeconds < 1, "task_wait_seconds must be at least 1");
    misuse.when(tasksPerKey < 1, "max_tasks_per_key must be at least 1");
    misuse.when(filesPerKey < 1, "max_files_per_key must be at least 1");
    misuse.when(size(taskBytes) < 1, "max_task_bytes_per_key must be a size, such as 1G");
    misuse.when(size(fileSize) < 1, "max_file_size must be a size, such as 200M");
    misuse.when(place != null && place.isEmpty(), "task_store is empty");
  }

  /** Whether words of a command line hold the password of a store. */
  public static boolean tellsPassword(List<String> words) {
    return words.stream().anyMatch(word -> PASSWORD.matcher(word).find());
  }

  private static long size(String text) {
    return Bytes.parse(text).orElse(0L);
  }

  /** The store that was asked for. */
  public Optional<StorePlace> place() {
    return Optional.ofNullable(place).map(given -> new StorePlace("task_store", given));
  }

  /** What runs the tasks of a store. */
  public DeskOffice office(DurableStore store, Servables servables, ServerSettings server) {
    DeskSettings settings =
        new DeskSettings(
            Duration.ofSeconds(waitSeconds),
            Duration.ofSeconds(keepSeconds),
            tasksPerKey,
            size(taskBytes),
            size(fileSize),
            filesPerKey,
            secretFile != null);
    return DeskOffice.open(
        store,
        servables,
        server.defaultModel(),
        settings,
        server.limits().form(),
        new TaskRunnerSettings(
            worker(),
            LEASE,
            server.timeouts().run(),
            TaskLimits.DEFAULT.outcomeBytes(),
            server.access()),
        webhooks(),
        server.spans(),
        server.traces());
  }

  /** A name that no other process has, in which an operator sees the machine. */
  private static String worker() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "easel";
    }
    return host + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  private Optional<WebhookSettings> webhooks() {
    Path file = secretFile;
    if (file == null) {
      return Optional.empty();
    }
    try {
      String line = Files.readString(file).lines().findFirst().orElse("");
      WebhookSettings settings =
          WebhookSettings.standard(WebhookSecret.parse(line), new AddressRules(allowsPrivate));
      return Optional.of(caFile == null ? settings : settings.trusting(caFile));
    } catch (IOException | IllegalArgumentException e) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT, "webhook_secret_file " + file + ": " + e.getMessage(), e);
    }
  }
}
