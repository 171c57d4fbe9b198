package dev.easel.framework.stream;

import dev.easel.framework.packet.Packet;
import java.util.ArrayList;
import java.util.List;

/** Input sets that are collected and then processed one after another. */
final class Batch {
  private final int limit;
  private final List<Entry> entries = new ArrayList<>();
  private int at;

  private record Entry(long timestamp, List<Packet> packets, List<Boolean> done) {}

  Batch(int limit) {
    this.limit = limit;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  boolean isFull() {
    return entries.size() == limit;
  }

  long first() {
    return entries.get(0).timestamp;
  }

  long time() {
    return entries.get(at).timestamp;
  }

  /** Keeps what the ports hold. */
  void add(long timestamp, Input[] inputs) {
    List<Packet> packets = new ArrayList<>();
    List<Boolean> done = new ArrayList<>();
    for (Input input : inputs) {
      packets.add(input.packet());
      done.add(input.isDone());
    }
    entries.add(new Entry(timestamp, packets, done));
  }

  /** Puts the first set back into the ports. */
  void start(Input[] inputs) {
    at = 0;
    load(inputs);
  }

  /** Puts the next set into the ports, unless that was the last. */
  boolean next(Input[] inputs) {
    at++;
    if (at >= entries.size()) {
      entries.clear();
      return false;
    }
    load(inputs);
    return true;
  }

  private void load(Input[] inputs) {
    Entry entry = entries.get(at);
    for (int i = 0; i < inputs.length; i++) {
      inputs[i].put(entry.packets.get(i), entry.done.get(i));
    }
  }
}
