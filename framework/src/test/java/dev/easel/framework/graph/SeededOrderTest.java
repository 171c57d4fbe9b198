package dev.easel.framework.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.testing.GraphRunner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The order of calls that a seed chooses. */
@Timeout(30)
class SeededOrderTest {
  private static final String GRAPH =
      """
      input_stream: "in"
      num_threads: 4
      node { calculator: "A" input_stream: "in" output_stream: "a" }
      node { calculator: "B" input_stream: "in" output_stream: "b" }
      node { calculator: "C" input_stream: "in" output_stream: "c" }
      node { calculator: "PassThroughCalculator" input_stream: "a" input_stream: "b" input_stream: "c" output_stream: "x" output_stream: "y" output_stream: "z" }
      """;

  private static List<String> callsOf(long seed) {
    List<String> calls = new ArrayList<>();
    GraphRunner runner = GraphRunner.of(GRAPH).seed(seed).withoutSettling().observe("x", "z");
    for (String name : List.of("A", "B", "C")) {
      runner.calculator(
          name,
          () ->
              new TestCalculators.One(
                  cc -> {
                    calls.add(name + cc.inputTimestamp());
                    TestCalculators.pass(cc);
                  }));
    }
    for (int t = 0; t < 5; t++) {
      runner.feed("in", t, t);
    }
    GraphRunner.Outcome outcome = runner.run().good();
    assertThat(outcome.texts("x")).containsExactly("0=0", "1=1", "2=2", "3=3", "4=4");
    assertThat(outcome.texts("z")).containsExactly("0=0", "1=1", "2=2", "3=3", "4=4");
    assertThat(calls).hasSize(15);
    return calls;
  }

  @Test
  void isTheSameForTheSameSeed() {
    for (long seed = 0; seed < 20; seed++) {
      assertThat(callsOf(seed)).isEqualTo(callsOf(seed));
    }
  }

  @Test
  void differsAmongSeeds() {
    Set<List<String>> orders = new HashSet<>();
    for (long seed = 0; seed < 20; seed++) {
      orders.add(callsOf(seed));
    }
    assertThat(orders).hasSizeGreaterThan(15);
  }
}
