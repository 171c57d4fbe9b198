package dev.easel.framework.stream;

import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.policy.InputQueue;
import dev.easel.framework.policy.InputSet;
import dev.easel.framework.policy.InputStreamHandler;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;

/** Waits only for the input that the last input, an int, selects. */
final class MuxInputStreamHandler extends InputStreamHandler {
  private int control() {
    return queues().size() - 1;
  }

  @Override
  public Readiness readiness() {
    InputQueue control = queue(control());
    long now = control.minTimestampOrBound();
    dropBefore(now);
    if (control.isEmpty()) {
      return now == Timestamp.DONE ? Readiness.close() : Readiness.notReady(now);
    }
    InputQueue selected = queue(selection(control.head()));
    return selected.isEmpty() && selected.bound() <= now
        ? Readiness.notReady(now)
        : Readiness.ready(now);
  }

  private int selection(Packet packet) {
    int value = packet.get(Number.class).intValue();
    if (value < 0 || value >= control()) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT,
          "the control stream \"%s\" selects input %d; there are %d"
              .formatted(queue(control()).name(), value, control()));
    }
    return value;
  }

  private void dropBefore(long timestamp) {
    for (int id = 0; id < control(); id++) {
      queue(id).dropBefore(timestamp);
    }
  }

  @Override
  public void fill(long timestamp, InputSet to) {
    InputQueue control = queue(control());
    Packet choice = control.popAt(timestamp);
    int selected = selection(choice);
    for (int id = 0; id < control(); id++) {
      if (id == selected) {
        take(id, timestamp, to);
      } else {
        to.put(id, Packet.empty(), false);
      }
    }
    to.put(control(), choice, isDone(control));
    dropBefore(Timestamp.next(timestamp));
  }
}
