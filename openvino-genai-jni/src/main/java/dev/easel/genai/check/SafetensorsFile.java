package dev.easel.genai.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * A safetensors file: eight bytes with the length of a JSON header, the header, and the tensors'
 * bytes, which lie one after another without gaps.
 *
 * <p><b>Failure</b>: a {@link dev.easel.genai.error.GenAiException} that names the file, the tensor
 * and what is wrong.
 */
public final class SafetensorsFile {
  private static final String METADATA = "__metadata__";
  private static final int LENGTH_BYTES = 8;

  /** A tenth of what the format's own reader takes, and a hundred times what adapters have. */
  private static final long MOST_HEADER_BYTES = 10_000_000;

  /** As the format's own writer has it, so that numbers lie where they may. */
  private static final int ALIGNMENT = 8;

  private static final int MOST_DIMENSIONS = 8;

  /** The bytes of an element of what GenAI takes for weights. */
  private static final Map<String, Integer> TYPES = Map.of("F32", 4, "F16", 2, "BF16", 2);

  /**
   * One tensor.
   *
   * @param name its name
   * @param type the type of its elements, such as {@code F16}
   * @param shape its sides
   * @param begin where its bytes begin in the file
   * @param end what follows them
   */
  public record Tensor(String name, String type, List<Long> shape, long begin, long end) {
    /** Copies. */
    public Tensor {
      shape = List.copyOf(shape);
    }

    private Tensor movedBy(long bytes) {
      return new Tensor(name, type, shape, begin + bytes, end + bytes);
    }
  }

  /**
   * What stands in a file's header.
   *
   * @param metadata texts by name; a node of nothing where there are none
   * @param tensors in the header's order
   */
  record Header(JsonNode metadata, List<Tensor> tensors) {}

  private SafetensorsFile() {}

  /**
   * Reads the header of a file of weights and holds it against the file.
   *
   * @param shown the path that messages name
   * @param names told of each name before its tensor is looked at; refuses those that mean
   *     something else
   */
  static Header read(FileChannel channel, Path shown, BiConsumer<String, Path> names) {
    try {
      WrongFile.checkContent(shown, channel);
      return header(channel, shown, names);
    } catch (IOException e) {
      throw WrongFile.unreadable(shown, e);
    }
  }

  /**
   * The beginning of a file.
   *
   * @param tensors with their bytes counted from the header's end on
   */
  public static ByteBuffer header(List<Tensor> tensors) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    for (Tensor each : tensors) {
      ObjectNode fields = tree.putObject(each.name());
      fields.put("dtype", each.type());
      ArrayNode shape = fields.putArray("shape");
      each.shape().forEach(shape::add);
      fields.putArray("data_offsets").add(each.begin()).add(each.end());
    }
    byte[] json = tree.toString().getBytes(StandardCharsets.UTF_8);
    int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer header = ByteBuffer.allocate(LENGTH_BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(padded).put(json);
    while (header.hasRemaining()) {
      header.put((byte) ' ');
    }
    return header.flip();
  }

  private static Header header(FileChannel channel, Path shown, BiConsumer<String, Path> names)
      throws IOException {
    long size = channel.size();
    if (size < LENGTH_BYTES) {
      throw WrongFile.because(
          shown, "is no safetensors file: %d bytes are too few for a header".formatted(size));
    }
    long header = read(channel, 0, LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
    long room = size - LENGTH_BYTES;
    if (header < 2 || header > MOST_HEADER_BYTES || header > room) {
      throw WrongFile.because(
          shown,
          "is no safetensors file, or is cut off: its header is said to have %s bytes, and the file has %d"
              .formatted(Long.toUnsignedString(header), size));
    }
    JsonNode tree = parse(read(channel, LENGTH_BYTES, (int) header).array(), shown);
    List<Tensor> tensors = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : tree.properties()) {
      if (!entry.getKey().equals(METADATA)) {
        names.accept(entry.getKey(), shown);
        tensors.add(tensor(entry.getKey(), entry.getValue(), shown));
      }
    }
    checkRanges(tensors, room - header, shown);
    long before = LENGTH_BYTES + header;
    return new Header(
        tree.path(METADATA), tensors.stream().map(each -> each.movedBy(before)).toList());
  }

