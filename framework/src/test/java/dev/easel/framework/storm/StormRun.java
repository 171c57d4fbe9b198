package dev.easel.framework.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.packet.Packet;
import dev.easel.framework.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What went into one run and what came out.
 *
 * <p><b>Threads:</b> each origin's feeder, each stream's listener, and any for the rest.
 */
final class StormRun {
  private final List<Origin> origins = new ArrayList<>();
  private final List<Seen> seen = new ArrayList<>();

  /** Whether somebody has begun to end the inputs, or the sources too. */
  private final AtomicBoolean inputsEnded = new AtomicBoolean();

  private final AtomicBoolean sourcesEnded = new AtomicBoolean();

  /** What an input was fed with, or a source sends. */
  static final class Origin {
    private final List<Long> times = new ArrayList<>();

    /** How many of them came before anybody began to end the inputs. */
    private int sure;
  }

  /** What came out of one stream, for one listener. */
  static final class Seen {
    private final StormGraph.Stream stream;
    private final String listener;
    private final List<Long> times = new ArrayList<>();
    private final AtomicBoolean inside = new AtomicBoolean();
    private boolean mayMiss;

    Seen(StormGraph.Stream stream, String listener) {
      this.stream = stream;
      this.listener = listener;
    }

    /** A listener is called by one thread at a time. */
    void add(Packet packet) {
      if (!inside.compareAndSet(false, true)) {
        throw new AssertionError(this + " is called by two threads at once");
      }
      if (!packet.isEmpty()) {
        // Not assertThat, which would take longer than the storm.
        if (packet.get(Long.class) != packet.timestamp()) {
          throw new AssertionError(this + ": " + packet);
        }
        times.add(packet.timestamp());
      }
      inside.set(false);
    }

    /** Some packets may have been thrown away on purpose. */
    void mayMiss() {
      mayMiss = true;
    }

    @Override
    public String toString() {
      return listener + " of " + stream;
    }
  }

  void input() {
    origins.add(new Origin());
  }

  Origin origin(int number) {
    return origins.get(number);
  }

  void source(int count) {
    Origin made = new Origin();
    for (long t = 0; t < count; t++) {
      made.times.add(t);
    }
    made.sure = count;
    origins.add(made);
  }

  /** The feeder: a packet was taken. */
  void fed(Origin origin, long time) {
    origin.times.add(time);
    if (!inputsEnded.get()) {
      origin.sure = origin.times.size();
    }
  }

  /** Before somebody ends the inputs. */
  void endsInputs() {
    inputsEnded.set(true);
  }

  /** Before somebody ends the sources too. */
  void endsSources() {
    inputsEnded.set(true);
    sourcesEnded.set(true);
  }

  Seen listener(StormGraph.Stream stream, String listener) {
    Seen made = new Seen(stream, listener);
    synchronized (seen) {
      seen.add(made);
    }
    return made;
  }

  /** When all threads of the run have ended. */
  void check(int inputs, Optional<StatusException> status) {
    for (Seen each : seen) {
      Origin origin = origins.get(each.stream.origin());
      boolean fromSource = each.stream.origin() >= inputs;
      int least = fromSource && sourcesEnded.get() ? 0 : origin.sure;
      check(each, origin, status.isPresent() ? 0 : least);
    }
  }

  private static void check(Seen seen, Origin origin, int least) {
    StormGraph.Rule rule = seen.mayMiss ? StormGraph.Rule.SOME : seen.stream.rule();
    String what = seen + ", " + origin.sure + " of " + origin.times.size() + " for sure";
    if (rule == StormGraph.Rule.SOME) {
      assertThat(seen.times).as(what).isSorted().doesNotHaveDuplicates();
      assertThat(origin.times).as(what).containsAll(seen.times);
      return;
    }
    assertThat(seen.times.size()).as(what).isLessThanOrEqualTo(origin.times.size());
    assertThat(seen.times).as(what).isEqualTo(origin.times.subList(0, seen.times.size()));
    if (rule == StormGraph.Rule.ALL) {
      assertThat(seen.times.size()).as(what).isGreaterThanOrEqualTo(least);
    }
  }
}
