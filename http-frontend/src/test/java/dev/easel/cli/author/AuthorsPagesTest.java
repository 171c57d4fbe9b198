package dev.easel.cli.author;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.cli.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the pages for authors say, done in an empty folder in the order of the page: blocks of
 * {@code sh} are run, blocks whose first line names a file are that file.
 */
@Timeout(300)
class AuthorsPagesTest {
  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w+)(?: (\\S+))?\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"authors.md", "image-calculators.md"})
  void holds(String page) throws Exception {
    Matcher blocks = BLOCK.matcher(Files.readString(Path.of("..", "docs", page)));
    int commands = 0;
    while (blocks.find()) {
      if (blocks.group(1).equals("sh")) {
        for (String line : blocks.group(3).lines().toList()) {
          run(line);
          commands++;
        }
      } else if (blocks.group(2) != null) {
        Files.writeString(folder.resolve(blocks.group(2)), blocks.group(3));
      }
    }
    assertThat(commands).isPositive();
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