  private static ByteBuffer read(FileChannel channel, long at, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, at + bytes.position()) < 0) {
        throw new EOFException("it has become shorter while it was read");
      }
    }
    return bytes.flip();
  }

  private static JsonNode parse(byte[] header, Path shown) throws IOException {
    try {
      JsonNode tree = JsonFile.strict(header);
      if (tree.isObject()) {
        return tree;
      }
    } catch (JsonProcessingException e) {
      throw WrongFile.because(
          shown, "is no safetensors file: its header is not JSON: " + JsonFile.reason(e));
    }
    throw WrongFile.because(shown, "is no safetensors file: its header is no JSON object");
  }

  private static Tensor tensor(String name, JsonNode fields, Path shown) {
    String type = fields.path("dtype").asText("");
    Integer bytes = TYPES.get(type);
    if (bytes == null) {
      throw wrong(shown, name, "has the type '" + type + "'; GenAI takes F32, F16 and BF16");
    }
    List<Long> shape = new ArrayList<>();
    JsonNode sides = fields.path("shape");
    for (JsonNode side : sides) {
      if (!side.isIntegralNumber() || !side.canConvertToLong() || side.longValue() < 1) {
        throw wrong(shown, name, "has the shape " + sides + "; sides are numbers from 1 on");
      }
      shape.add(side.longValue());
    }
    if (!sides.isArray() || shape.size() > MOST_DIMENSIONS) {
      throw wrong(shown, name, "has no shape of at most " + MOST_DIMENSIONS + " sides");
    }
    JsonNode range = fields.path("data_offsets");
    long begin = offset(range, 0);
    long end = offset(range, 1);
    if (range.size() != 2 || begin < 0 || end < begin) {
      throw wrong(shown, name, "has the data_offsets " + range + ", which are no range");
    }
    if (end - begin != product(shape, bytes)) {
      throw wrong(
          shown,
          name,
          "of shape %s and type %s does not have the %d bytes of its data_offsets"
              .formatted(sides, type, end - begin));
    }
    return new Tensor(name, type, shape, begin, end);
  }

  private static long offset(JsonNode range, int index) {
    JsonNode offset = range.path(index);
    return offset.isIntegralNumber() && offset.canConvertToLong() ? offset.longValue() : -1;
  }

  /** -1 for more than a number can hold. */
  private static long product(List<Long> shape, int bytes) {
    long product = bytes;
    for (long side : shape) {
      if (side > Long.MAX_VALUE / product) {
        return -1;
      }
      product *= side;
    }
    return product;
  }

  private static void checkRanges(List<Tensor> tensors, long room, Path shown) {
    if (tensors.isEmpty()) {
      throw WrongFile.because(shown, "has no tensors");
    }
    List<Tensor> inOrder = new ArrayList<>(tensors);
    inOrder.sort(Comparator.comparingLong(Tensor::begin));
    long at = 0;
    for (Tensor tensor : inOrder) {
      if (tensor.begin() != at) {
        throw wrong(
            shown,
            tensor.name(),
            "begins at %d, where %d was to come: tensors overlap or leave a gap"
                .formatted(tensor.begin(), at));
      }
      at = tensor.end();
    }
    if (at != room) {
      throw WrongFile.because(
          shown,
          at > room
              ? "is cut off: its tensors have %d bytes, and %d are there".formatted(at, room)
              : "has %d bytes after its last tensor".formatted(room - at));
    }
  }

  private static RuntimeException wrong(Path shown, String tensor, String why) {
    return WrongFile.because(shown, "is wrong: tensor '" + tensor + "' " + why);
  }
}
