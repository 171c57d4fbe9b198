package dev.easel.framework.graph;

import dev.easel.framework.scheduler.ReadySet;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * All nodes of a run that the application's thread runs in an order that a seed chooses: which
 * ready node is next, and which of the calls that were started runs or ends next. So one thread
 * goes through what several threads may do, the same way for the same seed.
 *
 * <p><b>Threads:</b> the owner of the run.
 */
final class SeededLane extends Lane {
  private static final int MOST_CALLS = 4;
  private static final int MOST_TURNS = 4;

  private final SplittableRandom random;
  private final boolean onlyWhileWaiting;
  private final int mostCalls;
  private final List<Call> started = new ArrayList<>();
  private final List<Call> returned = new ArrayList<>();

  /** A lane that mixes work with orders, unless nodes are to run in waiting calls only. */
  SeededLane(GraphRun run, int nodes, long seed, boolean onlyWhileWaiting) {
    super(run, null, 1, nodes, true);
    this.onlyWhileWaiting = onlyWhileWaiting;
    random = new SplittableRandom(seed);
    mostCalls = 1 + random.nextInt(MOST_CALLS);
  }

  /** How many turns the application's thread takes after an order, so that orders mix with work. */
  int turnsAfterOrder() {
    return onlyWhileWaiting ? 0 : random.nextInt(MOST_TURNS);
  }

  /** All ready nodes stand in the set, because any of them may be next. */
  @Override
  void add(Node node) {
    ready.add(node.id());
  }

  @Override
  boolean isEmpty() {
    return super.isEmpty() && started.isEmpty() && returned.isEmpty();
  }

  @Override
  @Nullable Node take() {
    int size = opens.size() + ready.size() + sources.size();
    if (size == 0) {
      return null;
    }
    int choice = random.nextInt(size);
    if (choice < opens.size()) {
      Node node = node(take(opens, choice));
      node.opening = true;
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

  /** Whether a node is to be started now rather than a call to be continued. */
  boolean startsNext() {
    int calls = started.size() + returned.size();
    return calls == 0 || (calls < mostCalls && !super.isEmpty() && random.nextBoolean());
  }

  void start(Call call) {
    started.add(call);
  }

  /** Whether any call is under way. */
  boolean isCalling() {
    return !started.isEmpty() || !returned.isEmpty();
  }

  /** A call that is to run now; null if one that has run is to end now. */
  @Nullable Call next() {
    boolean any = !started.isEmpty() && (returned.isEmpty() || random.nextBoolean());
    if (!any) {
      return null;
    }
    Call call = started.remove(random.nextInt(started.size()));
    returned.add(call);
    return call;
  }

  /** A call that has run and is to end. */
  Call end() {
    return returned.remove(random.nextInt(returned.size()));
  }
}
