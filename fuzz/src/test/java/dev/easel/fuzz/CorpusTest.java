package dev.easel.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every input of a corpus, and about a second of changed ones, is read or refused, and nothing
 * else.
 *
 * <p>The changed ones are the same on every machine that is fast enough; {@code
 * -Deasel.fuzz.rounds=1000000 -Deasel.fuzz.seconds=60} goes on to new ones.
 */
@Timeout(120)
class CorpusTest {

  private static final long ROUNDS = Long.getLong("easel.fuzz.rounds", 1000);
  private static final long LENGTH_NANOS =
      TimeUnit.SECONDS.toNanos(Long.getLong("easel.fuzz.seconds", 1));

  @ParameterizedTest
  @EnumSource
  void isReadOrRefused(Target target) {
    Map<String, byte[]> inputs = Corpus.inputs(target);
    Reading reading = new Reading(target);
    int accepted = 0;
    for (Map.Entry<String, byte[]> input : inputs.entrySet()) {
      accepted += read(reading, input.getKey(), input.getValue());
    }
    assertThat(accepted).as("inputs that are right").isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void isReadOrRefusedWhereItWasChanged(Target target) {
    List<byte[]> corpus = List.copyOf(Corpus.inputs(target).values());
    Reading reading = new Reading(target);
    long start = System.nanoTime();
    long accepted = 0;
    long round = 0;
    while (round < ROUNDS && System.nanoTime() - start < LENGTH_NANOS) {
      byte[] input = new Mutation(corpus, round).next();
      accepted += read(reading, "round " + round, input);
      round++;
    }
    System.out.printf("%s: %d inputs, %d accepted%n", target.label(), round, accepted);
    assertThat(round).isGreaterThan(accepted);
  }

  /** 1 when it was accepted. */
  private static int read(Reading reading, String name, byte[] input) {
    try {
      return reading.read(input).isPresent() ? 0 : 1;
    } catch (Exception | Error e) {
      throw new AssertionError(name + ": " + HexFormat.of().formatHex(input), e);
    }
  }
}
