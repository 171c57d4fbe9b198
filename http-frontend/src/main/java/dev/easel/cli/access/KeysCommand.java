package dev.easel.cli.access;

import dev.easel.access.AccessEditor;
import dev.easel.access.AccessKey;
import dev.easel.access.AccessReader;
import dev.easel.access.AccessTable;
import dev.easel.access.Group;
import dev.easel.access.usage.Usage;
import dev.easel.access.usage.UsageBook;
import dev.easel.access.usage.UsageLine;
import dev.easel.cli.shared.EaselVersion;
import dev.easel.cli.shared.Misuse;
import dev.easel.cli.store.StorePlace;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Adds, lists and revokes the keys of a server, and shows what they have used. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    versionProvider = EaselVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Edits the file of groups and keys that --access_config names.",
    footer = {
      "",
      "Examples:",
      "  easel keys add access.json studio",
      "  easel keys list access.json",
      "  easel keys revoke access.json key_1f2e3d4c",
      "  easel keys usage access.json"
    })
public final class KeysCommand implements Runnable {
  private static final String FILE = "The file of groups and keys.";
  private static final int MOST_DAYS = 400;

  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  @Spec
  private CommandSpec spec;

  @Override
  public void run() {
    throw new Misuse(spec).because("one of the commands add, list, revoke and usage is needed");
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = {
        "Draws a key, prints it and adds its hash to the file.",
        "The key is shown this once. A file that is not there is made, with the group in it."
      },
      footer = {"", "Example:", "  easel keys add access.json studio --expires 2027-01-31"})
  void add(
      @Parameters(paramLabel = "FILE", description = FILE) Path file,
      @Parameters(paramLabel = "GROUP", description = "The group of the key.") String group,
      @Option(
              names = "--id",
              paramLabel = "ID",
              description = "What logs and usage call it (default: drawn).")
          @Nullable String id,
      @Option(
              names = "--expires",
              paramLabel = "DATE",
              description = "When it ends: 2027-01-31 or 2027-01-31T12:00:00Z (default: never).")
          @Nullable String expires) {
    Optional<Instant> end = Optional.ofNullable(expires).map(this::instant);
    AccessEditor.Added added = new AccessEditor(file).add(group, Optional.ofNullable(id), end);
    PrintWriter err = spec.commandLine().getErr();
    err.println(
        "Key " + added.id() + " of group " + group + ". This is the only time that it is shown:");
    err.flush();
    out().println(added.key());
    out().flush();
  }

  private Instant instant(String text) {
    return AccessReader.instant(text)
        .orElseThrow(
            () ->
                new Misuse(spec)
                    .because("--expires must be a date or a time in UTC, such as 2027-01-31"));
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Prints every key's id, group and end.",
      footer = {"", "Example:", "  easel keys list access.json"})
  void list(@Parameters(paramLabel = "FILE", description = FILE) Path file) {
    AccessTable table = AccessReader.read(file);
    Instant now = InstantSource.system().instant();
    for (AccessKey key : table.keys()) {
      String end = key.expires().map(Instant::toString).orElse("never expires");
      String state = key.isValidAt(now) ? "" : "  EXPIRED";
      out().println(key.id() + "  " + key.group() + "  " + end + state);
    }
    out().flush();
  }

  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description =
          "Takes a key out of the file; a server that has the file follows within seconds.",
      footer = {"", "Example:", "  easel keys revoke access.json key_1f2e3d4c"})
  void revoke(
      @Parameters(paramLabel = "FILE", description = FILE) Path file,
      @Parameters(paramLabel = "ID", description = "The key's id.") String id) {
    new AccessEditor(file).revoke(id);
  }

  @Command(
      name = "usage",
      mixinStandardHelpOptions = true,
      description = {
        "Prints what each key has used on each day: requests, pixels, pixels times steps.",
        "Then, for groups with a budget, what is used of it today."
      },
      footer = {"", "Example:", "  easel keys usage access.json --days 7"})
  void usage(
      @Parameters(paramLabel = "FILE", description = FILE) Path file,
      @Option(
              names = "--usage_path",
              paramLabel = "FOLDER",
              description = "As of 'serve' (default: beside FILE, with .usage behind its name).")
          @Nullable String usagePath,
      @Option(
              names = "--task_store",
              paramLabel = "PLACE",
              description = "As of 'serve', where it has one: what keys use is kept there then.")
          @Nullable String taskStore,
      @Option(
              names = "--days",
              paramLabel = "N",
              defaultValue = "1",
              description = "How many days, today included (default: ${DEFAULT-VALUE}).")
          int days) {
    new Misuse(spec).when(days < 1 || days > MOST_DAYS, "--days must be from 1 to " + MOST_DAYS);
    AccessTable table = AccessReader.read(file);
    LocalDate today = LocalDate.ofInstant(InstantSource.system().instant(), ZoneOffset.UTC);
    StorePlace place =
        taskStore == null
            ? StorePlace.ofUsage(file, Optional.ofNullable(usagePath))
            : new StorePlace("task_store", taskStore);
    List<UsageLine> lines =
        place.read(counters -> UsageBook.lines(counters, today.minusDays(days - 1L), today));
    for (UsageLine line : lines) {
      Usage used = line.usage();
      out()
          .println(
              "%s  %s  %s  requests %d  pixels %d  pixel-steps %d"
                  .formatted(
                      line.day(),
                      line.group(),
                      line.key(),
                      used.requests(),
                      used.pixels(),
                      used.pixelSteps()));
    }
    for (Group group : new TreeMap<>(table.groups()).values()) {
      group.limits().pixelStepsPerDay().ifPresent(budget -> print(group, today, lines, budget));
    }
    out().flush();
  }

  private void print(Group group, LocalDate today, List<UsageLine> lines, long budget) {
    long used =
        lines.stream()
            .filter(line -> line.day().equals(today) && line.group().equals(group.name()))
            .mapToLong(line -> line.usage().pixelSteps())
            .sum();
    out().println("%s: %d of %d pixel-steps used today".formatted(group.name(), used, budget));
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
