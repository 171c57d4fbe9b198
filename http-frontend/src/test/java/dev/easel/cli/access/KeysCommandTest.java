package dev.easel.cli.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.access.AccessReader;
import dev.easel.access.Group;
import dev.easel.access.KeyHash;
import dev.easel.access.Principal;
import dev.easel.access.usage.GroupMeter;
import dev.easel.access.usage.Meters;
import dev.easel.access.usage.UsageLedger;
import dev.easel.cli.shared.Failures;
import dev.easel.store.sqlite.SqliteSettings;
import dev.easel.store.sqlite.SqliteStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KeysCommandTest {
  @TempDir private Path folder;

  private record Outcome(int status, String out, String err) {}

  private static Outcome keys(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Failures.handledBy(new CommandLine(new KeysCommand()))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(words);
    return new Outcome(status, out.toString(), err.toString());
  }

  @Test
  void addsListsAndRevokes() throws Exception {
    Path file = folder.resolve("access.json");
    Outcome added =
        keys("add", file.toString(), "studio", "--id", "anna", "--expires", "2020-01-31");
    assertThat(added.status()).as(added.err()).isZero();
    String key = added.out().strip();
    assertThat(key).startsWith("easel_").hasSize(49);
    assertThat(added.err()).contains("anna", "the only time that it is shown").doesNotContain(key);
    assertThat(Files.readString(file)).doesNotContain(key);
    assertThat(AccessReader.read(file).keys().get(0).hash().isSame(KeyHash.of(key))).isTrue();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(keys("add", file.toString(), "studio").status()).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(keys("list", file.toString()).out())
        .contains("anna  studio  2020-01-31T00:00:00Z  EXPIRED")
        .contains("never expires")
        .doesNotContain(key);
    assertThat(keys("revoke", file.toString(), "anna").status()).isZero();
    assertThat(keys("list", file.toString()).out()).doesNotContain("anna");
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    Path file = folder.resolve("access.json");
    assertThat(keys("add", file.toString(), "studio", "--id", "anna").status()).isZero();
    assertThat(keys("add", file.toString(), "studio", "--id", "anna").err())
        .contains("there is a key 'anna'");
    Outcome nobody = keys("add", file.toString(), "nobody");
    assertThat(nobody.status()).isEqualTo(1);
    assertThat(nobody.err()).contains("there is no group 'nobody'");
    assertThat(keys("revoke", file.toString(), "bert").err()).contains("there is no key 'bert'");
    assertThat(keys("add", file.toString(), "studio", "--expires", "soon").status()).isEqualTo(64);
    assertThat(keys("add", file.toString(), "studio", "--id", "a b").err())
        .contains("letters, digits, dots");
    assertThat(keys("list", folder.resolve("none").toString()).err())
        .contains("there is no such file");
    assertThat(keys().status()).isEqualTo(64);
    Files.writeString(file, "{");
    assertThat(keys("add", file.toString(), "studio").err()).contains("access.json:1:");
  }

  @Test
  void showsWhatWasUsed() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("access.json"),
            "{\"groups\": [{\"name\": \"g\", \"pixel_steps_per_day\": 500}], \"keys\": []}");
    assertThat(keys("usage", file.toString()).out())
        .isEqualTo("g: 0 of 500 pixel-steps used today\n");
    LocalDate today = LocalDate.ofInstant(InstantSource.system().instant(), ZoneOffset.UTC);
    Group group = Optional.ofNullable(AccessReader.read(file).groups().get("g")).orElseThrow();
    try (SqliteStore store =
        SqliteStore.open(SqliteSettings.of(folder.resolve("access.json.usage")))) {
      try (UsageLedger ledger = UsageLedger.keptIn(store, InstantSource.system())) {
        Principal who = new Principal("k", group);
        GroupMeter meter = new Meters(ledger).of(group);
        assertThat(meter.takeRequest(who)).isEmpty();
        assertThat(meter.takeWork(who, 20, 300, true)).isEmpty();
      }
      String shown = keys("usage", file.toString()).out();
      assertThat(shown)
          .as("while a server has the store open")
          .isEqualTo(
              today
                  + "  g  k  requests 1  pixels 20  pixel-steps 300\n"
                  + "g: 300 of 500 pixel-steps used today\n");
    }
    assertThat(keys("usage", file.toString(), "--days", "3").out()).contains("pixel-steps 300");
    String elsewhere = folder.resolve("access.json.usage").toString();
    assertThat(keys("usage", file.toString(), "--task_store", elsewhere).out())
        .contains("pixel-steps 300");
    assertThat(keys("usage", file.toString(), "--task_store", "ftp://nowhere").err())
        .contains("must be a folder");
    assertThat(keys("usage", file.toString(), "--days", "0").status()).isEqualTo(64);
  }
}
