package dev.easel.genai.lora.layer;

import dev.easel.genai.error.GenAiException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLEventFactory;
import javax.xml.stream.XMLEventReader;
import javax.xml.stream.XMLEventWriter;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.events.Attribute;
import javax.xml.stream.events.StartElement;
import javax.xml.stream.events.XMLEvent;

/**
 * Writes a network anew with a conversion to the type that the values have already before some of
 * its layers, each of which then reads an operation with one output.
 */
final class NetworkPatch {
  private static final Map<String, String> TYPES =
      Map.of("FP32", "f32", "FP16", "f16", "BF16", "bf16");

  /** What lies in an element of the file's root: net, layers, layer. */
  private static final int TOP_LEVEL = 3;

  private final XMLEventFactory events = XMLEventFactory.newFactory();
  private final XMLInputFactory input = XMLInputFactory.newFactory();
  private final Set<String> names;
  private final Set<String> ids = new HashSet<>();
  private final Map<String, Port> ports = new HashMap<>();
  private final List<Edge> edges = new ArrayList<>();
  private long next;

  private NetworkPatch(Set<String> names) {
    this.names = names;
    input.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    input.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
  }

  /** An output of an operation. */
  private record Port(String precision, List<String> sides) {}

  /** What leads to the first input of one of the layers. */
  private record Edge(String layer, String port, String target) {
    String source() {
      return layer + ":" + port;
    }
  }

  static void write(Path from, Path to, Set<String> layers) {
    NetworkPatch patch = new NetworkPatch(layers);
    try {
      try (InputStream in = Files.newInputStream(from)) {
        patch.look(patch.input.createXMLEventReader(in));
      }
      try (InputStream in = Files.newInputStream(from);
          OutputStream out = Files.newOutputStream(to)) {
        XMLEventWriter writer = XMLOutputFactory.newFactory().createXMLEventWriter(out, "UTF-8");
        patch.copy(patch.input.createXMLEventReader(in), writer);
        writer.close();
      }
    } catch (XMLStreamException e) {
      throw new GenAiException(from + " cannot be read: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new GenAiException(from + " cannot be copied: " + e, e);
    }
  }

  private void look(XMLEventReader reader) throws XMLStreamException {
    String layer = "";
    String port = "";
    int depth = 0;
    while (reader.hasNext()) {
      XMLEvent event = reader.nextEvent();
      depth -= event.isEndElement() ? 1 : 0;
      if (!event.isStartElement()) {
        continue;
      }
      depth++;
      StartElement element = event.asStartElement();
      String name = element.getName().getLocalPart();
      if (depth == TOP_LEVEL && name.equals("layer")) {
        layer = text(element, "id");
        next = Math.max(next, Long.parseLong(layer) + 1);
        if (names.contains(text(element, "name"))) {
          ids.add(layer);
        }
      } else if (depth == TOP_LEVEL && name.equals("edge")) {
        if (isChanged(element)) {
          edges.add(
              new Edge(
                  text(element, "from-layer"),
                  text(element, "from-port"),
                  text(element, "to-layer")));
        }
      } else if (depth == TOP_LEVEL + 2 && name.equals("port")) {
        port = layer + ":" + text(element, "id");
        ports.put(port, new Port(text(element, "precision"), new ArrayList<>()));
      } else if (depth == TOP_LEVEL + 3 && name.equals("dim")) {
        Port current = ports.get(port);
        if (current != null) {
          current.sides().add(reader.getElementText());
          depth--; // with its text, its end was read
        }
      }
    }
  }

  private boolean isChanged(StartElement edge) {
    return text(edge, "to-port").equals("0") && ids.contains(text(edge, "to-layer"));
  }

  private static String text(StartElement element, String attribute) {
    Attribute found = element.getAttributeByName(new QName(attribute));
    return found == null ? "" : found.getValue();
  }

  private void copy(XMLEventReader reader, XMLEventWriter writer) throws XMLStreamException {
    int depth = 0;
    while (reader.hasNext()) {
      XMLEvent event = reader.nextEvent();
      if (event.isEndElement()) {
        String name = event.asEndElement().getName().getLocalPart();
        if (depth == TOP_LEVEL - 1 && name.equals("layers")) {
          for (int i = 0; i < edges.size(); i++) {
            conversion(writer, next + i, edges.get(i));
          }
        } else if (depth == TOP_LEVEL - 1 && name.equals("edges")) {
          for (int i = 0; i < edges.size(); i++) {
            Edge edge = edges.get(i);
            edge(writer, edge.layer(), edge.port(), String.valueOf(next + i));
          }
        }
        depth--;
      } else if (event.isStartElement()) {
        depth++;
        StartElement element = event.asStartElement();
        if (depth == TOP_LEVEL
            && element.getName().getLocalPart().equals("edge")
            && isChanged(element)) {
          String target = text(element, "to-layer");
          for (int i = 0; i < edges.size(); i++) {
            if (edges.get(i).target().equals(target)) {
              edge(writer, String.valueOf(next + i), "1", target);
            }
          }
          reader.nextEvent(); // its end
          depth--;
          continue;
        }
      }
      writer.add(event);
    }
  }

  private void conversion(XMLEventWriter writer, long id, Edge edge) throws XMLStreamException {
    Port port = ports.getOrDefault(edge.source(), new Port("", List.of()));
    String type = TYPES.get(port.precision());
    if (type == null) {
      throw new XMLStreamException(
          "layer %s reads values of the type '%s'".formatted(edge.target(), port.precision()));
    }
    start(
        writer,
        "layer",
        "id",
        String.valueOf(id),
        "name",
        "easel_" + id,
        "type",
        "Convert",
        "version",
        "opset1");
    start(writer, "data", "destination_type", type);
    end(writer, "data");
    port(writer, "input", "0", port);
    port(writer, "output", "1", port);
    end(writer, "layer");
  }

  private void port(XMLEventWriter writer, String side, String id, Port port)
      throws XMLStreamException {
    start(writer, side);
    start(writer, "port", "id", id, "precision", port.precision());
    for (String each : port.sides()) {
      start(writer, "dim");
      writer.add(events.createCharacters(each));
      end(writer, "dim");
    }
    end(writer, "port");
    end(writer, side);
  }

  private void edge(XMLEventWriter writer, String layer, String port, String target)
      throws XMLStreamException {
    start(
        writer, "edge", "from-layer", layer, "from-port", port, "to-layer", target, "to-port", "0");
    end(writer, "edge");
  }

  private void start(XMLEventWriter writer, String name, String... attributes)
      throws XMLStreamException {
    writer.add(events.createStartElement("", "", name));
    for (int i = 0; i < attributes.length; i += 2) {
      writer.add(events.createAttribute(attributes[i], attributes[i + 1]));
    }
  }

  private void end(XMLEventWriter writer, String name) throws XMLStreamException {
    writer.add(events.createEndElement("", "", name));
  }
}
