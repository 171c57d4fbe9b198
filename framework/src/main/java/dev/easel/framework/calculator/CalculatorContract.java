package dev.easel.framework.calculator;

import dev.easel.framework.options.NodeOptions;
import dev.easel.framework.packet.TagMap;
import dev.easel.framework.proto.MediaPipeOptions;
import dev.easel.framework.proto.SyncSetInputStreamHandlerOptions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a calculator declares about a node when the graph is loaded.
 *
 * <p><b>Threads:</b> used by the one thread that loads the graph.
 */
public final class CalculatorContract {
  private final String nodeName;
  private final String calculatorType;
  private final NodeOptions options;
  private final Ports<PortType> inputs;
  private final Ports<PortType> outputs;
  private final Ports<PortType> inputSidePackets;
  private final Ports<PortType> outputSidePackets;
  private final List<Absent> absent = new ArrayList<>();
  private final List<GraphService.Request> services = new ArrayList<>();
  private Optional<String> inputStreamHandler = Optional.empty();
  private MediaPipeOptions handlerOptions = MediaPipeOptions.getDefaultInstance();
  private boolean processTimestampBounds;
  private boolean isNeverBlocking;
  private OptionalLong timestampOffset = OptionalLong.empty();
  private final List<Declaration> declared = new ArrayList<>();
  private final Set<Class<?>> optionTypes = new LinkedHashSet<>();
  private String description = "";

  /**
   * A port that the contract speaks of and the node does not connect.
   *
   * @param kind what the ports are, such as {@code input stream}
   */
  public record Absent(String kind, String tag, int index, PortType type) {}

  /** Something that a contract may declare by a constant of the calculator's class. */
  public interface Declaration {
    /** Says it in {@code cc}. */
    void declare(CalculatorContract cc);
  }

  /** A contract for a node with these ports. */
  public CalculatorContract(
      String nodeName,
      String calculatorType,
      NodeOptions options,
      TagMap inputs,
      TagMap outputs,
      TagMap inputSidePackets,
      TagMap outputSidePackets) {
    this.nodeName = nodeName;
    this.calculatorType = calculatorType;
    this.options = options;
    this.inputs = ports("input stream", inputs);
    this.outputs = ports("output stream", outputs);
    this.inputSidePackets = ports("input side packet", inputSidePackets);
    this.outputSidePackets = ports("output side packet", outputSidePackets);
  }

  private Ports<PortType> ports(String kind, TagMap tags) {
    List<PortType> types = tags.entries().stream().map(e -> new PortType()).toList();
    return new Ports<>(
        tags,
        types,
        entry -> {
          PortType type = new PortType();
          absent.add(new Absent(kind, entry.tag(), entry.index(), type));
          return type;
        });
  }

  /**
   * Declares ports by constants, such as {@code In<Integer>}. Unless something else is said, every
   * output is at the timestamp of its input, as for the nodes of MediaPipe's {@code api2}.
   */
  public void declare(Declaration... declarations) {
    if (timestampOffset.isEmpty() && inputs.size() > 0) {
      timestampOffset = OptionalLong.of(0);
    }
    for (Declaration declaration : declarations) {
      declared.add(declaration);
      declaration.declare(this);
    }
  }

  /** Says in a sentence what the calculator does, for those who look for one. */
  public void describe(String sentence) {
    description = sentence;
  }

  /** The input streams. */
  public Ports<PortType> inputs() {
    return inputs;
  }

  /** The output streams. */
  public Ports<PortType> outputs() {
    return outputs;
  }

  /** The input side packets. */
  public Ports<PortType> inputSidePackets() {
    return inputSidePackets;
  }

  /** The output side packets. */
  public Ports<PortType> outputSidePackets() {
    return outputSidePackets;
  }

  /** The node's options, the defaults if the graph gives none. */
  public <O> O options(Class<O> type) {
    optionTypes.add(type);
    return options.get(type);
  }

  /** Whether the graph gives the node options of this type, though they may say nothing new. */
  public boolean hasOptions(Class<?> type) {
    optionTypes.add(type);
    return options.has(type);
  }

