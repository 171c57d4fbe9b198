package dev.easel.framework.testing;

import dev.easel.framework.node.Node;
import dev.easel.framework.schedule.Lane;
import dev.easel.framework.schedule.LaneExecutor;
import dev.easel.framework.schedule.Scheduler;
import dev.easel.framework.scheduler.ReadySet;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * All nodes of a run, any ready one of which may be next.
 *
 * <p><b>Threads:</b> the owner of the run.
 */
final class SeededLane extends Lane {
  private final SplittableRandom random;

  SeededLane(Node[] nodes, Scheduler scheduler, SplittableRandom random) {
    super(nodes, LaneExecutor.ApplicationThread.WAITING, scheduler, true);
    this.random = random;
  }

  /** All ready nodes stand in the set, because any of them may be next. */
  @Override
  public void add(Node node) {
    ready.add(node.id());
  }

  @Override
  public @Nullable Node take() {
    int size = opens.size() + ready.size() + sources.size();
    if (size == 0) {
      return null;
    }
    int choice = random.nextInt(size);
    if (choice < opens.size()) {
      Node node = node(take(opens, choice));
      node.beginOpening();
      return node;
    }
    choice -= opens.size();
    return choice < ready.size()
        ? node(take(ready, choice))
        : sources.remove(choice - ready.size()).node();
  }

  /** The number at a place of a set, taken out. */
  private static int take(ReadySet from, int place) {
    int[] before = new int[place];
    for (int i = 0; i < place; i++) {
      before[i] = from.takeLowest();
    }
    int taken = from.takeLowest();
    for (int each : before) {
      from.add(each);
    }
    return taken;
  }
}
