package dev.easel.framework.stream;

import dev.easel.framework.packet.Packet;
import dev.easel.framework.policy.InputQueue;
import dev.easel.framework.policy.InputStreamHandler;
import java.util.ArrayList;
import java.util.List;

/** The intake of a node whose handler is not the default one, or collects batches. */
public final class HandledInputs implements Intake {
  private final Input[] inputs;
  private long time;
  private final InputStreamHandler handler;
  private final Batch batch;

  /** An intake of these inputs as {@code handler}, which nobody else has used, takes them. */
  public HandledInputs(Input[] inputs, InputStreamHandler handler) {
    this.inputs = inputs;
    this.handler = handler;
    batch = new Batch(handler.batchSize());
    List<InputQueue> queues = new ArrayList<>();
    for (Input input : inputs) {
      queues.add(input.asQueue());
      if (handler.isToldOfPackets()) {
        input.tellOfPackets();
      }
    }
    handler.start(queues);
  }

  @Override
  public void packetQueued(Input input) {
    handler.packetQueued(input.id());
  }

  @Override
  public long time() {
    return time;
  }

  @Override
  public int look() {
    InputStreamHandler.Readiness found = handler.readiness();
    time = found.timestamp();
    return switch (found.state()) {
      case READY -> take();
      case CLOSE -> batch.isEmpty() ? CLOSE : startBatch();
      case NOT_READY -> {
        // While sets are put by, what they will send may be as old as the first of them.
        time = batch.isEmpty() ? time : batch.first();
        yield NOT_READY;
      }
    };
  }

  private int take() {
    if (!handler.isLate()) {
      fill(time);
    }
    if (handler.batchSize() == 1) {
      return READY;
    }
    batch.add(time, inputs);
    return batch.isFull() ? startBatch() : AGAIN;
  }

  private int startBatch() {
    batch.start(inputs);
    time = batch.first();
    return READY;
  }

  @Override
  public boolean takeLate(long t) {
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

  @Override
  public boolean nextOfBatch() {
    boolean more = !batch.isEmpty() && batch.next(inputs);
    if (more) {
      time = batch.time();
    }
    return more;
  }

  @Override
  public void endCall() {
    for (Input input : inputs) {
      input.endCall();
    }
  }
}
