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
    Path example = Path.of("..", "examples", "rewrite");
    String sources =
        flat(Files.readString(example.resolve(REWRITER)))
            + flat(Files.readString(example.resolve("graph/graph.pbtxt")));
    String page = Files.readString(Path.of("..", "docs", "image-calculators.md"));
    Matcher blocks = ANY_BLOCK.matcher(page.substring(page.indexOf("The prompt rewriter")));
    for (int excerpts = 0; excerpts < 2; excerpts++) {
      assertThat(blocks.find()).isTrue();
      assertThat(sources).contains(flat(blocks.group(1)));
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
