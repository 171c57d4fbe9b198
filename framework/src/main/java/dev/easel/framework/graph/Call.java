package dev.easel.framework.graph;

import com.google.protobuf.Message;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.Counter;
import dev.easel.framework.calculator.GraphService;
import dev.easel.framework.calculator.InputPort;
import dev.easel.framework.calculator.OutputPort;
import dev.easel.framework.calculator.OutputSidePacket;
import dev.easel.framework.calculator.Ports;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.resource.Resources;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.stream.CallThread;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The context of a node's calls: the only one, unless calls run in parallel. */
class Call extends CalculatorContext {
  private final Node node;
  @Nullable Throwable thrown;

  /** Whether the run ended without waiting for the call any longer. */
  boolean abandoned;

  Call(Node node, Ports<InputPort> inputs, Ports<OutputPort> outputs) {
    super(inputs, outputs);
    this.node = node;
  }

  Node node() {
    return node;
  }

  /** Who may send while the call lasts: the thread of the node's only call. */
  CallThread thread() {
    return node;
  }

  void at(long timestamp) {
    inputTimestamp = timestamp;
  }

  void begin() {
    thread().beginCall();
    stopped = false;
    if (thrown != null) {
      thrown = null;
    }
  }

  boolean isStopped() {
    return stopped;
  }

  @Override
  public Ports<Packet> inputSidePackets() {
    NodeSidePackets sides = node.sides();
    return sides == null ? NodeSidePackets.NO_INPUTS : sides.inputs();
  }

  @Override
  public Ports<OutputSidePacket> outputSidePackets() {
    NodeSidePackets sides = node.sides();
    return sides == null ? NodeSidePackets.NO_OUTPUTS : sides.outputs();
  }

  @Override
  public <M extends Message> M options(Class<M> type) {
    return node.plan().options().get(type);
  }

  @Override
  public boolean hasOptions(Class<? extends Message> type) {
    return node.plan().options().has(type);
  }

  @Override
  public String nodeName() {
    return node.name();
  }

  @Override
  public int nodeId() {
    return node.plan().id();
  }

  @Override
  public Counter counter(String name) {
    return node.run().counter(node.name() + "-" + name);
  }

  @Override
  public Resources resources() {
    return node.run().service(GraphService.RESOURCES).orElseGet(() -> Resources.in(Path.of("")));
  }

  @Override
  public boolean isCancelled() {
    return node.run().isCancelled();
  }

  @Override
  public <T> T service(GraphService<T> service) {
    return optionalService(service)
        .orElseThrow(
            () ->
                new StatusException(
                    StatusCode.INTERNAL,
                    "Service \"%s\" is not available; the contract of %s must use it"
                        .formatted(service.name(), node.name())));
  }

  @Override
  public <T> Optional<T> optionalService(GraphService<T> service) {
    for (GraphService.Request request : node.plan().services()) {
      if (request.service().name().equals(service.name())) {
        return node.run().service(service);
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<StatusException> graphStatus() {
    return node.run().statusForClose();
  }
}
