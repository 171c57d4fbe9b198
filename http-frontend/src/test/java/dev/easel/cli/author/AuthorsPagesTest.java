package dev.easel.cli.author;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.cli.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the pages for authors say, done in an empty folder in the order of the page: the lines of
 * blocks of {@code sh} are run.
 */
@Timeout(300)
class AuthorsPagesTest {
  private static final Pattern BLOCK =
      Pattern.compile("^```sh\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  private static final Pattern ANY_BLOCK =
      Pattern.compile("^```(?:java)?\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  private static final String REWRITER = "src/main/java/com/example/rewrite/RewriteCalculator.java";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"authors.md", "image-calculators.md"})
  void holds(String page) throws Exception {
    Matcher blocks = BLOCK.matcher(Files.readString(Path.of("..", "docs", page)));
    int commands = 0;
    while (blocks.find()) {
      for (String line : blocks.group(1).lines().toList()) {
        run(line);
        commands++;
      }
    }
    assertThat(commands).isPositive();
  }

  @Test
  void showsTheRewriterAsItIs() throws Exception {
    assertShows(
        "image-calculators.md", "The prompt rewriter", "rewrite", REWRITER, "graph/graph.pbtxt");
  }

  @Test
  void showsTheFirstOneAsItIs() throws Exception {
    String sources = "src/main/java/com/example/invert/";
    assertShows(
        "authors.md",
        "## The first one",
        "invert",
        sources + "InvertImagesCalculator.java",
        sources + "InvertProvider.java");
    String services = "META-INF/services/dev.easel.framework.calculator.CalculatorProvider";
    String text = Files.readString(Path.of("..", "docs", "authors.md"));
    assertThat(text)
        .contains(
            "src/main/resources/%s:\n%s"
                .formatted(
                    services,
                    Files.readString(
                        Path.of("..", "examples", "invert", "src/main/resources", services))));
    assertShows("authors.md", "\nA graph names it:", "invert", "graph.pbtxt");
  }

  /** The blocks of a page from a text on are excerpts of files of an example, one of each. */
  private static void assertShows(String page, String from, String example, String... files)
      throws Exception {
    String text = Files.readString(Path.of("..", "docs", page));
    Matcher blocks = ANY_BLOCK.matcher(text.substring(text.indexOf(from)));
    for (String file : files) {
      assertThat(blocks.find()).isTrue();
      assertThat(flat(Files.readString(Path.of("..", "examples", example).resolve(file))))
          .contains(flat(blocks.group(1)));
    }
  }

  private static String flat(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  private void run(String line) throws Exception {
    String[] words = line.strip().split("\\s+", -1);
    assertThat(words[0]).as(line).isEqualTo("./easel");
    try (Program program =
        Program.easel(folder, Map.of(), Arrays.copyOfRange(words, 1, words.length))) {
      int status = program.status();
      assertThat(status).as("%s: %s%s", line, program.out(), program.err()).isZero();
    }
  }
}
