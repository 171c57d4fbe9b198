package dev.easel.framework.run;

import dev.easel.framework.schedule.Lane;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.ArrayList;
import java.util.List;

/**
 * The threads that a run asks its executors for. The owner of the run says which; they are asked
 * for when nobody has to wait for that: an executor may do anything, also run the lane at once, or
 * make the thread wait that asks.
 */
final class WantedThreads {
  private final GraphRun run;
  private List<Lane> lanes = List.of();

  WantedThreads(GraphRun run) {
    this.run = run;
  }

  /** The owner: a thread is to work on a lane. */
  void add(Lane lane) {
    lane.workerCame();
    if (lanes.isEmpty()) {
      lanes = List.of(lane);
    } else {
      lanes = new ArrayList<>(lanes);
      lanes.add(lane);
    }
  }

  /** The owner, before it gives the ownership up: what is to be asked for after that. */
  List<Lane> take() {
    List<Lane> taken = lanes;
    if (!taken.isEmpty()) {
      lanes = List.of();
    }
    return taken;
  }

  /** A thread that owns nothing: asks for them. */
  void ask(List<Lane> taken) {
    for (int i = 0; i < taken.size(); i++) {
      ask(taken.get(i));
    }
  }

  private void ask(Lane lane) {
    boolean isMine;
    try {
      isMine = lane.executor().submit(lane);
    } catch (RuntimeException e) {
      refused(lane, e);
      return;
    }
    if (isMine) {
      lane.scheduler().workInline(lane);
    }
  }

  private void refused(Lane lane, RuntimeException why) {
    run.perform(
        () -> {
          lane.workerGone();
          lane.clear();
          run.fail(
              new StatusException(
                  StatusCode.UNAVAILABLE, "an executor of the graph takes no more tasks", why));
        });
  }
}
