package dev.easel.serving.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.status.StatusException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalculatorFolderTest {
  @TempDir private Path folder;

  private CalculatorRegistry registry() {
    return CalculatorFolder.registry(Optional.of(folder));
  }

  @Test
  void addsTheCalculatorsOfAJar(@TempDir Path classes) throws Exception {
    ExampleJar.build(classes, folder);
    assertThat(registry().calculatorNames())
        .contains("InvertImagesCalculator", "PassThroughCalculator");
    Calculator calculator = registry().calculator("", "InvertImagesCalculator").orElseThrow().get();
    assertThat(calculator.implementation().getClassLoader()).isInstanceOf(JarLoader.class);
  }

  @Test
  void needsNoFolder() {
    Optional<Path> missing = Optional.of(folder.resolve("none"));
    assertThat(CalculatorFolder.registry(missing).calculatorNames())
        .contains("PassThroughCalculator");
  }

  @Test
  void namesAJarThatBringsNoCalculators(@TempDir Path empty) throws Exception {
    Files.writeString(empty.resolve("a.txt"), "a");
    ExampleJar.write(folder.resolve("odd.jar"), List.of(empty));
    assertThatThrownBy(this::registry)
        .isInstanceOf(StatusException.class)
        .hasMessageContaining("odd.jar")
        .hasMessageContaining("names no CalculatorProvider");
  }

  @Test
  void namesAJarWhoseProviderIsMissing(@TempDir Path content) throws Exception {
    Path services =
        content.resolve("META-INF/services/dev.easel.framework.calculator.CalculatorProvider");
    Files.createDirectories(services.getParent());
    Files.writeString(services, "com.example.Missing");
    ExampleJar.write(folder.resolve("odd.jar"), List.of(content));
    assertThatThrownBy(this::registry)
        .isInstanceOf(StatusException.class)
        .hasMessageContaining("odd.jar")
        .hasMessageContaining("com.example.Missing");
  }

  @Test
  void namesAFileThatIsNoJar() throws Exception {
    Files.writeString(folder.resolve("odd.jar"), "not a jar");
    assertThatThrownBy(this::registry)
        .isInstanceOf(StatusException.class)
        .hasMessageContaining("odd.jar");
  }
}
