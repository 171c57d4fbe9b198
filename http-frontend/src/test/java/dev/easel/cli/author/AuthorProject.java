package dev.easel.cli.author;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.cli.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Builds and tests a project as its author's Maven would, without Maven and its network. */
final class AuthorProject {

  private AuthorProject() {}

  /** Compiles everything below a project's folder and has its tests pass. */
  static void verify(Path project, Path classes) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("-proc:none", "--release", "17", "-Xlint:all,-processing,-path"));
    arguments.addAll(List.of("-Werror", "-cp", System.getProperty("java.class.path")));
    arguments.addAll(List.of("-d", classes.toString()));
    try (Stream<Path> found = Files.walk(project.resolve("src"))) {
      found.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
    }
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(String[]::new)))
        .isZero();
    String resources = project.resolve("src/main/resources").toAbsolutePath().toString();
    try (Program tests =
        Program.java(
            ProjectTests.class.getName(), project, Map.of(), classes.toString(), resources)) {
      int status = tests.status();
      assertThat(status).as("%s%s", tests.out(), tests.err()).isZero();
    }
  }
}
