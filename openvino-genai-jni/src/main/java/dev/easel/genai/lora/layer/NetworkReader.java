package dev.easel.genai.lora.layer;

import dev.easel.genai.error.GenAiException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads from an {@code .xml} file in OpenVINO's IR which of its operations multiply with weights:
 * those whose second input depends on constants alone.
 */
final class NetworkReader {
  /** Before the names of all layers that PyTorch's modules became. */
  static final String MODULE = "__module.";

  /** Around the denoiser of Stable Diffusion XL, which its converter wraps. */
  private static final String WRAPPER = "model.";

  private final Map<String, Operation> operations = new LinkedHashMap<>();

  private NetworkReader() {}

  /** What is of interest of an operation. */
  private static final class Operation {
    final String name;
    final String type;
    final List<Long> weights = new ArrayList<>();
    final Map<Integer, Operation> sources = new LinkedHashMap<>();
    boolean isTransposed;
    int outputs;
    boolean isConstant;

    Operation(String name, String type) {
      this.name = name;
      this.type = type;
    }

    boolean isMultiplication() {
      return type.equals("MatMul") || type.equals("Convolution");
    }
  }

  /** The layers by their paths with underscores for dots, as some programs write them. */
  static Map<String, Layer> read(Path xml) {
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try (InputStream in = Files.newInputStream(xml)) {
      NetworkReader network = new NetworkReader();
      network.read(factory.createXMLStreamReader(in));
      return network.layers();
    } catch (XMLStreamException e) {
      String reason = String.valueOf(e.getMessage()).replace('\n', ' ');
      throw new GenAiException(xml + " is not XML: " + reason, e);
    } catch (IOException e) {
      throw new GenAiException(xml + " cannot be read: " + e.getMessage(), e);
    }
  }

  private void read(XMLStreamReader reader) throws XMLStreamException {
    Operation current = new Operation("", "");
    int input = -1;
    boolean isOutput = false;
    while (reader.hasNext()) {
      int event = reader.next();
      if (event == XMLStreamConstants.END_ELEMENT) {
        isOutput &= !reader.getLocalName().equals("output");
        continue;
      }
      if (event != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      switch (reader.getLocalName()) {
        case "layer" -> {
          current = new Operation(text(reader, "name"), text(reader, "type"));
          operations.put(text(reader, "id"), current);
          input = -1;
        }
        case "data" -> current.isTransposed = text(reader, "transpose_b").equals("true");
        case "output" -> isOutput = true;
        case "port" -> {
          input = isOutput ? -1 : input + 1;
          current.outputs += isOutput ? 1 : 0;
        }
        case "dim" -> {
          String side = reader.getElementText();
          if (input == 1 && current.isMultiplication()) {
            current.weights.add(side.matches("\\d{1,18}") ? Long.parseLong(side) : -1);
          }
        }
        case "edge" -> connect(reader);
        case "body" -> skip(reader); // what runs inside of a loop has numbers of its own
        default -> {}
      }
    }
  }

  private void connect(XMLStreamReader reader) {
    Operation from = operations.get(text(reader, "from-layer"));
    Operation to = operations.get(text(reader, "to-layer"));
    String port = text(reader, "to-port");
    if (from != null && to != null && port.matches("\\d{1,9}")) {
      to.sources.put(Integer.parseInt(port), from);
    }
  }

  private static void skip(XMLStreamReader reader) throws XMLStreamException {
    for (int depth = 1; depth > 0; ) {
      int event = reader.next();
      depth += event == XMLStreamConstants.START_ELEMENT ? 1 : 0;
      depth -= event == XMLStreamConstants.END_ELEMENT ? 1 : 0;
    }
  }

  private static String text(XMLStreamReader reader, String attribute) {
    String text = reader.getAttributeValue(null, attribute);
    return text == null ? "" : text;
  }

  private Map<String, Layer> layers() {
    Map<String, Layer> layers = new LinkedHashMap<>();
    for (Operation each : operations.values()) {
      // The file has every operation after its sources.
      each.isConstant =
          each.type.equals("Const")
              || (!each.sources.isEmpty()
                  && each.sources.values().stream().allMatch(source -> source.isConstant));
      Operation weights = each.sources.get(1);
      if (each.isMultiplication()
          && each.name.startsWith(MODULE)
          && weights != null
          && weights.isConstant
          && each.weights.size() >= 2
          && each.weights.stream().allMatch(side -> side > 0)) {
        Layer layer = layer(each);
        layers.putIfAbsent(layer.path().replace('.', '_'), layer);
      }
    }
    return layers;
  }

  private static Layer layer(Operation operation) {
    String key = operation.name.substring(MODULE.length());
    String path = key.contains("/") ? key.substring(0, key.indexOf('/')) : key;
    if (path.startsWith(WRAPPER)) {
      path = path.substring(WRAPPER.length());
    }
    List<Long> sides = operation.weights;
    boolean isMatrix = operation.type.equals("MatMul");
    boolean isInputFirst = isMatrix && !operation.isTransposed;
    Operation source = operation.sources.get(0);
    return new Layer(
        path,
        key,
        sides.get(isInputFirst ? 0 : 1),
        sides.get(isInputFirst ? 1 : 0),
        isMatrix || sides.stream().skip(2).allMatch(side -> side == 1),
        source != null && source.outputs > 1);
  }
}
