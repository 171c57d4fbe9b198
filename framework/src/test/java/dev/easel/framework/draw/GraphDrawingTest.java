package dev.easel.framework.draw;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.config.GraphDescription;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What pictures of a graph show. */
class GraphDrawingTest {
  private static final String GRAPH =
      """
      input_stream: "in"
      output_stream: "OUT:chosen"
      input_side_packet: "MAX:max"
      executor { name: "gates" type: "ThreadPoolExecutor" options {
        [mediapipe.ThreadPoolExecutorOptions.ext] { num_threads: 1 } } }
      node {
        calculator: "FlowLimiterCalculator"
        name: "limit"
        input_stream: "in"
        input_stream: "FINISHED:chosen"
        input_stream_info { tag_index: "FINISHED" back_edge: true }
        input_side_packet: "MAX_IN_FLIGHT:max"
        output_stream: "limited"
      }
      node {
        calculator: "PassThroughCalculator"
        input_stream: "limited"
        output_stream: "passed"
        executor: "gates"
      }
      node {
        calculator: "NodeChainSubgraph"
        name: "chain"
        input_stream: "INPUT:passed"
        output_stream: "OUTPUT:chosen"
        node_options {
          [type.googleapis.com/mediapipe.NodeChainSubgraphOptions] {
            node_type: "PassThroughCalculator" chain_length: 2
          }
        }
      }
      """;

  private static GraphDescription graph() {
    return GraphDescription.parse(GRAPH, "test.pbtxt", CalculatorRegistry.standard());
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static List<String> texts(Document svg, String style) {
    NodeList found = svg.getElementsByTagName("text");
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      if (((Element) found.item(i)).getAttribute("class").equals(style)) {
        texts.add(found.item(i).getTextContent());
      }
    }
    return texts;
  }

  @Test
  void svgNamesNodesCalculatorsPortsAndStreams() throws Exception {
    Document svg = parsed(GraphDrawing.unfolded(graph()).svg());
    assertThat(texts(svg, "title")).contains("in", "OUT", "MAX", "limit", "PassThroughCalculator");
    assertThat(texts(svg, "detail")).contains("FlowLimiterCalculator", "on executor gates");
    assertThat(texts(svg, "port")).contains("FINISHED", "MAX_IN_FLIGHT");
    assertThat(texts(svg, "name")).contains("limited", "passed", "chosen", "max");
  }

  @Test
  void boxesOfARowDoNotOverlap() throws Exception {
    NodeList rects = parsed(GraphDrawing.unfolded(graph()).svg()).getElementsByTagName("rect");
    for (int i = 0; i < rects.getLength(); i++) {
      for (int j = i + 1; j < rects.getLength(); j++) {
        Element a = (Element) rects.item(i);
        Element b = (Element) rects.item(j);
        boolean beside =
            value(a, "x") + value(a, "width") <= value(b, "x")
                || value(b, "x") + value(b, "width") <= value(a, "x");
        boolean apart =
            value(a, "y") + value(a, "height") <= value(b, "y")
                || value(b, "y") + value(b, "height") <= value(a, "y");
        assertThat(beside || apart).isTrue();
      }
    }
  }

  private static double value(Element element, String name) {
    return Double.parseDouble(element.getAttribute(name));
  }

  @Test
  void aFoldedSubgraphIsOneBox() throws Exception {
    Document svg = parsed(GraphDrawing.folded(graph()).svg());
    assertThat(texts(svg, "title")).contains("chain");
    assertThat(texts(svg, "detail")).contains("subgraph");
    assertThat(svg.getElementsByTagName("rect").getLength()).isEqualTo(6);
  }

  /** Node 0 takes packets on two streams; what else is at a node has no line before it. */
  @Test
  void aLiveDrawingHasRoomForFiguresAndNoStyle() throws Exception {
    Document svg = parsed(GraphDrawing.live(graph().plan()).bareSvg());
    assertThat(svg.getElementsByTagName("style").getLength()).isZero();
    assertThat(numbers(svg, "rect", "")).containsExactly("0", "1", "2", "3");
    assertThat(numbers(svg, "text", "figures")).containsExactly("0", "1", "2", "3");
    assertThat(numbers(svg, "text", "queued")).containsExactly("0", "0", "1", "2", "3");
    assertThat(numbers(parsed(GraphDrawing.unfolded(graph()).svg()), "rect", "")).isEmpty();
  }

  private static List<String> numbers(Document svg, String element, String style) {
    NodeList found = svg.getElementsByTagName(element);
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      Element each = (Element) found.item(i);
      if (each.hasAttribute("data-node")
          && (style.isEmpty() || each.getAttribute("class").equals(style))) {
        numbers.add(each.getAttribute("data-node"));
      }
    }
    numbers.sort(null);
    return numbers;
  }

  @Test
  void mermaidAndDotTellBackEdgesAndSidePacketsFromStreams() {
    GraphDrawing drawing = GraphDrawing.unfolded(graph());
    assertThat(drawing.mermaid())
        .startsWith("flowchart TB\n")
        .contains("[\"limit<br/>FlowLimiterCalculator\"]")
        .contains("-->|\"limited\"|")
        .contains("-.->|\"chosen\"|")
        .contains("subgraph g0 [\"chain\"]");
    assertThat(drawing.dot())
        .contains("[label=\"chosen\", style=dashed, constraint=false];")
        .contains("[label=\"max\", style=dotted];")
        .contains("subgraph cluster_0");
  }
}
