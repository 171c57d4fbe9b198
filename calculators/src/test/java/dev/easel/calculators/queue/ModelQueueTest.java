package dev.easel.calculators.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.http.RetryLaterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who begins when, by a clock that the test moves. */
class ModelQueueTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final AtomicLong nanos = new AtomicLong();
  private final List<String> begun = new ArrayList<>();
  private final Map<String, QueuePlace> running = new HashMap<>();
  private final Map<String, String> places = new HashMap<>();

  private ModelQueue queue(int concurrent, int waiting, int share) {
    return new ModelQueue(
        new QueueLimits(OptionalInt.of(concurrent), waiting, share, 1000, 1000, 1), nanos::get);
  }

  private QueuePlace enter(ModelQueue queue, String name, double units) {
    return enter(queue, name, units, 1, LONG);
  }

  /** A request of the caller that its name's first letter stands for, which waits for its turn. */
  private QueuePlace enter(
      ModelQueue queue, String name, double units, long bytes, Duration limit) {
    QueuePlace place = queue.enter(request(name, units, bytes, 0, limit));
    await(place, name);
    return place;
  }

  private static QueueRequest request(
      String name, double units, long bytes, long sourceBytes, Duration limit) {
    return new QueueRequest(
        "model", name.substring(0, 1), new Workload(units, bytes), sourceBytes, limit);
  }

  private void await(QueuePlace place, String name) {
    place.await(
        () -> {
          QueuePlace.Standing standing = place.standing();
          if (standing.isTurn()) {
            begun.add(name);
            running.put(name, place);
          } else {
            places.put(name, "%d %.0f".formatted(standing.position(), standing.seconds()));
          }
        });
  }

  private void end(String name, double seconds) {
    nanos.addAndGet((long) (seconds * 1e9));
    Objects.requireNonNull(running.remove(name), name).done();
  }

  private void endAll() {
    while (!running.isEmpty()) {
      end(running.keySet().iterator().next(), 1);
    }
  }

  private ModelQueue unmeasured() {
    return new ModelQueue(
        new QueueLimits(OptionalInt.empty(), 1000, 1000, 1000, 1000, 0), nanos::get);
  }

  /** Two tasks at a time, from the second of which on each ran beside another. */
  private void runPairs(ModelQueue queue, double seconds) {
    enter(queue, "alone", 1);
    end("alone", 1);
    for (String name : List.of("first", "second", "third")) {
      enter(queue, name, 1);
    }
    end("first", seconds);
    end("second", 0);
    end("third", 1);
  }

  @Test
  void twoRunAtOnceWhereThatIsFoundToBeWorthIt() {
    ModelQueue queue = unmeasured();
    assertThat(queue.concurrent()).isEqualTo(1);
    runPairs(queue, 1.4);
    assertThat(queue.concurrent()).isEqualTo(2);
  }

  @Test
  void oneRunsAtATimeWhereTwoTakeAsLongAsOneAfterTheOther() {
    ModelQueue queue = unmeasured();
    runPairs(queue, 2);
    assertThat(queue.concurrent()).isEqualTo(1);
    for (int i = 0; i < 100; i++) {
      enter(queue, "task", 1);
      end("task", 1);
    }
    assertThat(queue.concurrent()).as("tried again").isEqualTo(2);
  }

  @Test
  void theFirstTaskTellsByItsStepsHowLongOthersWait() {
    ModelQueue queue = unmeasured();
    enter(queue, "first", 10);
    enter(queue, "second", 5);
    assertThat(queue.waitingSeconds()).isZero();
    nanos.addAndGet(2_000_000_000L);
    Objects.requireNonNull(running.get("first")).advance(0.1);
    assertThat(queue.waitingSeconds()).isEqualTo(10);
  }

  @Test
  void nothingRunsBesideTheFirstTask() {
    ModelQueue queue = unmeasured();
    enter(queue, "first", 1);
    enter(queue, "second", 1);
    assertThat(begun).containsExactly("first");
  }

  @Test
  void saysHowLongTheModelWillWorkOnWhatWaits() {
    ModelQueue queue = queue(2, 20, 20);
    enter(queue, "a", 1);
    enter(queue, "b", 1);
    assertThat(queue.waitingSeconds()).isZero();
    enter(queue, "c", 3);
    enter(queue, "d", 5);
    assertThat(queue.waitingSeconds()).isEqualTo(4);
    end("a", 1);
    assertThat(queue.waitingSeconds()).isEqualTo(2.5);
    endAll();
  }

  @Test
  void sharesByWeight() {
    ModelQueue queue = queue(1, 20, 20);
    enter(queue, "x", 1);
    for (int i = 0; i < 4; i++) {
      for (double weight : new double[] {3, 1}) {
        String name = (weight == 3 ? "a" : "b") + i;
        QueuePlace place =
            queue.enter(
                new QueueRequest(
                    "model", name.substring(0, 1), new Workload(3, 1), 0, LONG, weight));
        await(place, name);
      }
    }
    endAll();
    assertThat(begun).containsExactly("x", "a0", "b0", "a1", "a2", "b1", "a3", "b2", "b3");
  }

  @Test
  void beginsInTheOrderOfOneCaller() {
    ModelQueue queue = queue(1, 10, 10);
    for (String name : List.of("a1", "a2", "a3", "a4")) {
      enter(queue, name, 5);
    }
    assertThat(begun).containsExactly("a1");
    endAll();
    assertThat(begun).containsExactly("a1", "a2", "a3", "a4");
  }

  @Test
  void aCallerWithLittleWorkDoesNotWaitForOneWithMuch() {
    ModelQueue queue = queue(1, 10, 10);
    for (String name : List.of("a1", "a2", "a3", "a4", "b1", "b2")) {
      enter(queue, name, 10);
    }
    endAll();
    assertThat(begun).containsExactly("a1", "b1", "a2", "b2", "a3", "a4");
  }

  @Test
  void countsWorkAndNotRequests() {
    ModelQueue queue = queue(1, 10, 10);
    enter(queue, "x1", 1);
    for (String name : List.of("a1", "a2")) {
      enter(queue, name, 30);
    }
    for (String name : List.of("b1", "b2", "b3")) {
      enter(queue, name, 10);
    }
    endAll();
    assertThat(begun).containsExactly("x1", "a1", "b1", "b2", "b3", "a2");
  }

  @Test
  void tellsPlacesAndSeconds() {
    ModelQueue queue = queue(1, 10, 10);
    enter(queue, "a1", 10);
    enter(queue, "a2", 10);
    enter(queue, "a3", 10);
    assertThat(places).containsEntry("a2", "1 20").containsEntry("a3", "2 30");
    end("a1", 10);
    assertThat(places).containsEntry("a3", "1 20");
  }

  @Test
  void refusesWhatTheLineCannotHold() {
    ModelQueue queue = queue(1, 2, 2);
    enter(queue, "a1", 10);
    enter(queue, "a2", 10);
    enter(queue, "b1", 10);
    nanos.addAndGet(4_000_000_000L);
    RetryLaterException full =
        catchThrowableOfType(RetryLaterException.class, () -> enter(queue, "c1", 10));
    assertThat(full.errorCode()).isEqualTo("line_full");
    assertThat(full.after()).isEqualTo(Duration.ofSeconds(6));
    end("a1", 6);
    enter(queue, "c1", 10);
    assertThat(queue.length()).isEqualTo(2);
  }

  private static String refusal(Runnable entering) {
    return catchThrowableOfType(RetryLaterException.class, entering::run).errorCode();
  }

  @Test
  void refusesACallersRequestsBeyondItsShareWhileOthersWait() {
    ModelQueue queue = queue(1, 10, 1);
    enter(queue, "a1", 1);
    enter(queue, "a2", 1);
    enter(queue, "b1", 1);
    assertThat(refusal(() -> enter(queue, "a3", 1))).isEqualTo("share_full");
    assertThat(refusal(() -> enter(queue, "b2", 1))).isEqualTo("share_full");
    enter(queue, "c1", 1);
    assertThat(queue.length()).isEqualTo(3);
  }

  @Test
  void givesTheWholeLineToACallerThatWaitsAlone() {
    ModelQueue queue = queue(1, 4, 2);
    for (String name : List.of("a1", "a2", "a3", "a4", "a5")) {
      enter(queue, name, 1);
    }
    assertThat(refusal(() -> enter(queue, "a6", 1))).isEqualTo("line_full");
    assertThat(queue.length()).isEqualTo(4);
  }

  @Test
  void keepsPlacesForOthersWhereOneHasMoreThanItsShare() {
    ModelQueue queue = queue(1, 5, 2);
    for (String name : List.of("a1", "a2", "a3", "a4", "a5", "a6", "b1", "b2")) {
      enter(queue, name, 1);
    }
    assertThat(refusal(() -> enter(queue, "b3", 1))).isEqualTo("share_full");
    enter(queue, "c1", 1);
    assertThat(refusal(() -> enter(queue, "c2", 1))).isEqualTo("line_full");
    assertThat(queue.length()).isEqualTo(8);
    endAll();
    assertThat(begun).hasSize(9).startsWith("a1", "b1", "c1", "a2", "b2");
  }

  @Test
  void refusesAtOnceWhatCannotBeThereInTime() {
    ModelQueue queue = queue(1, 10, 10);
    enter(queue, "a1", 10);
    RetryLaterException refusal =
        catchThrowableOfType(
            RetryLaterException.class, () -> enter(queue, "b1", 10, 1, Duration.ofSeconds(15)));
    assertThat(refusal.errorCode()).isEqualTo("deadline_unreachable");
    assertThat(refusal.after()).isEqualTo(Duration.ofSeconds(10));
    enter(queue, "b2", 10, 1, Duration.ofSeconds(25));
    assertThat(queue.length()).isEqualTo(1);
  }

  @Test
  void learnsFromRunsHowLongWorkTakes() {
    ModelQueue queue = queue(1, 10, 10);
    for (int i = 0; i < 20; i++) {
      enter(queue, "a1", 10);
      end("a1", 40);
    }
    enter(queue, "a1", 10);
    enter(queue, "b1", 10);
    assertThat(places).containsEntry("b1", "1 80");
  }

  @Test
  void doesNotLearnFromRunsThatWereCancelled() {
    ModelQueue queue = queue(1, 10, 10);
    QueuePlace place = enter(queue, "a1", 10);
    nanos.addAndGet(1_000_000);
    place.close();
    enter(queue, "a1", 10);
    enter(queue, "b1", 10);
    assertThat(places).containsEntry("b1", "1 20");
  }

  @Test
  void keepsWhatRunsWithinTheMemory() {
    ModelQueue queue = queue(2, 10, 10);
    enter(queue, "a1", 1, 600, LONG);
    enter(queue, "b1", 1, 600, LONG);
    assertThat(begun).containsExactly("a1");
    end("a1", 1);
    assertThat(begun).containsExactly("a1", "b1");
    assertThatThrownBy(() -> enter(queue, "c1", 1, 5L << 20, LONG))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("5 MiB");
  }

  @Test
  void whoDisconnectsMakesRoomAndIsNotCharged() {
    ModelQueue queue = queue(1, 10, 10);
    enter(queue, "x1", 1);
    QueuePlace disconnected = enter(queue, "a1", 100);
    disconnected.close();
    disconnected.close();
    enter(queue, "b1", 10);
    enter(queue, "a2", 10);
    enter(queue, "b2", 10);
    endAll();
    assertThat(begun).containsExactly("x1", "b1", "a2", "b2");
    assertThat(queue.length()).isZero();
    assertThat(queue.running()).isZero();
  }

  @Test
  void aPlaceIsGivenBackOnce() {
    ModelQueue queue = queue(1, 10, 10);
    QueuePlace first = enter(queue, "a1", 1);
    enter(queue, "a2", 1);
    enter(queue, "a3", 1);
    first.done();
    first.done();
    first.close();
    assertThat(begun).containsExactly("a1", "a2");
  }

  @Test
  void whatIsStillBeingDecodedLetsOthersPass() {
    ModelQueue queue = queue(1, 10, 10);
    QueuePlace slow = queue.enter(request("a1", 10, 1, 500, LONG));
    enter(queue, "b1", 10);
    assertThat(begun).containsExactly("b1");
    await(slow, "a1");
    enter(queue, "b2", 10);
    endAll();
    assertThat(begun).containsExactly("b1", "a1", "b2");
  }

  @Test
  void whatIsDecodedWhileTheModelIsFreeDoesNotWait() {
    ModelQueue queue = queue(1, 0, 0);
    QueuePlace first = queue.enter(request("a1", 10, 1, 500, LONG));
    assertThat(queue.length()).isZero();
    assertThat(refusal(() -> enter(queue, "b1", 1))).isEqualTo("line_full");
    first.close();
    enter(queue, "b1", 1);
    assertThat(begun).containsExactly("b1");
  }

  @Test
  void boundsTheBytesOfDecodedImagesThatWait() {
    ModelQueue queue = queue(1, 10, 10);
    enter(queue, "a1", 1);
    await(queue.enter(request("a2", 1, 1, 900, LONG)), "a2");
    assertThat(refusal(() -> queue.enter(request("a3", 1, 1, 200, LONG)))).isEqualTo("line_full");
    await(queue.enter(request("a4", 1, 1, 0, LONG)), "a4");
    end("a1", 1);
    await(queue.enter(request("a5", 1, 1, 5000, LONG)), "a5");
    endAll();
    assertThat(begun).containsExactly("a1", "a2", "a4", "a5");
  }

  @Test
  void refusesNobodyWhoseRunHasBegun() {
    ModelQueue queue = queue(1, 0, 0);
    enter(queue, "a1", 1);
    await(queue.enterAgain(request("b1", 1, 1, 0, Duration.ZERO)), "b1");
    end("a1", 1);
    assertThat(begun).containsExactly("a1", "b1");
  }

  /** A run that ends does not end what the model does for it. */
  @Test
  void aPermitThatIsHeldStaysUntilItsHolderGivesItBack() {
    ModelQueue queue = queue(1, 10, 10);
    QueuePlace first = enter(queue, "a1", 1);
    enter(queue, "b1", 1);
    first.hold();
    first.abandon();
    assertThat(begun).containsExactly("a1");
    first.close();
    assertThat(begun).containsExactly("a1", "b1");
    QueuePlace second = Objects.requireNonNull(running.get("b1"));
    enter(queue, "c1", 1);
    second.abandon();
    second.hold();
    assertThat(begun).containsExactly("a1", "b1", "c1");
  }

  /** Nobody may miss its turn, and no more than the limit may run, whoever comes and goes when. */
  @Test
  void noTurnIsLostWhereManyComeAndGo() throws Exception {
    ModelQueue queue =
        new ModelQueue(new QueueLimits(OptionalInt.of(2), 1000, 1000, 1000, 1000, 0));
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String caller = i + "th";
      Thread thread =
          new Thread(
              () -> {
                for (int round = 0; round < 500; round++) {
                  QueuePlace place = queue.enter(request(caller, 1, 1, 0, LONG));
                  if (round % 7 == 3) {
                    place.close();
                    continue;
                  }
                  Semaphore changed = new Semaphore(0);
                  place.await(changed::release);
                  while (!place.standing().isTurn()) {
                    changed.acquireUninterruptibly();
                  }
                  most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                  inside.decrementAndGet();
                  place.done();
                  done.incrementAndGet();
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(done).hasValue(8 * 429);
    assertThat(most.get()).isBetween(1, 2);
    assertThat(queue.length()).isZero();
    assertThat(queue.running()).isZero();
  }
}
