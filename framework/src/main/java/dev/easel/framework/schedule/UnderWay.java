package dev.easel.framework.schedule;

import dev.easel.framework.node.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The calls that threads are in without owning the run; there are never more than threads.
 *
 * <p><b>Threads:</b> the owner of the run.
 */
final class UnderWay {
  private final List<Call> calls = new ArrayList<>();
  private final List<Thread> callers = new ArrayList<>();

  boolean isEmpty() {
    return calls.isEmpty();
  }

  void begin(Call call, Thread caller) {
    calls.add(call);
    callers.add(caller);
  }

  void end(Call call) {
    int place = calls.indexOf(call);
    calls.remove(place);
    callers.remove(place);
  }

  /** Forgets all of them, and tells which they were. */
  void takeAll(BiConsumer<Call, Thread> giveUp) {
    for (int i = 0; i < calls.size(); i++) {
      giveUp.accept(calls.get(i), callers.get(i));
    }
    calls.clear();
    callers.clear();
  }
}
