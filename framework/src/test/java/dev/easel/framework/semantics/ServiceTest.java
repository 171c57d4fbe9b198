package dev.easel.framework.semantics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.calculator.GraphService;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.config.LoadSettings;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.graph.GraphSettings;
import dev.easel.framework.proto.CalculatorGraphConfig;
import dev.easel.framework.resource.Resources;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.testing.GraphRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Services, and the resources that every node has without asking. */
@Timeout(30)
class ServiceTest {
  private static final GraphService<String> GREETING = GraphService.of("greeting", String.class);

  /** Its stream has it opened in every run. */
  private static final String NODE =
      "node { calculator: \"Asker\" output_stream: \"nothing\" output_side_packet: \"said\" }";

  private final AtomicInteger made = new AtomicInteger();
  private final GraphService<Integer> ticket =
      GraphService.withDefault("ticket", Integer.class, made::incrementAndGet);

  /** Says what it finds in {@code open}. */
  private static final class Asker extends Calculator {
    private final Consumer<CalculatorContract> contract;
    private final Function<CalculatorContext, Object> answer;

    Asker(Consumer<CalculatorContract> contract, Function<CalculatorContext, Object> answer) {
      this.contract = contract;
      this.answer = answer;
    }

    @Override
    public void contract(CalculatorContract cc) {
      if (cc.outputs().size() > 0) {
        cc.outputs().index(0).setAny();
      }
      cc.outputSidePackets().index(0).set(Object.class);
      contract.accept(cc);
    }

    @Override
    public void open(CalculatorContext cc) {
      cc.outputSidePackets().index(0).set(answer.apply(cc));
    }

    @Override
    public void process(CalculatorContext cc) {
      cc.stop();
    }
  }

  private static GraphDescription asker(
      Consumer<CalculatorContract> contract, Function<CalculatorContext, Object> answer) {
    return GraphRunner.of(NODE)
        .calculator("Asker", () -> new Asker(contract, answer))
        .description();
  }

  private static Object said(CalculatorGraph graph) {
    graph.run(Map.of());
    return graph.outputSidePacket("said").value();
  }

  @Test
  void whatTheContractDidNotAskForIsNotThere() {
    GraphDescription description = asker(cc -> {}, cc -> cc.optionalService(GREETING).isPresent());
    GraphSettings settings = GraphSettings.standard().withService(GREETING, "hello");
    try (CalculatorGraph graph = new CalculatorGraph(description, settings)) {
      assertThat(said(graph)).isEqualTo(false);
    }
    try (CalculatorGraph graph =
        new CalculatorGraph(asker(cc -> {}, cc -> cc.service(GREETING)), settings)) {
      assertThatThrownBy(() -> graph.run(Map.of()))
          .isInstanceOfSatisfying(
              StatusException.class, e -> assertThat(e.code()).isEqualTo(StatusCode.INTERNAL));
    }
  }

  @Test
  void whatAnotherNodeAskedForIsNotThereEither() {
    GraphRunner runner =
        GraphRunner.of(NODE + "node { calculator: \"Other\" output_side_packet: \"other\" }")
            .calculator("Asker", () -> new Asker(c -> {}, c -> c.optionalService(GREETING)))
            .calculator("Other", () -> new Asker(c -> c.useService(GREETING), c -> "none"));
    GraphSettings settings = GraphSettings.standard().withService(GREETING, "hello");
    try (CalculatorGraph graph = new CalculatorGraph(runner.description(), settings)) {
      assertThat(said(graph)).isEqualTo(Optional.empty());
    }
  }

  @Test
  void canBeSetAndReadBetweenRuns() {
    GraphDescription description = asker(cc -> cc.useService(GREETING), cc -> cc.service(GREETING));
    try (CalculatorGraph graph = new CalculatorGraph(description)) {
      assertThat(graph.service(GREETING)).isEmpty();
      assertThatThrownBy(() -> graph.startRun(Map.of()))
          .hasMessageContaining("Service \"greeting\", required by node Asker, was not provided");
      graph.setService(GREETING, "hello");
      assertThat(said(graph)).isEqualTo("hello");
      graph.setService(GREETING, "good evening");
      assertThat(graph.service(GREETING)).contains("good evening");
      assertThat(said(graph)).isEqualTo("good evening");
    }
  }

  @Test
  void cannotBeSetDuringARun() {
    GraphRunner runner =
        GraphRunner.of(
            """
            input_stream: "in"
            node { calculator: "PassThroughCalculator" input_stream: "in" output_stream: "out" }
            """);
    try (CalculatorGraph graph = new CalculatorGraph(runner.description())) {
      graph.startRun(Map.of());
      assertThatThrownBy(() -> graph.setService(GREETING, "hello"))
          .isInstanceOfSatisfying(
              StatusException.class,
              e -> assertThat(e.code()).isEqualTo(StatusCode.FAILED_PRECONDITION));
    }
  }