  /** The node's canonical name. */
  public String nodeName() {
    return nodeName;
  }

  /** The name under which the graph asks for the calculator. */
  public String calculatorType() {
    return calculatorType;
  }

  /** Chooses the handler that decides when the node runs; the graph's own choice beats it. */
  public void setInputStreamHandler(String name) {
    setInputStreamHandler(name, MediaPipeOptions.getDefaultInstance());
  }

  /** The same, with the handler's options. */
  public void setInputStreamHandler(String name, MediaPipeOptions newOptions) {
    inputStreamHandler = Optional.of(name);
    handlerOptions = newOptions;
  }

  /**
   * Has the node run for the packets of one input stream by themselves, such as those of a back
   * edge: they wait for no other stream, and none waits for them.
   *
   * @param tagIndex the stream, as {@code sync_set} names it
   */
  public void setApart(String tagIndex) {
    SyncSetInputStreamHandlerOptions sets =
        SyncSetInputStreamHandlerOptions.newBuilder()
            .addSyncSet(SyncSetInputStreamHandlerOptions.SyncSet.newBuilder().addTagIndex(tagIndex))
            .build();
    setInputStreamHandler(
        "SyncSetInputStreamHandler",
        MediaPipeOptions.newBuilder()
            .setExtension(SyncSetInputStreamHandlerOptions.ext, sets)
            .build());
  }

  /** Whether the node also runs when only bounds have settled. */
  public void setProcessTimestampBounds(boolean process) {
    processTimestampBounds = process;
  }

  /** Every output is {@code offset} later than the input that it is made of. */
  public void setTimestampOffset(long offset) {
    timestampOffset = OptionalLong.of(offset);
  }

  /** Outputs may have any timestamps, whatever was said before. */
  public void clearTimestampOffset() {
    timestampOffset = OptionalLong.empty();
  }

  /**
   * Promises that no call of the calculator blocks: neither its constructor nor {@code open},
   * {@code process} and {@code close} wait for anything, be it a lock that is held for long, a file
   * or a network, and each is over within a millisecond. A graph of such nodes alone may run on
   * threads that have other work to do, such as a server's event loops, which saves the way to a
   * thread and back. A call that breaks the promise is told in the log, and the graph then runs on
   * threads of its own.
   *
   * <p>A call may still suspend itself, and promises the same of what it goes on with. That runs on
   * a thread of the graph's own, or where the run is at work at that moment.
   */
  public void neverBlocks() {
    isNeverBlocking = true;
  }

  /** Asks for a service; without {@code optional()} a run does not start without it. */
  public GraphService.Request useService(GraphService<?> service) {
    GraphService.Request request = new GraphService.Request(service);
    services.add(request);
    return request;
  }

  /** The ports that were spoken of and are not connected, in order. */
  public List<Absent> absent() {
    return List.copyOf(absent);
  }

  /** What was declared by constants, in order. */
  public List<Declaration> declared() {
    return List.copyOf(declared);
  }

  /** The types of options that were asked for. */
  public Set<Class<?>> optionTypes() {
    return Set.copyOf(optionTypes);
  }

  /** What the calculator does, "" if it does not say. */
  public String description() {
    return description;
  }

  /** The handler that was chosen. */
  public Optional<String> inputStreamHandler() {
    return inputStreamHandler;
  }

  /** The options of the handler that was chosen. */
  public MediaPipeOptions inputStreamHandlerOptions() {
    return handlerOptions;
  }

  /** Whether the node also runs when only bounds have settled. */
  public boolean isProcessTimestampBounds() {
    return processTimestampBounds;
  }

  /** Whether no call of the calculator blocks. */
  public boolean isNeverBlocking() {
    return isNeverBlocking;
  }

  /** The offset that was declared. */
  public OptionalLong timestampOffset() {
    return timestampOffset;
  }

  /** The services that were asked for. */
  public List<GraphService.Request> services() {
    return List.copyOf(services);
  }
}
