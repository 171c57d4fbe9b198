package dev.easel.calculators.upstream;

import dev.easel.calculators.http.RunContext;
import dev.easel.calculators.upstream.failure.CallException;
import dev.easel.calculators.upstream.failure.CallFailure;
import dev.easel.calculators.upstream.failure.CallFailure.Blame;
import dev.easel.calculators.upstream.failure.CallFailure.Next;
import dev.easel.calculators.upstream.failure.UpstreamException;
import dev.easel.calculators.upstream.send.ForwardedRequest;
import dev.easel.calculators.upstream.wire.Patience;
import dev.easel.calculators.upstream.wire.UpstreamAnswer;
import dev.easel.calculators.upstream.wire.UpstreamAttempt;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way, from upstream to upstream until one answers.
 *
 * <p>It goes on only while nothing can have been made of it. In a round each upstream that may help
 * is asked once, at once; before the next round it waits, as long as the upstreams ask for and a
 * random while more.
 *
 * <p><b>Threads</b>: {@link #answer} and {@link #next} are called one after the other by the node,
 * whose futures complete on the upstreams' threads; {@link #close} by any. The lock guards the
 * attempt under way, and is not held while anybody is called.
 *
 * <p><b>Ownership</b>: the node closes it when the run ends; closing it ends the attempt that is
 * under way.
 *
 * <p><b>Failure</b>: the futures fail with an {@link UpstreamException}.
 */
final class UpstreamCall implements AutoCloseable {

  private final Upstreams upstreams;
  private final ForwardedRequest request;
  private final String node;
  private final RunContext run;
  private final Patience patience;
  private final Set<Upstream> asked = new HashSet<>();
  private final Set<Upstream> useless = new HashSet<>();
  private int attempts;
  private int round = 1;
  private Duration wanted = Duration.ZERO;
  private @Nullable CallFailure last;
  private @Nullable Attempt current;
  private boolean isClosed;

  /** An attempt with the leave that its upstream gave. */
  private record Attempt(Upstream upstream, Upstream.Leave leave, UpstreamAttempt sent) {}

  UpstreamCall(Upstreams upstreams, ForwardedRequest request, String node, RunContext run) {
    this.upstreams = upstreams;
    this.request = request;
    this.node = node;
    this.run = run;
    UpstreamSettings settings = upstreams.settings();
    // The run's own time ends the run; that a client is in a hurry says nothing of an upstream.
    patience =
        new Patience(
            settings.read(), System.nanoTime() + settings.total().toNanos(), upstreams.threads());
  }

  /** The answer of the first upstream that has one. */
  CompletableFuture<UpstreamAnswer> answer() {
    Optional<Upstream> chosen =
        upstreams.next(each -> !asked.contains(each) && !useless.contains(each));
    if (chosen.isEmpty()) {
      return nextRound();
    }
    Upstream upstream = chosen.get();
    asked.add(upstream);
    Optional<Upstream.Leave> leave = upstream.tryTake();
    return leave.isEmpty() ? answer() : attempt(upstream, leave.get());
  }

  private CompletableFuture<UpstreamAnswer> attempt(Upstream upstream, Upstream.Leave leave) {
    attempts++;
    // From here on a picture may be made of it, also where the client leaves before it is told.
    run.begins();
    Attempt attempt;
    try {
      attempt = new Attempt(upstream, leave, upstream.send(request, upstreams.hosts(), patience));
    } catch (RuntimeException e) {
      leave.drop();
      throw e;
    }
    if (!hold(attempt)) {
      leave.drop();
      attempt.sent().close();
      return CompletableFuture.failedFuture(gone());
    }
    return attempt
        .sent()
        .answer(request.isStream())
        .thenApply(answer -> answered(attempt, answer))
        .exceptionallyCompose(thrown -> failed(attempt, failure(thrown)));
  }

  private static UpstreamException gone() {
    return UpstreamException.of(499, "cancelled", "The request was cancelled.");
  }

  private synchronized boolean hold(Attempt attempt) {
    current = attempt;
    return !isClosed;
  }

  /** A stream has succeeded when it has ended. */
  private static UpstreamAnswer answered(Attempt attempt, UpstreamAnswer answer) {
    if (answer instanceof UpstreamAnswer.Whole) {
      attempt.leave().succeed();
    }
    return answer;
  }

  private CompletableFuture<UpstreamAnswer> failed(Attempt attempt, CallFailure failure) {
    judge(attempt, failure);
    attempt.sent().close();
    last = failure;
    if (failure.next() == Next.ELSEWHERE) {
      useless.add(attempt.upstream());
    }
    Duration after = failure.after().orElse(Duration.ZERO);
    wanted = after.compareTo(wanted) > 0 ? after : wanted;
    if (failure.next() != Next.NOWHERE || failure.blame() == Blame.REQUEST) {
      run.comesToNothing();
    }
    if (failure.next() == Next.NOWHERE || attempts >= upstreams.settings().attempts()) {
      return CompletableFuture.failedFuture(failure.answer());
    }
    return answer();
  }

  /** What came of a request that was cancelled says nothing of the upstream. */
  private void judge(Attempt attempt, CallFailure failure) {
    synchronized (this) {
      if (isClosed) {
        return;
      }
    }
    attempt.leave().fail(failure);
    attempt.upstream().tell(node, failure);
  }

  private static CallFailure failure(Throwable thrown) {
    Throwable cause = thrown;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof CallException known) {
      return known.failure();
    }
    throw new CompletionException(cause);
  }

  /** Every upstream was asked, or is left alone. */
  private CompletableFuture<UpstreamAnswer> nextRound() {
    CallFailure why = last;
    if (why == null) {
      return CompletableFuture.failedFuture(
          UpstreamException.of(
                  503, "upstream_unavailable", "The upstream is not available. Try again later.")
              .after(Duration.ofMillis(upstreams.settings().breaker().getOpenMillis())));
    }
    Duration wait = upstreams.backoff(round).plus(wanted);
    boolean isPointless =
        why.next() != Next.AGAIN
            || wanted.compareTo(upstreams.settings().mostBackoff()) > 0
            || wait.compareTo(patience.left()) >= 0
            || wait.compareTo(run.timeLeft()) >= 0;
    if (isPointless) {
      return CompletableFuture.failedFuture(why.answer());
    }
    round++;
    wanted = Duration.ZERO;
    asked.clear();
    Executor later =
        CompletableFuture.delayedExecutor(
            wait.toNanos(), TimeUnit.NANOSECONDS, upstreams.threads());
    return CompletableFuture.runAsync(() -> {}, later).thenCompose(now -> answer());
  }

  /** The next piece of a stream, possibly without bytes; empty at its end. */
  CompletableFuture<Optional<List<ByteBuffer>>> next(UpstreamAnswer.Events events) {
    Attempt attempt = held();
    return events.stream()
        .next()
        .handle(
            (piece, thrown) -> {
              if (thrown != null) {
                CallFailure failure = failure(thrown);
                judge(attempt, failure);
                throw failure.answer();
              }
              if (piece.isEmpty()) {
                attempt.leave().succeed();
              }
              return piece;
            });
  }

  private synchronized Attempt held() {
    if (current == null) {
      throw new IllegalStateException("nothing was sent yet");
    }
    return current;
  }

  @Override
  public void close() {
    Attempt attempt;
    synchronized (this) {
      if (isClosed) {
        return;
      }
      isClosed = true;
      attempt = current;
    }
    if (attempt != null) {
      attempt.sent().close();
      attempt.leave().drop();
    }
    upstreams.leave();
  }
}
