package dev.easel.framework.script;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.graph.AddMode;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.graph.GraphSettings;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.TagMap;
import dev.easel.framework.status.StatusException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Carries out lines of JSON on one graph: side packets, packets, bounds, waits. What the graph says
 * is printed as it comes, a JSON object a line.
 *
 * <p><b>Threads:</b> one; packets are printed on the graph's own threads too.
 *
 * <p><b>Ownership:</b> the graph is closed when the lines end.
 *
 * <p><b>Failure:</b> errors are printed, with the phase in which they came: {@code initialize},
 * {@code start} or {@code run}.
 */
public final class GraphScript {
  private final ObjectMapper json =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private final ScriptValues values = new ScriptValues(json);
  private final ScriptOutput out;
  private final CalculatorGraph graph;
  private final Map<String, Packet> sidePackets = new LinkedHashMap<>();
  private boolean observing;
  private boolean started;
  private boolean stopped;
  private boolean settled;

  private GraphScript(GraphDescription description, GraphSettings settings, Appendable out) {
    this.out = new ScriptOutput(json, values, out);
    graph = new CalculatorGraph(description, settings);
  }

  /** Runs the graph in a file with every calculator that can be found. */
  public static int run(Path graph, Reader in, Appendable out) {
    return run(graph, in, out, CalculatorRegistry.standard());
  }

  /** The same with the calculators of {@code registry}. */
  public static int run(Path graph, Reader in, Appendable out, CalculatorRegistry registry) {
    return run(() -> GraphDescription.load(graph, registry), GraphSettings.standard(), in, out);
  }

  /** Where a graph comes from. */
  @FunctionalInterface
  public interface Source {
    /** Reads and checks the graph. */
    GraphDescription load();
  }

  /**
   * Runs a graph.
   *
   * @return 0, or 1 if an error was printed
   */
  public static int run(Source source, GraphSettings settings, Reader in, Appendable out) {
    GraphScript script;
    try {
      script = new GraphScript(source.load(), settings, out);
    } catch (StatusException e) {
      ObjectMapper json = new ObjectMapper();
      new ScriptOutput(json, new ScriptValues(json), out).error("initialize", e);
      return 1;
    }
    try (script.graph) {
      script.carryOut(in);
      return script.out.hasFailed() ? 1 : 0;
    }
  }

  private void carryOut(Reader in) {
    try (BufferedReader lines = new BufferedReader(in)) {
      int number = 0;
      for (String line = lines.readLine(); line != null && !stopped; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          carryOut(line, number);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    end();
  }

  private void carryOut(String line, int number) {
    JsonNode node;
    try {
      node = json.readTree(line);
    } catch (JsonProcessingException e) {
      stopped = true;
      out.error(
          phase(),
          ScriptValues.mistake("line " + number + " is not one JSON object: " + reason(e)));
      return;
    }
    try {
      step(node);
    } catch (StatusException e) {
      out.error(phase(), e);
      stopped |= !started;
    }
  }

  private String phase() {
    return started ? "run" : "start";
  }

  private void step(JsonNode node) {
    settled &= node.has("get_side_packet");
    if (node.has("side_packet")) {
      sidePackets.put(node.get("side_packet").asText(), Packet.of(value(node)));
    } else if (node.has("observe")) {
      observe(node.get("observe").asText(), node.path("bounds").asBoolean());
    } else if (node.has("add_mode")) {
      graph.setAddMode(addMode(node.get("add_mode").asText()));
    } else if (node.has("max_queue_size")) {
      graph.setInputStreamMaxQueueSize(
          node.path("stream").asText(), node.get("max_queue_size").asInt());
    } else if (node.has("get_side_packet")) {
      String name = node.get("get_side_packet").asText();
      start();
      out.sidePacket(name, graph.outputSidePacket(name));
    } else if (node.has("stream")) {
      start();
      stream(node.get("stream").asText(), node);
    } else {
      control(node);
    }
  }

  private static AddMode addMode(String name) {
    try {
      return AddMode.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw ScriptValues.mistake("add_mode is WAIT_TILL_NOT_FULL or ADD_IF_NOT_FULL, not " + name);
    }
  }

  private Object value(JsonNode node) {
    return values.value(node.path("value"), node.path("type").asText(""));
  }

  private void observe(String stream, boolean bounds) {
    observing = true;
    graph.observeOutputStream(stream, packet -> out.packet(stream, packet), bounds);
  }

  private void start() {
    if (!started) {
      if (!observing) {
        for (TagMap.Entry entry : graph.description().outputs().entries()) {
          if (graph.description().plan().streamNumbers().containsKey(entry.name())) {
            observe(entry.name(), false);
          }
        }
      }
      graph.startRun(sidePackets);
      started = true;
    }
  }

  private void stream(String name, JsonNode node) {
    if (node.has("bound")) {
      graph.setInputStreamTimestampBound(name, values.timestamp(node.get("bound")));
    } else if (node.path("close").asBoolean()) {
      graph.closeInputStream(name);
    } else if (node.has("timestamp")) {
      graph.addPacketToInputStream(
          name, Packet.of(value(node), values.timestamp(node.get("timestamp"))));
    } else {
      throw unknown(node);
    }
  }

  private void control(JsonNode node) {
    if (!node.isObject() || node.isEmpty()) {
      throw unknown(node);
    }
    start();
    if (node.path("close_all").asBoolean()) {
      graph.closeAllPacketSources();
    } else if (node.path("cancel").asBoolean()) {
      graph.cancel();
    } else if (node.path("wait").asText().equals("idle")) {
      settled = true;
      graph.waitUntilIdle();
    } else if (node.path("wait").asText().equals("done")) {
      settled = true;
      graph.waitUntilDone();
    } else if (!node.path("start").asBoolean()) {
      throw unknown(node);
    }
  }

  private static StatusException unknown(@Nullable JsonNode node) {
    return ScriptValues.mistake(
        "no such line: "
            + node
            + "; there are side_packet, observe, add_mode, stream (with timestamp and value, bound,"
            + " close or max_queue_size), start, wait, close_all, cancel, get_side_packet");
  }

  private void end() {
    if (stopped) {
      return;
    }
    try {
      start();
      // Lines that end with a wait have shown what they wanted to show.
      if (settled) {
        out.mute();
      }
      graph.closeAllInputStreams();
      graph.waitUntilDone();
    } catch (StatusException e) {
      out.error(phase(), e);
    }
  }

  private static String reason(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    return message.startsWith("Trailing token") ? "something follows its value" : message;
  }
}
