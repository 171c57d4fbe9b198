package dev.easel.genai.worker.process;

import dev.easel.genai.worker.proto.FromWorker;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells the program every second how far its calls are, and so that this process still works.
 *
 * <p><b>Threads</b>: one of its own; calls come and go from any.
 */
final class Pulse {
  private static final long INTERVAL_MILLIS = 1000;

  private final Set<CallOut> calls = ConcurrentHashMap.newKeySet();

  void add(CallOut call) {
    calls.add(call);
  }

  void remove(CallOut call) {
    calls.remove(call);
  }

  void start() {
    Thread thread = new Thread(this::beat, "pulse");
    thread.setDaemon(true);
    thread.start();
  }

  private void beat() {
    try {
      while (true) {
        Thread.sleep(INTERVAL_MILLIS);
        for (CallOut call : calls) {
          call.send(FromWorker.newBuilder().setPhase(call.phase()));
        }
      }
    } catch (IOException | InterruptedException e) {
      // The program is gone, and this process will be in a moment.
    }
  }
}
