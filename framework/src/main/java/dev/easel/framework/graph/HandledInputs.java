package dev.easel.framework.graph;

import dev.easel.framework.packet.Packet;
import dev.easel.framework.policy.InputQueue;
import dev.easel.framework.policy.InputStreamHandler;
import dev.easel.framework.stream.Input;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of a node whose handler is not the default one, or collects batches.
 *
 * <p><b>Threads:</b> the owner of the run.
 */
final class HandledInputs {
  private final Node node;
  private final Input[] inputs;
  private final InputStreamHandler handler;
  private final @Nullable Batch batch;

  HandledInputs(Node node, Input[] inputs, InputStreamHandler handler) {
    this.node = node;
    this.inputs = inputs;
    this.handler = handler;
    batch = handler.batchSize() > 1 ? new Batch(handler.batchSize()) : null;
    List<InputQueue> queues = new ArrayList<>();
    for (Input input : inputs) {
      queues.add(input.asQueue());
      if (handler.isToldOfPackets()) {
        input.tellOfPackets();
      }
    }
    handler.start(queues);
  }

  void packetQueued(int input) {
    handler.packetQueued(input);
  }

  /** Looks at the queues once; true if it is worth looking again. */
  boolean evaluate() {
    InputStreamHandler.Readiness found = handler.readiness();
    switch (found.state()) {
      case READY -> {
        if (!handler.isLate()) {
          fill(found.timestamp());
        }
        if (batch == null) {
          node.begin(found.timestamp());
          return true;
        }
        return collect(batch, found.timestamp());
      }
      case CLOSE -> {
        if (batch != null && !batch.isEmpty()) {
          begin(batch);
        } else {
          node.beginClose();
        }
      }
      case NOT_READY ->
          node.passOn(batch != null && !batch.isEmpty() ? batch.first() : found.timestamp());
    }
    return false;
  }

  private boolean collect(Batch to, long t) {
    to.add(t, inputs);
    if (to.isFull()) {
      begin(to);
    }
    return true;
  }

  private void begin(Batch of) {
    of.start(inputs);
    node.begin(of.first());
  }

  /** Takes the packets of a call that starts, if the handler chooses them so late. */
  boolean fillLate(long t) {
    if (handler.isLate()) {
      fill(t);
    }
    return handler.isLate();
  }

  private void fill(long t) {
    handler.fill(t, this::put);
  }

  private void put(int id, Packet packet, boolean done) {
    inputs[id].put(packet, done);
  }

  /** Puts the next input set of the batch into the inputs; false if there is none. */
  boolean nextOfBatch() {
    return batch != null && batch.next(inputs);
  }

  /** The time of that set. */
  long batchTime() {
    return batch == null ? 0 : batch.time();
  }
}