  @Test
  void madeByDefaultStayForTheRunsThatFollow() {
    GraphDescription description = asker(cc -> cc.useService(ticket), cc -> cc.service(ticket));
    try (CalculatorGraph graph = new CalculatorGraph(description)) {
      assertThat(said(graph)).isEqualTo(1);
      assertThat(said(graph)).isEqualTo(1);
      assertThat(graph.service(ticket)).contains(1);
    }
  }

  @Test
  void reachSubgraphsWhenTheGraphIsLoaded() {
    List<Optional<String>> seen = new CopyOnWriteArrayList<>();
    CalculatorRegistry registry =
        CalculatorRegistry.builder()
            .subgraph(
                "Greeter",
                cc -> {
                  seen.add(cc.service(GREETING));
                  return CalculatorGraphConfig.getDefaultInstance();
                })
            .build();
    String text = "node { calculator: \"Greeter\" }";
    GraphDescription.parse(text, "g.pbtxt", registry);
    LoadSettings settings = LoadSettings.standard().withService(GREETING, "hello");
    GraphDescription.parse(text, "g.pbtxt", registry, settings);
    assertThat(seen).containsExactly(Optional.empty(), Optional.of("hello"));
  }

  @Test
  void resourcesAreFilesOfADirectory(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("labels.txt"), "cat");
    Resources files = Resources.in(directory);
    assertThat(files.read("labels.txt")).asString(StandardCharsets.UTF_8).isEqualTo("cat");
    assertThat(files.resolve("labels.txt")).isEqualTo(directory.resolve("labels.txt").toString());
    assertThatThrownBy(() -> files.read("none.txt"))
        .hasMessageContaining("Failed to load resource: none.txt")
        .isInstanceOfSatisfying(
            StatusException.class, e -> assertThat(e.code()).isEqualTo(StatusCode.NOT_FOUND));
    Resources mapped = files.withMapping(Map.of("LABELS", "labels.txt"));
    assertThat(mapped.read("LABELS")).asString(StandardCharsets.UTF_8).isEqualTo("cat");
    assertThat(mapped.resolve("LABELS")).isEqualTo(files.resolve("labels.txt"));
  }

  @Test
  void resourcesNeedNoAsking(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("labels.txt"), "cat");
    GraphDescription description =
        asker(cc -> {}, cc -> new String(cc.resources().read("LABELS"), StandardCharsets.UTF_8));
    Resources mapped = Resources.in(directory).withMapping(Map.of("LABELS", "labels.txt"));
    GraphSettings settings = GraphSettings.standard().withService(GraphService.RESOURCES, mapped);
    try (CalculatorGraph graph = new CalculatorGraph(description, settings)) {
      assertThat(said(graph)).isEqualTo("cat");
    }
    GraphDescription byPath =
        asker(
            cc -> {},
            cc -> new String(cc.resources().read(file.toString()), StandardCharsets.UTF_8));
    try (CalculatorGraph graph = new CalculatorGraph(byPath)) {
      assertThat(said(graph)).isEqualTo("cat");
    }
  }

  @Test
  void subgraphsHaveTheResourcesThatTheGraphIsLoadedWith() {
    List<String> seen = new CopyOnWriteArrayList<>();
    CalculatorRegistry registry =
        CalculatorRegistry.builder()
            .subgraph(
                "Reader",
                cc -> {
                  seen.add(new String(cc.resources().read("name"), StandardCharsets.UTF_8));
                  return CalculatorGraphConfig.getDefaultInstance();
                })
            .build();
    Resources echo = name -> name.getBytes(StandardCharsets.UTF_8);
    GraphDescription.parse(
        "node { calculator: \"Reader\" }",
        "g.pbtxt",
        registry,
        LoadSettings.standard().withService(GraphService.RESOURCES, echo));
    assertThat(seen).containsExactly("name");
  }

  @Test
  void resourcesStayAsTheyAreOnceTheGraphIsMade() {
    try (CalculatorGraph graph = new CalculatorGraph(asker(cc -> {}, cc -> 1))) {
      assertThatThrownBy(() -> graph.setService(GraphService.RESOURCES, name -> new byte[0]))
          .hasMessageContaining("Service objects must be set before graph is initialized.")
          .isInstanceOfSatisfying(
              StatusException.class, e -> assertThat(e.code()).isEqualTo(StatusCode.INTERNAL));
    }
  }
}
