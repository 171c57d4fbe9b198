package dev.easel.framework.stream;

import dev.easel.framework.packet.Packet;
import dev.easel.framework.policy.InputQueue;

/** An input as a handler sees it. */
record HandledQueue(Input input) implements InputQueue {
  @Override
  public boolean isEmpty() {
    return input.isQueueEmpty();
  }

  @Override
  public int size() {
    return input.size();
  }

  @Override
  public Packet head() {
    Packet first = input.head;
    return first == null ? Packet.empty() : first;
  }

  @Override
  public long minTimestampOrBound() {
    return input.minTimestampOrBound();
  }

  @Override
  public long bound() {
    return input.bound();
  }

  @Override
  public Packet popAt(long timestamp) {
    return input.popAt(timestamp);
  }

  @Override
  public Packet pop() {
    return input.pop();
  }

  @Override
  public void dropBefore(long timestamp) {
    input.dropBefore(timestamp);
  }

  @Override
  public long minTimestampOfNewest(int n) {
    return input.minTimestampOfNewest(n);
  }

  @Override
  public void ignoreTimestamps() {
    input.ignoreTimestamps();
  }

  @Override
  public String name() {
    return input.name();
  }
}
