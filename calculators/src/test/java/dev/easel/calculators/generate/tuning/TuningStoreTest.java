package dev.easel.calculators.generate.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.calculators.model.TuningFigure;
import dev.easel.calculators.model.TuningReport;
import dev.easel.framework.status.StatusException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TuningStoreTest {

  private static final Map<String, String> TWO_STREAMS = Map.of("NUM_STREAMS", "2");

  @TempDir private Path cache;

  private Path folder() {
    return cache.resolve("tuning");
  }

  private TuningStore store() {
    return new TuningStore(folder());
  }

  private static TuningKey key(String processor) {
    return new TuningKey(
        processor, 2, "2026.4.1.0", "abc", List.of("CPU"), Map.of(), "any size AUTO 0");
  }

  private static TuningFigure figure(Map<String, String> properties, double rate) {
    TreeMap<Integer, TuningFigure.Run> runs = new TreeMap<>();
    TuningDecision.CLIENTS.forEach(
        atOnce -> runs.put(atOnce, new TuningFigure.Run(rate * atOnce, 300 + atOnce)));
    return new TuningFigure(properties, 0, runs);
  }

  private static TuningRecord record(TuningKey key, int concurrent) {
    return new TuningRecord(
        key,
        "/models/m",
        Instant.parse("2026-11-30T12:00:00Z"),
        List.of("512x512"),
        3,
        List.of(figure(Map.of(), 1), figure(TWO_STREAMS, 2)),
        TWO_STREAMS,
        concurrent);
  }

  @Test
  void findsWhatItHasKept() {
    store().write(record(key("a"), 4));
    assertThat(store().find(key("a"))).contains(record(key("a"), 4));
    assertThat(store().find(key("another processor"))).isEmpty();
    assertThat(store().all()).hasSize(1);
    store().write(record(key("a"), 8));
    assertThat(store().find(key("a")).orElseThrow().concurrent()).isEqualTo(8);
  }

  @Test
  void hasNothingWithoutAFolder() {
    assertThat(store().find(key("a"))).isEmpty();
    assertThat(store().all()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "\"format\" : 1 | \"format\" : 2",
        "\"format\" : 1 | \"format\" : \"1\"",
        "\"processor\" : \"a\" | \"processor\" : \"b\"",
        "\"processors\" : 2 | \"processors\" : 64",
        "\"runtime\" : \"2026.4.1.0\" | \"runtime\" : \"2027.0\"",
        "\"concurrent\" : 4 | \"concurrent\" : 0",
        "\"concurrent\" : 4 | \"concurrent\" : 4.5",
        "\"at_once\" : 1, | \"at_once\" : 3,",
        "\"pictures_per_second\" : 1.0 | \"pictures_per_second\" : -1.0",
        "\"measured\" : \"2026 | \"measured\" : \"soon",
        "\"choice\" | \"chance\"",
        "}\\n | x"
      })
  void takesNoFileThatIsNotOneOfItsOwn(String part, String other) throws Exception {
    store().write(record(key("a"), 4));
    Path file = store().file(key("a"));
    String text = Files.readString(file);
    String changed = text.replace(part.replace("\\n", "\n"), other);
    assertThat(changed).isNotEqualTo(text);
    Files.writeString(file, changed);
    assertThat(store().find(key("a"))).isEmpty();
    store().write(record(key("a"), 4));
    assertThat(store().find(key("a"))).isPresent();
  }

  @Test
  void takesNoPartOfAFile() throws Exception {
    store().write(record(key("a"), 4));
    Path file = store().file(key("a"));
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length - 2; length += 7) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      assertThat(store().find(key("a"))).isEmpty();
    }
    Files.write(file, new byte[2 << 20]);
    assertThat(store().find(key("a"))).isEmpty();
  }

  @Test
  void isWholeWhileManyWrite() throws Exception {
    store().write(record(key("a"), 1));
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 0; writer < 3; writer++) {
        int first = 1 + writer;
        writers.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 50; i++) {
                    store().write(record(key("a"), first + i));
                  }
                }));
      }
      boolean isOver = false;
      while (!isOver) {
        isOver = writers.stream().allMatch(Future::isDone);
        assertThat(store().find(key("a"))).isPresent();
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      threads.shutdownNow();
    }
    try (Stream<Path> left = Files.list(folder())) {
      assertThat(left).hasSize(1);
    }
  }

  @Test
  void saysWhereItCannotWrite() throws Exception {
    Files.writeString(folder(), "a file where the folder should be");
    assertThatThrownBy(() -> store().write(record(key("a"), 4)))
        .isInstanceOf(StatusException.class)
        .hasMessageContaining(folder().toString());
  }

  @Test
  void choosesByTheRecordUnlessTheGraphHasChosen() {
    store().write(record(key("a"), 4));
    Optional<Path> records = Optional.of(folder());
    Map<String, Object> given = Map.of("INFERENCE_PRECISION_HINT", "f32");

    ServingChoice found = ServingChoice.of(key("a"), given, OptionalInt.empty(), records);
    assertThat(found.properties())
        .isEqualTo(Map.of("INFERENCE_PRECISION_HINT", "f32", "NUM_STREAMS", "2"));
    assertThat(found.report().source()).isEqualTo(TuningReport.Source.RECORD);
    assertThat(found.report().concurrent()).hasValue(4);

    assertThat(ServingChoice.of(key("a"), given, OptionalInt.of(1), records).report().concurrent())
        .hasValue(1);

    Map<String, Object> streams = Map.of("NUM_STREAMS", "1");
    ServingChoice said = ServingChoice.of(key("a"), streams, OptionalInt.empty(), records);
    assertThat(said.properties()).isEqualTo(streams);
    assertThat(said.report().source()).isEqualTo(TuningReport.Source.PLUGIN_CONFIG);
    assertThat(said.report().concurrent()).isEmpty();

    ServingChoice usual = ServingChoice.of(key("b"), given, OptionalInt.empty(), records);
    assertThat(usual.properties()).isEqualTo(given);
    assertThat(usual.report().source()).isEqualTo(TuningReport.Source.USUAL);
    assertThat(usual.report().concurrent()).isEmpty();
  }
}
