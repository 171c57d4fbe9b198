package dev.easel.repository.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.easel.calculators.payload.ImageTask;
import dev.easel.calculators.payload.RequestException;
import dev.easel.calculators.payload.RetryLaterException;
import dev.easel.calculators.payload.RunLimits;
import dev.easel.calculators.payload.TaskKind;
import dev.easel.calculators.payload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who begins when, by a clock that the test moves. */
class RunLineTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final AtomicLong nanos = new AtomicLong();
  private final List<String> begun = new ArrayList<>();
  private final Map<String, Ticket> running = new HashMap<>();
  private final Map<String, String> places = new HashMap<>();

  private RunLine line(int concurrent, int waiting, int share) {
    return new RunLine("model", new RunLimits(concurrent, waiting, share, 1000, 1), nanos::get);
  }

  private Ticket enter(RunLine line, String name, double units) {
    return enter(line, name, units, 1, LONG);
  }

  /** A request of the caller that its name's first letter stands for. */
  private Ticket enter(RunLine line, String name, double units, long bytes, Duration limit) {
    ImageTask task = ImageTask.builder(TaskKind.GENERATION, "model", "a circle").build();
    return line.enter(
        name.substring(0, 1),
        new Workload(task, units, bytes),
        limit,
        new Ticket.Holder() {
          @Override
          public void begin(Ticket ticket) {
            begun.add(name);
            running.put(name, ticket);
          }

          @Override
          public void stand(int place, double seconds) {
            places.put(name, "%d %.0f".formatted(place, seconds));
          }
        });
  }

  private void end(RunLine line, String name, double seconds) {
    nanos.addAndGet((long) (seconds * 1e9));
    line.free(Objects.requireNonNull(running.remove(name), name), true);
  }

  private void endAll(RunLine line) {
    while (!running.isEmpty()) {
      end(line, running.keySet().iterator().next(), 1);
    }
  }

  @Test
  void beginsInTheOrderOfOneCaller() {
    RunLine line = line(1, 10, 10);
    for (String name : List.of("a1", "a2", "a3", "a4")) {
      enter(line, name, 5);
    }
    assertThat(begun).containsExactly("a1");
    endAll(line);
    assertThat(begun).containsExactly("a1", "a2", "a3", "a4");
  }

  @Test
  void aCallerWithLittleWorkDoesNotWaitForOneWithMuch() {
    RunLine line = line(1, 10, 10);
    for (String name : List.of("a1", "a2", "a3", "a4", "b1", "b2")) {
      enter(line, name, 10);
    }
    endAll(line);
    assertThat(begun).containsExactly("a1", "b1", "a2", "b2", "a3", "a4");
  }

  @Test
  void countsWorkAndNotRequests() {
    RunLine line = line(1, 10, 10);
    enter(line, "x1", 1);
    for (String name : List.of("a1", "a2")) {
      enter(line, name, 30);
    }
    for (String name : List.of("b1", "b2", "b3")) {
      enter(line, name, 10);
    }
    endAll(line);
    assertThat(begun).containsExactly("x1", "a1", "b1", "b2", "b3", "a2");
  }

  @Test
  void tellsPlacesAndSeconds() {
    RunLine line = line(1, 10, 10);
    enter(line, "a1", 10);
    enter(line, "a2", 10);
    enter(line, "a3", 10);
    assertThat(places).containsEntry("a2", "1 20").containsEntry("a3", "2 30");
    end(line, "a1", 10);
    assertThat(places).containsEntry("a3", "1 20");
  }

  @Test
  void refusesWhatTheLineCannotHold() {
    RunLine line = line(1, 2, 2);
    enter(line, "a1", 10);
    enter(line, "a2", 10);
    enter(line, "b1", 10);
    nanos.addAndGet(4_000_000_000L);
    RetryLaterException full =
        catchThrowableOfType(RetryLaterException.class, () -> enter(line, "c1", 10));
    assertThat(full.errorCode()).isEqualTo("line_full");
    assertThat(full.after()).isEqualTo(Duration.ofSeconds(6));
    end(line, "a1", 6);
    enter(line, "c1", 10);
    assertThat(line.length()).isEqualTo(2);
  }

  private static String refusal(Runnable entering) {
    return catchThrowableOfType(RetryLaterException.class, entering::run).errorCode();
  }

  @Test
  void refusesACallersRequestsBeyondItsShareWhileOthersWait() {
    RunLine line = line(1, 10, 1);
    enter(line, "a1", 1);
    enter(line, "a2", 1);
    enter(line, "b1", 1);
    assertThat(refusal(() -> enter(line, "a3", 1))).isEqualTo("share_full");
    assertThat(refusal(() -> enter(line, "b2", 1))).isEqualTo("share_full");
    enter(line, "c1", 1);
    assertThat(line.length()).isEqualTo(3);
  }

  @Test
  void givesTheWholeLineToACallerThatWaitsAlone() {
    RunLine line = line(1, 4, 2);
    for (String name : List.of("a1", "a2", "a3", "a4", "a5")) {
      enter(line, name, 1);
    }
    assertThat(refusal(() -> enter(line, "a6", 1))).isEqualTo("line_full");
    assertThat(line.length()).isEqualTo(4);
  }

  @Test
  void keepsPlacesForOthersWhereOneHasMoreThanItsShare() {
    RunLine line = line(1, 5, 2);
    for (String name : List.of("a1", "a2", "a3", "a4", "a5", "a6", "b1", "b2")) {
      enter(line, name, 1);
    }
    assertThat(refusal(() -> enter(line, "b3", 1))).isEqualTo("share_full");
    enter(line, "c1", 1);
    assertThat(refusal(() -> enter(line, "c2", 1))).isEqualTo("line_full");
    assertThat(line.length()).isEqualTo(8);
    endAll(line);
    assertThat(begun).hasSize(9).startsWith("a1", "b1", "c1", "a2", "b2");
  }

  @Test
  void refusesAtOnceWhatCannotBeThereInTime() {
    RunLine line = line(1, 10, 10);
    enter(line, "a1", 10);
    RetryLaterException refusal =
        catchThrowableOfType(
            RetryLaterException.class, () -> enter(line, "b1", 10, 1, Duration.ofSeconds(15)));
    assertThat(refusal.errorCode()).isEqualTo("deadline_unreachable");
    assertThat(refusal.after()).isEqualTo(Duration.ofSeconds(10));
    enter(line, "b2", 10, 1, Duration.ofSeconds(25));
    assertThat(line.length()).isEqualTo(1);
  }

  @Test
  void learnsFromRunsHowLongWorkTakes() {
    RunLine line = line(1, 10, 10);
    for (int i = 0; i < 20; i++) {
      enter(line, "a1", 10);
      end(line, "a1", 40);
    }
    enter(line, "a1", 10);
    enter(line, "b1", 10);
    assertThat(places).containsEntry("b1", "1 80");
  }

  @Test
  void doesNotLearnFromRunsThatWereCancelled() {
    RunLine line = line(1, 10, 10);
    Ticket ticket = enter(line, "a1", 10);
    nanos.addAndGet(1_000_000);
    line.free(ticket, false);
    enter(line, "a1", 10);
    enter(line, "b1", 10);
    assertThat(places).containsEntry("b1", "1 20");
  }

  @Test
  void keepsWhatRunsWithinTheMemory() {
    RunLine line = line(2, 10, 10);
    enter(line, "a1", 1, 600, LONG);
    enter(line, "b1", 1, 600, LONG);
    assertThat(begun).containsExactly("a1");
    end(line, "a1", 1);
    assertThat(begun).containsExactly("a1", "b1");
    assertThatThrownBy(() -> enter(line, "c1", 1, 5L << 20, LONG))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("5 MiB");
  }

  @Test
  void whoLeavesMakesRoomAndIsNotCharged() {
    RunLine line = line(1, 10, 10);
    enter(line, "x1", 1);
    Ticket left = enter(line, "a1", 100);
    assertThat(line.leave(left)).isTrue();
    assertThat(line.leave(left)).isFalse();
    enter(line, "b1", 10);
    enter(line, "a2", 10);
    enter(line, "b2", 10);
    endAll(line);
    assertThat(begun).containsExactly("x1", "b1", "a2", "b2");
    assertThat(line.length()).isZero();
    assertThat(line.running()).isZero();
  }

  @Test
  void aPlaceIsGivenBackOnce() {
    RunLine line = line(1, 10, 10);
    Ticket first = enter(line, "a1", 1);
    enter(line, "a2", 1);
    enter(line, "a3", 1);
    line.free(first, true);
    line.free(first, true);
    assertThat(begun).containsExactly("a1", "a2");
  }
}
