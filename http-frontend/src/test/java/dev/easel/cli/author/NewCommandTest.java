package dev.easel.cli.author;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Projects as {@code easel new} writes them. */
@Timeout(120)
class NewCommandTest {
  @TempDir private Path folder;
  private final StringWriter said = new StringWriter();

  private int easelNew(String... arguments) {
    return new CommandLine(new NewCommand())
        .setOut(new PrintWriter(said, true))
        .setErr(new PrintWriter(said, true))
        .setExecutionExceptionHandler(
            (e, command, parsed) -> {
              said.append(e.getMessage());
              return 1;
            })
        .execute(arguments);
  }

  /** As Maven would, without its network. */
  @Test
  void theProjectCompilesAndItsTestPasses() throws Exception {
    Path project = folder.resolve("soft-blur");
    assertThat(easelNew("calculator", "SoftBlur", project.toString())).isZero();
    assertThat(said.toString()).contains("easel dev " + project);
    Path classes = Files.createDirectory(folder.resolve("classes"));
    compile(List.of(project.resolve("src/main/java"), project.resolve("src/test/java")), classes);
    URL[] places = {classes.toUri().toURL(), project.resolve("src/main/resources").toUri().toURL()};
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(places, before)) {
      thread.setContextClassLoader(loader);
      assertThat(run(loader.loadClass("com.example.softblur.SoftBlurCalculatorTest")))
          .hasSizeGreaterThan(1);
    } finally {
      thread.setContextClassLoader(before);
    }
    assertThat(Files.readString(project.resolve("pom.xml")))
        .contains("<artifactId>soft-blur</artifactId>")
        .doesNotContain("@");
  }

  private static List<String> run(Class<?> test) throws Exception {
    Constructor<?> maker = test.getDeclaredConstructor();
    maker.setAccessible(true);
    List<String> ran = new ArrayList<>();
    for (Method method : test.getDeclaredMethods()) {
      if (method.isAnnotationPresent(Test.class)) {
        method.setAccessible(true);
        method.invoke(maker.newInstance());
        ran.add(method.getName());
      }
    }
    return ran;
  }

  private static void compile(List<Path> folders, Path classes) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("-proc:none", "--release", "17", "-Xlint:all,-processing,-path"));
    arguments.addAll(List.of("-Werror", "-cp", System.getProperty("java.class.path")));
    arguments.addAll(List.of("-d", classes.toString()));
    for (Path each : folders) {
      try (Stream<Path> found = Files.walk(each)) {
        found.filter(Files::isRegularFile).forEach(file -> arguments.add(file.toString()));
      }
    }
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(String[]::new)))
        .isZero();
  }

  @Test
  void writesNothingIntoAFolderThatIsInUse() throws Exception {
    Files.writeString(folder.resolve("mine.txt"), "mine");
    assertThat(easelNew("calculator", "Blur", folder.toString())).isEqualTo(1);
    assertThat(said.toString()).contains("is not empty (mine.txt is there)");
    assertThat(folder.resolve("pom.xml")).doesNotExist();
  }

  @Test
  void saysHowCalculatorsAreNamed() {
    assertThat(easelNew("calculator", "blur")).isNotZero();
    assertThat(said.toString()).contains("NAME is \"blur\"").contains("such as Blur");
    assertThat(easelNew("calculator", "Blur", "--package", "Org.Example")).isNotZero();
    assertThat(said.toString()).contains("--package is \"Org.Example\"");
  }
}
