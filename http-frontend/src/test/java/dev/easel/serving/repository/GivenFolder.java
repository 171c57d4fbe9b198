package dev.easel.serving.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A repository's files, written as a deployer would. */
record GivenFolder(Path path) {
  static final String NAME_GRAPH =
      """
      input_stream: "HTTP_REQUEST_PAYLOAD:in"
      output_stream: "HTTP_RESPONSE_PAYLOAD:out"
      node { name: "%s" calculator: "NameCalculator" input_stream: "in" output_stream: "out" }
      """;

  /** Has a model in {@code model.txt}, and weighs as much as the files in {@code weights}. */
  static final String MODEL_GRAPH =
      """
      input_stream: "HTTP_REQUEST_PAYLOAD:in"
      output_stream: "HTTP_RESPONSE_PAYLOAD:out"
      node {
        calculator: "ModelCalculator"
        input_stream: "in"
        input_side_packet: "MODEL:models"
        output_stream: "out"
        node_options: {
          [type.googleapis.com/mediapipe.ImageGenCalculatorOptions] { models_path: "weights" }
        }
      }
      """;

  GivenFolder graph(String name, String text) throws IOException {
    return write(name + "/graph.pbtxt", text);
  }

  GivenFolder model(String name, String text, int weight) throws IOException {
    graph(name, MODEL_GRAPH);
    write(name + "/weights/w.bin", "w".repeat(weight));
    return write(name + "/model.txt", text);
  }

  GivenFolder write(String file, String text) throws IOException {
    Path target = path.resolve(file);
    Files.createDirectories(target.getParent());
    Path fresh = target.resolveSibling(target.getFileName() + ".new");
    Files.writeString(fresh, text);
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    return this;
  }

  /** Lists servables; each is a name, or a name with further JSON fields after a comma. */
  GivenFolder config(String... entries) throws IOException {
    return write(
        "config.json",
        Arrays.stream(entries)
            .map(entry -> entry.split(",", 2))
            .map(e -> "{\"name\": \"" + e[0] + "\"" + (e.length > 1 ? "," + e[1] : "") + "}")
            .collect(Collectors.joining(",\n", "{\"mediapipe_config_list\": [", "]}")));
  }

  RepositorySource source() {
    return RepositorySource.configFile(path.resolve("config.json"));
  }
}
