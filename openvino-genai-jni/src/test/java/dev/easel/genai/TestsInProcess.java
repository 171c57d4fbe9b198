package dev.easel.genai;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * Runs test classes in a process that is not started like the build's; prints "done" when all
 * passed.
 */
final class TestsInProcess {
  private TestsInProcess() {}

  public static void main(String[] classes) {
    LauncherDiscoveryRequest tests =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(Stream.of(classes).map(DiscoverySelectors::selectClass).toList())
            .build();
    SummaryGeneratingListener results = new SummaryGeneratingListener();
    LauncherFactory.create().execute(tests, results);
    results.getSummary().printFailuresTo(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    long passed = results.getSummary().getTestsSucceededCount();
    System.out.printf("%d tests passed%n", passed);
    if (passed == 0 || results.getSummary().getTotalFailureCount() > 0) {
      System.exit(1);
    }
    System.out.println("done");
  }
}
