package dev.easel.serving.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.cli.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Edits a configuration in a process that is killed in the midst of it. */
@Timeout(100)
class KilledEditTest {

  /** Adds and removes for ever. */
  public static final class Edits {
    private Edits() {}

    /** The process's work; its argument is the file. */
    public static void main(String[] arguments) {
      ConfigEditor editor = new ConfigEditor(Path.of(arguments[0]));
      for (int i = 0; ; i++) {
        editor.add("added", "folder-" + i);
        System.out.println(i);
        editor.remove("added");
      }
    }
  }

  @Test
  void leavesAWholeConfiguration(@TempDir Path folder) throws Exception {
    Path config = folder.resolve("config.json");
    new ConfigEditor(config).add("kept", "kept");
    for (int round = 1; round <= 3; round++) {
      int edits = 20 * round;
      try (Program program =
          Program.java(Edits.class.getName(), folder, Map.of(), config.toString())) {
        program.await(out -> out.contains(edits + "\n"));
        program.kill();
      }
      assertThat(ConfigReader.read(config).servables())
          .extracting(ServableEntry::name)
          .startsWith("kept");
      if (Files.readString(config).contains("added")) {
        new ConfigEditor(config).remove("added");
      }
    }
  }
}
