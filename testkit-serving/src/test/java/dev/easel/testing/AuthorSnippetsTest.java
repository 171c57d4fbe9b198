package dev.easel.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.config.GraphDescription;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java on the pages for authors compiles with what authors have; the graphs are read. */
class AuthorSnippetsTest {
  private static final Pattern BLOCK =
      Pattern.compile("^```java\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  private static final Pattern GRAPH =
      Pattern.compile("^```\\n(node.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  private static final String IMPORTS =
      """
      package com.example;
      import dev.easel.calculators.http.*;
      import dev.easel.calculators.task.*;
      import dev.easel.framework.builder.*;
      import dev.easel.framework.calculator.*;
      import dev.easel.framework.config.*;
      import dev.easel.framework.core.loop.*;
      import dev.easel.framework.core.vector.*;
      import dev.easel.framework.port.*;
      import dev.easel.framework.testing.*;
      import dev.easel.picture.*;
      import dev.easel.testing.*;
      import java.nio.ByteBuffer;
      import java.nio.file.Path;
      import java.util.*;
      """;

  /** What stands around an excerpt: the rest of a calculator, a method, or nothing. */
  private static final List<String> AROUND =
      List.of(
          "%s",
          """
          class Excerpt extends Calculator {
            record RewriteOptions(String style) {}
            static final In<ImageTask> TASK = In.of("TASK", ImageTask.class);
            static final Out<ImageTask> REWRITTEN = Out.of("TASK", ImageTask.class);
            @Override public void contract(CalculatorContract cc) {}
            %s
          }
          """,
          """
          class Excerpt extends Calculator {
            static final In<HttpRequestPayload> REQUEST = In.of("R", HttpRequestPayload.class);
            static final In<RgbImages> IMAGES = In.of("IMAGES", RgbImages.class);
            static final Out<RgbImages> GRAY = Out.of("IMAGES", RgbImages.class);
            boolean isGray;
            RgbImages gray(RgbImages images) { return images; }
            @Override public void contract(CalculatorContract cc) {}
            @Override public void process(CalculatorContext cc) {
              %s
            }
          }
          """,
          """
          class Excerpt {
            record Caption(String text) {}
            void declare(CalculatorContract cc, CalculatorRegistry.Builder registry) {
              %s
            }
          }
          """,
          """
          class Excerpt {
            static final class InvertImagesCalculator {
              static final In<RgbImages> IMAGES = In.of("IMAGES", RgbImages.class);
              static final Out<RgbImages> INVERTED = Out.of("IMAGES", RgbImages.class);
            }
            void use(CalculatorRegistry registry) throws Exception {
              %s
            }
          }
          """,
          """
          class Excerpt {
            void use(RgbImages images) throws Exception {
              %s
            }
          }
          """);

  @TempDir private Path classes;

  @ParameterizedTest
  @ValueSource(strings = {"authors.md", "image-calculators.md"})
  void compile(String page) throws IOException {
    String text = Files.readString(Path.of("..", "docs", page));
    Matcher blocks = BLOCK.matcher(text);
    int found = 0;
    // A provider comes after the calculator that it names, on the page and here.
    while (blocks.find()) {
      StringBuilder faults = new StringBuilder();
      boolean compiles = false;
      for (String around : AROUND) {
        compiles = compiles || compiles(around.replace("%s", blocks.group(1)), faults);
      }
      long line = text.substring(0, blocks.start()).lines().count() + 1;
      assertThat(compiles).as("%s, line %d:\n%s", page, line, faults).isTrue();
      found++;
    }
    assertThat(found).isPositive();
  }

  private List<String> graphs(String page) throws IOException {
    return GRAPH
        .matcher(Files.readString(Path.of("..", "docs", page)))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  /** Its record is the one of the page. */
  @Test
  void theOptionsOfThePageAreRead() throws Exception {
    compile("authors.md");
    String text =
        graphs("authors.md").stream()
            .filter(each -> each.contains("Blur"))
            .findFirst()
            .orElseThrow();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      Class<? extends Record> options =
          loader.loadClass("com.example.BlurOptions").asSubclass(Record.class);
      CalculatorRegistry registry =
          CalculatorRegistry.standardBuilder(loader).options(options).build();
      GraphDescription graph =
          GraphDescription.parse(
              "input_stream: \"in\" node { calculator: \"PassThroughCalculator\""
                  + " input_stream: \"in\" output_stream: \"out\" "
                  + text
                  + " }",
              "authors.md",
              registry);
      Object read = graph.plan().nodes().get(0).options().get(options);
      assertThat(read).hasToString("BlurOptions[radius=5, weights=[], label=Optional.empty]");
    }
  }

  @Test
  void theLoopOfThePageIsRead() throws Exception {
    String text =
        graphs("image-calculators.md").stream()
            .filter(each -> each.contains("LOOPBACK"))
            .findFirst()
            .orElseThrow();
    GraphDescription graph =
        GraphDescription.parse(
            "input_stream: \"task\" input_side_packet: \"pipelines\"" + text,
            "image-calculators.md",
            CalculatorRegistry.standard());
    assertThat(graph.plan().nodes()).hasSize(1);
  }

  private boolean compiles(String code, StringBuilder faults) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Matcher named = Pattern.compile("(?:class|record) (\\w+)").matcher(code);
    if (!named.find()) {
      return false;
    }
    StringWriter told = new StringWriter();
    String path = classes + File.pathSeparator + System.getProperty("java.class.path", "");
    boolean done =
        compiler
            .getTask(
                told,
                null,
                null,
                List.of("-d", classes.toString(), "-cp", path, "-proc:none", "-implicit:none"),
                null,
                List.of(new Source(named.group(1), IMPORTS + code)))
            .call();
    faults.append(String.format(Locale.ROOT, "%s%n", told));
    return done;
  }

  /** A source that is in no file. */
  private static final class Source extends SimpleJavaFileObject {
    private final String code;

    Source(String name, String code) {
      super(URI.create("page:///" + name + ".java"), JavaFileObject.Kind.SOURCE);
      this.code = code;
    }

    @Override
    public CharSequence getCharContent(boolean ignoresEncodingErrors) {
      return code;
    }
  }
}
