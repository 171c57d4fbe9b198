package dev.easel.cli.author;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * Runs the tests of a project as its author's Maven does: in a process of their own, in the
 * project's folder. Arguments: the folder of its tests' classes, and what else they need.
 */
final class ProjectTests {

  private ProjectTests() {}

  /** Ends with status 0 when there were tests and none failed. */
  public static void main(String[] folders) throws Exception {
    URL[] places = new URL[folders.length];
    for (int i = 0; i < folders.length; i++) {
      places[i] = Path.of(folders[i]).toUri().toURL();
    }
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    try (URLClassLoader loader = new URLClassLoader(places, ProjectTests.class.getClassLoader())) {
      Thread.currentThread().setContextClassLoader(loader);
      LauncherDiscoveryRequest request =
          LauncherDiscoveryRequestBuilder.request().selectors(classes(Path.of(folders[0]))).build();
      LauncherFactory.create().execute(request, summary);
    }
    summary.getSummary().printFailuresTo(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    long passed = summary.getSummary().getTestsSucceededCount();
    System.out.println(passed + " tests passed");
    System.exit(passed > 0 && summary.getSummary().getTotalFailureCount() == 0 ? 0 : 1);
  }

  /** One by one: a scan would leave out in silence what cannot be loaded. */
  private static List<ClassSelector> classes(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      return found
          .map(file -> folder.relativize(file).toString())
          .filter(file -> file.endsWith("Test.class"))
          .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
          .map(DiscoverySelectors::selectClass)
          .toList();
    }
  }
}
