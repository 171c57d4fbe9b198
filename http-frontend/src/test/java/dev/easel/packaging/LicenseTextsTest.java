package dev.easel.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A library whose license text is missing is told by name, before a release is built. */
@Timeout(120)
class LicenseTextsTest {
  @TempDir private Path folder;

  private record Said(int status, String lines) {}

  private Said look(String components) throws Exception {
    Path contents =
        Files.writeString(
            folder.resolve("contents.json"), "{\"components\": [" + components + "]}");
    Process process =
        new ProcessBuilder(
                "python3", "../packaging/license_texts.py", contents.toString(), folder.toString())
            .redirectErrorStream(true)
            .start();
    String lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return new Said(process.waitFor(), lines);
  }

  private String component(String group, String name, String license, String entry)
      throws IOException {
    Path place = Files.createDirectories(folder.resolve(group.replace('.', '/')).resolve(name));
    Path jar = Files.createDirectory(place.resolve("1.2")).resolve(name + "-1.2.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(file)) {
      entries.putNextEntry(new JarEntry(entry));
      entries.write('a');
      entries.closeEntry();
    }
    return """
        {"group": "%s", "name": "%s", "version": "1.2", "licenses": [{"license": {"id": "%s"}}]}
        """
        .formatted(group, name, license);
  }

  @Test
  void aLibraryWithoutATextIsNamedWithTheFileThatWouldHaveIt() throws Exception {
    Said said = look(component("org.example", "lines", "MIT", "org/example/License.class"));
    assertThat(said)
        .isEqualTo(
            new Said(
                1,
                "lines 1.2 (MIT) brings no license text: put one into"
                    + " packaging/licenses/org.example.txt"));
  }

  @Test
  void aTextWithinTheJarOrOfItsPublisherIsOneAndApachesIsTheReleasesOwn() throws Exception {
    Said said =
        look(
            String.join(
                ",",
                component("org.example", "within", "MIT", "META-INF/LICENSE.txt"),
                component("org.example", "apache", "Apache-2.0", "A.class"),
                component("ch.qos.logback", "kept", "LGPL-2.1-only", "A.class")));
    assertThat(said).isEqualTo(new Said(0, ""));
  }
}
