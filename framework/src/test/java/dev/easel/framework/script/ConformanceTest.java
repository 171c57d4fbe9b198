package dev.easel.framework.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.graph.GraphSettings;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** What MediaPipe itself gave for each graph, on every executor. */
@Timeout(120)
class ConformanceTest {
  private final CalculatorRegistry registry = CalculatorRegistry.standard();

  @TestFactory
  Stream<DynamicTest> givesWhatWasRecorded() throws Exception {
    return tests("", false);
  }

  @TestFactory
  Stream<DynamicTest> givesTheSameOnTheApplicationsThread() throws Exception {
    return tests("executor { type: \"ApplicationThreadExecutor\" } ", true);
  }

  @TestFactory
  Stream<DynamicTest> givesTheSameOnOneThread() throws Exception {
    return tests("num_threads: 1 ", true);
  }

  @TestFactory
  Stream<DynamicTest> givesTheSameOnTwoThreads() throws Exception {
    return tests("num_threads: 2 ", true);
  }

  @TestFactory
  Stream<DynamicTest> givesTheSameOnFourThreads() throws Exception {
    return tests("num_threads: 4 ", true);
  }

  @Test
  void givesTheSameInAnyOrderOfCalls() throws Exception {
    overSeeds(3);
  }

  @Test
  @Tag("stress")
  @Timeout(1800)
  void givesTheSameInManyOrdersOfCalls() throws Exception {
    overSeeds(50);
  }

  private void overSeeds(int seeds) throws Exception {
    List<String> wrong = new ArrayList<>();
    for (ConformanceCase each : ConformanceCase.all(root())) {
      for (long seed = 0; seed < seeds; seed++) {
        for (String what : each.run(registry, GraphSettings.standard().withSeed(seed), "")) {
          wrong.add(each.name() + ", seed " + seed + ": " + what);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static Path root() throws URISyntaxException {
    return Path.of(ConformanceTest.class.getResource("/conformance/graph").toURI());
  }

  private Stream<DynamicTest> tests(String header, boolean anyExecutor)
      throws IOException, URISyntaxException {
    Stream.Builder<DynamicTest> tests = Stream.builder();
    for (ConformanceCase each : ConformanceCase.all(root())) {
      if (!anyExecutor || !each.namesExecutor()) {
        tests.add(
            DynamicTest.dynamicTest(
                each.name(),
                () -> assertThat(each.run(registry, GraphSettings.standard(), header)).isEmpty()));
      }
    }
    return tests.build();
  }
}
