package dev.easel.genai.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.genai.error.GenAiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeSearchTest {
  @TempDir Path folder;

  @Test
  void findsWheelsInTheCache() throws IOException {
    Path home = wheels(folder.resolve("openvino-genai/1.2"));
    RuntimeLibraries found =
        search(Map.of("EASEL_CACHE", folder.toString()), Map.of()).find("1.2", "120");
    assertThat(found.home()).isEqualTo(home);
    assertThat(found.openvino()).isEqualTo(home.resolve("openvino/libs/libopenvino.so.120"));
    assertThat(found.genai()).isEqualTo(home.resolve("openvino_genai/libopenvino_genai.so.120"));
    assertThat(found.tbb()).contains(home.resolve("openvino/libs/libtbb.so.12"));
    assertThat(found.tokenizers().getFileName()).hasToString("libopenvino_tokenizers.so");
  }

  @Test
  void findsInstalledArchive() throws IOException {
    Path lib = folder.resolve("runtime/lib/intel64");
    files(lib, "libopenvino.so.120", "libopenvino_genai.so.120", "libopenvino_tokenizers.so");
    files(folder.resolve("runtime/3rdparty/tbb/lib"), "libtbb.so.12");
    RuntimeLibraries found =
        search(Map.of("OPENVINO_GENAI_HOME", folder.toString()), Map.of()).find("1.2", "120");
    assertThat(found.genai()).isEqualTo(lib.resolve("libopenvino_genai.so.120"));
    assertThat(found.tbb()).contains(folder.resolve("runtime/3rdparty/tbb/lib/libtbb.so.12"));
  }

  @Test
  void propertyWinsOverVariableAndBothOverTheCache() throws IOException {
    Path property = wheels(folder.resolve("property"));
    Path variable = wheels(folder.resolve("variable"));
    wheels(folder.resolve("openvino-genai/1.2"));
    Map<String, String> environment =
        Map.of("OPENVINO_GENAI_HOME", variable.toString(), "EASEL_CACHE", folder.toString());
    Map<String, String> properties = Map.of("easel.genai.home", property.toString());
    assertThat(search(environment, properties).find("1.2", "120").genai()).startsWith(property);
    assertThat(search(environment, Map.of()).find("1.2", "120").genai()).startsWith(variable);
  }

  @Test
  void failureListsEveryPlace() {
    assertThatThrownBy(
            () -> search(Map.of("EASEL_CACHE", folder.toString()), Map.of()).find("1.2", "120"))
        .isInstanceOf(GenAiException.class)
        .hasMessageContaining("no system property easel.genai.home")
        .hasMessageContaining("no environment variable OPENVINO_GENAI_HOME")
        .hasMessageContaining("let OPENVINO_GENAI_HOME name")
        .hasMessageContaining("or EASEL_CACHE the cache")
        .hasMessageContaining(
            "no " + folder.resolve("openvino-genai/1.2/openvino/libs/libopenvino.so.120"))
        .hasMessageContaining(
            "no "
                + folder.resolve(
                    "openvino-genai/1.2/runtime/lib/intel64/libopenvino_genai.so.120"));
  }

  @Test
  void namedPlaceIsNotPassedOver() throws IOException {
    wheels(folder.resolve("openvino-genai/1.2"));
    Map<String, String> environment =
        Map.of("EASEL_CACHE", folder.toString(), "OPENVINO_GENAI_HOME", "/no/such/place");
    assertThatThrownBy(() -> search(environment, Map.of()).find("1.2", "120"))
        .isInstanceOf(GenAiException.class)
        .hasMessageContaining("no /no/such/place/openvino/libs/libopenvino.so.120");
  }

  @Test
  void otherReleaseIsNotTaken() throws IOException {
    wheels(folder);
    assertThatThrownBy(
            () ->
                search(Map.of("OPENVINO_GENAI_HOME", folder.toString()), Map.of())
                    .find("1.3", "130"))
        .isInstanceOf(GenAiException.class)
        .hasMessageContaining("no " + folder.resolve("openvino/libs/libopenvino.so.130"));
  }

  private static RuntimeSearch search(
      Map<String, String> environment, Map<String, String> properties) {
    return new RuntimeSearch(environment, properties, "x86_64");
  }

  private static Path wheels(Path home) throws IOException {
    files(home.resolve("openvino/libs"), "libopenvino.so.120", "libtbb.so.12");
    files(home.resolve("openvino_genai"), "libopenvino_genai.so.120");
    files(home.resolve("openvino_tokenizers/lib"), "libopenvino_tokenizers.so");
    return home;
  }

  private static void files(Path folder, String... names) throws IOException {
    Files.createDirectories(folder);
    for (String name : names) {
      Files.createFile(folder.resolve(name));
    }
  }
}
