package dev.easel.cli;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.cli.shared.EaselVersion;
import dev.easel.cli.shared.Misuse;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.describe.CalculatorDescription;
import dev.easel.framework.describe.OptionDescription;
import dev.easel.framework.describe.PortDescription;
import dev.easel.framework.name.Nearest;
import dev.easel.serving.plugin.CalculatorFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says which calculators graphs may name, and what each takes and gives. */
@Command(
    name = "calculators",
    mixinStandardHelpOptions = true,
    versionProvider = EaselVersion.class,
    description = {
      "Lists the calculators that graphs may name, or tells of one its ports with their types, its"
          + " options, where it came from, and a sample node."
    },
    footer = {
      "",
      "Example:",
      "  easel calculators ImageStageCalculator",
      "  easel calculators --calculators_path ./calculators --json"
    })
final class CalculatorsCommand implements Runnable {
  private static final ObjectMapper JSON = new ObjectMapper();

  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  @Spec
  private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "The calculator (default: a list of all).")
  private @Nullable String name;

  @Option(
      names = "--calculators_path",
      paramLabel = "DIR",
      description = "Folder of jars with calculators.")
  private @Nullable Path calculatorsPath;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Override
  public void run() {
    CalculatorRegistry registry = CalculatorFolder.registry(Optional.ofNullable(calculatorsPath));
    PrintWriter out = spec.commandLine().getOut();
    String one = name;
    if (one == null) {
      List<CalculatorDescription> all =
          new TreeSet<>(registry.calculatorNames())
              .stream().flatMap(n -> CalculatorDescription.of(registry, n).stream()).toList();
      out.print(
          json
              ? json(all.stream().map(CalculatorsCommand::withSample).toList())
              : list(all, registry.subgraphNames()));
    } else {
      CalculatorDescription found =
          CalculatorDescription.of(registry, one)
              .orElseThrow(() -> new Misuse(spec).because(unknown(registry, one)));
      out.print(json ? json(withSample(found)) : text(found));
    }
    out.flush();
  }

  private static String unknown(CalculatorRegistry registry, String name) {
    if (registry.subgraphNames().contains(name)) {
      return ("%s is a subgraph, which stands for other nodes: 'easel graph draw' shows which, and"
              + " docs/calculators.md its ports")
          .formatted(name);
    }
    return "there is no calculator \"%s\"; %s"
        .formatted(
            name,
            Nearest.hint(
                name,
                List.copyOf(registry.calculatorNames()),
                "'easel calculators' lists those there are"));
  }

  private static ObjectNode withSample(CalculatorDescription of) {
    return JSON.<ObjectNode>valueToTree(of).put("sample", of.sample());
  }

  private static String json(Object value) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String list(List<CalculatorDescription> all, List<String> subgraphs) {
    Map<String, String> sentences = new TreeMap<>();
    all.forEach(each -> sentences.put(each.name(), each.sentence()));
    subgraphs.forEach(each -> sentences.put(each, "(subgraph)"));
    StringBuilder text = new StringBuilder();
    sentences.forEach(
        (calculator, sentence) ->
            text.append((calculator + "  " + sentence).stripTrailing()).append('\n'));
    return text.toString();
  }

  private static String text(CalculatorDescription of) {
    StringBuilder text = new StringBuilder(of.name()).append('\n');
    if (!of.sentence().isEmpty()) {
      text.append(of.sentence()).append('\n');
    }
    Map<String, List<PortDescription>> kinds =
        of.ports().stream()
            .collect(groupingBy(PortDescription::kind, LinkedHashMap::new, toList()));
    kinds.forEach(
        (kind, ports) -> {
          text.append('\n').append(kind).append("s:\n");
          ports.forEach(port -> text.append("  ").append(port).append('\n'));
        });
    if (!of.complete()) {
      text.append("\nFurther ports and options depend on the node.\n");
    }
    for (OptionDescription option : of.options()) {
      text.append("\noptions ").append(option.type()).append(":\n");
      option.fields().forEach(field -> text.append("  ").append(field).append('\n'));
    }
    return text.append("\nfrom: ")
        .append(of.source())
        .append("\n\nsample:\n")
        .append(of.sample())
        .toString();
  }
}
