package dev.easel.genai;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The probes that the build runs, on declarations that differ from the library. */
@Timeout(300)
class LayoutProbeTest {
  private static final Path SOURCES = Path.of("src/main/cpp").toAbsolutePath();
  private static final String API = "genai_api.hpp";

  /** OpenVINO's headers, read once for all. */
  @TempDir static Path shared;

  @TempDir Path folder;

  @BeforeAll
  static void readHeaders() throws Exception {
    Path all = shared.resolve("all.hpp");
    Files.writeString(
        all,
        """
        #include <openvino/core/version.hpp>
        #include <openvino/pass/matcher_pass.hpp>
        #include <openvino/runtime/tensor.hpp>
        """);
    List<String> command = compiler();
    Collections.addAll(command, "-x", "c++-header", all.toString(), "-o", all + ".gch");
    assertThat(run(command)).isEqualTo("0 ");
  }

  static Stream<Arguments> others() {
    return Stream.of(
        Arguments.of(
            API,
            "tensor_name_prefix;",
            "tensor_name_prefix; int more;",
            "  AdapterConfig has 96 bytes, declared are 104\n"),
        Arguments.of(
            API,
            "DiffusionPipeline> m_impl;",
            "DiffusionPipeline> m_impl, more;",
            "  InpaintingPipeline has 16 bytes, declared are 32\n"),
        Arguments.of(
            API,
            "float load_time;\n    float generate_duration;",
            "float generate_duration;\n    float load_time;",
            "  ImageGenerationPerfMetrics::load_time is elsewhere\n"),
        Arguments.of(
            "lora_subgraph_fusion.hpp",
            "    LoraSubgraphFusion();",
            "    LoraSubgraphFusion(); virtual void more() {}",
            "  LoraSubgraphFusion has 4 virtual functions, declared are 5\n"),
        Arguments.of(
            "lora_subgraph_fusion.hpp",
            "    LoraSubgraphFusion();",
            "    LoraSubgraphFusion(); void set_pass_config(const std::shared_ptr<ov::pass::PassConfig>&) override {}",
            "  LoraSubgraphFusion has another virtual function in place 2\n"));
  }

  @ParameterizedTest
  @MethodSource("others")
  void anotherLayoutIsNamed(String file, String declared, String other, String answer)
      throws Exception {
    copySources();
    alter(file, declared, other);
    assertThat(probe()).endsWith(answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing | nothing | '0 '",
        "MODE_DYNAMIC, MODE_STATIC_RANK | MODE_STATIC_RANK, MODE_DYNAMIC | AdapterConfig::Mode differs",
        "Tensor decode(const Tensor latent) | int decode(const Tensor latent) | decode",
      })
  void whatAnArchivesHeadersDeclareOtherwiseIsNamed(String real, String declared, String answer)
      throws Exception {
    copySources();
    Path genai = folder.resolve("archive/openvino/genai");
    Files.createDirectories(genai.resolve("image_generation"));
    // A file of other content, because the compiler reads a file with #pragma once only once.
    Files.writeString(
        genai.resolve("tokenizer.hpp"), "// real\n" + Files.readString(SOURCES.resolve(API)));
    for (String name : List.of("lora_adapter.hpp", "image_generation/text2image_pipeline.hpp")) {
      Files.writeString(genai.resolve(name), "#include <openvino/genai/tokenizer.hpp>\n");
    }
    alter(API, real, declared);
    List<String> command = compiler();
    Collections.addAll(command, "-Wno-invalid-offsetof", "-fsyntax-only");
    Collections.addAll(command, "-isystem", folder.resolve("archive").toString());
    command.add(folder.resolve("header_probe.cpp").toString());
    assertThat(run(command)).contains(answer);
  }

  private void copySources() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(SOURCES, "*.{hpp,cpp}")) {
      for (Path file : files) {
        Files.copy(file, folder.resolve(file.getFileName().toString()));
      }
    }
  }

  private void alter(String file, String declared, String other) throws IOException {
    Path path = folder.resolve(file);
    Files.writeString(path, Files.readString(path).replace(declared, other));
  }

  private String probe() throws Exception {
    Path program = folder.resolve("layout_probe");
    List<String> command = compiler();
    Collections.addAll(command, "-include", shared.resolve("all.hpp").toString());
    Collections.addAll(command, "-o", program.toString());
    command.add(folder.resolve("layout_probe.cpp").toString());
    command.add(folder.resolve("lora_fusion.cpp").toString());
    command.addAll(NativeBuild.libraries());
    assertThat(run(command)).isEqualTo("0 ");
    return run(List.of(program.toString(), Models.SD15.toString()));
  }

  /** The compiler as CMakeLists.txt has it for the probes. */
  private static List<String> compiler() {
    List<String> command = NativeBuild.compiler();
    Collections.addAll(command, "-O0", "-Wall", "-Wextra", "-Werror", "-fno-access-control");
    return command;
  }

  /** The exit code, a blank, and what the process wrote to standard error. */
  private static String run(List<String> command) throws Exception {
    Process process = NativeBuild.process(command).redirectOutput(Redirect.DISCARD).start();
    String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + " " + errors;
  }
}
