package dev.easel.framework.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.graph.GraphSettings;
import dev.easel.framework.testing.SeededScheduler;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What MediaPipe itself gave for each graph, on every executor. */
@Timeout(120)
class ConformanceTest {
  private static final String APPLICATION_THREAD =
      "executor { type: \"ApplicationThreadExecutor\" } ";
  private static final String ONE_THREAD = "num_threads: 1 ";
  private static final String TWO_THREADS = "num_threads: 2 ";
  private static final String FOUR_THREADS = "num_threads: 4 ";
  private static final String PROFILER =
      "profiler_config { enable_profiler: true enable_stream_latency: true trace_enabled: true trace_log_disabled: true } ";

  private final CalculatorRegistry registry = CalculatorRegistry.standard();

  @TestFactory
  Stream<DynamicTest> givesWhatWasRecorded() throws Exception {
    return tests("", false);
  }

  @TestFactory
  Stream<DynamicTest> givesTheSameOnTheApplicationsThread() throws Exception {
    return tests(APPLICATION_THREAD, true);
  }

  @TestFactory
  Stream<DynamicTest> givesTheSameOnOneThread() throws Exception {
    return tests(ONE_THREAD, true);
  }

  @TestFactory
  Stream<DynamicTest> givesTheSameOnTwoThreads() throws Exception {
    return tests(TWO_THREADS, true);
  }

  @TestFactory
  Stream<DynamicTest> givesTheSameOnFourThreads() throws Exception {
    return tests(FOUR_THREADS, true);
  }

  @TestFactory
  Stream<DynamicTest> givesTheSameWithAProfiler() throws Exception {
    return tests(PROFILER, false);
  }

  @Test
  void givesTheSameInAnyOrderOfCalls() throws Exception {
    assertThat(
            wrong(
                "",
                3,
                seed -> GraphSettings.standard().withScheduler(SeededScheduler.bySeed(seed))))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("headers")
  @Tag("stress")
  @Timeout(1800)
  void givesTheSameInManyOrdersOfCalls(String header) throws Exception {
    assertThat(
            wrong(
                header + PROFILER,
                50,
                seed -> GraphSettings.standard().withScheduler(SeededScheduler.bySeed(seed))))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("headers")
  @Tag("stress")
  @Timeout(1800)
  void givesTheSameManyTimesOnThreads(String header) throws Exception {
    assertThat(wrong(header + PROFILER, 50, round -> GraphSettings.standard())).isEmpty();
  }

  static List<String> headers() {
    return List.of("", APPLICATION_THREAD, ONE_THREAD, TWO_THREADS, FOUR_THREADS);
  }

  private List<String> wrong(String header, int rounds, LongFunction<GraphSettings> settings)
      throws Exception {
    List<String> wrong = new ArrayList<>();
    boolean anyExecutor = header.contains("executor") || header.contains("num_threads");
    for (ConformanceCase each : ConformanceCase.all(root())) {
      for (long round = 0; round < rounds && !(anyExecutor && each.namesExecutor()); round++) {
        for (String what : each.run(registry, settings.apply(round), header)) {
          wrong.add(each.name() + ", round " + round + ": " + what);
        }
      }
    }
    return wrong;
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
