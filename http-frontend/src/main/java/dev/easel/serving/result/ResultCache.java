package dev.easel.serving.result;

import dev.easel.serving.CacheReport;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;

/**
 * The answers of one loaded graph, and the requests that wait for one.
 *
 * <p>Who asks is told one thing, once: an answer, at once or when the equal request that is being
 * worked on has it; or to lead, which is to do the work itself. Whoever leads ends its lead, with
 * the answer or without one. With it, all who wait are answered. Without it, because the work
 * failed or was cancelled, the one who has waited longest leads, and the others go on waiting for
 * it: each gets an answer of its own, or fails by itself. Who leaves while waiting is told nothing.
 *
 * <p>Loading a graph anew makes a new cache. The old one lasts as long as requests that the old
 * graph took.
 *
 * <p><b>Threads</b>: any. Nobody is called with the lock held, and nobody waits.
 *
 * <p><b>Ownership</b>: bounded in bytes; what was asked for least recently goes first.
 */
public final class ResultCache {

  /** Who asks. */
  public interface Asker {

    /** There is an answer. */
    void answer(KeptAnswer answer);

    /** The asker is to do the work, and ends the lead when it is done. */
    void lead(Lead lead);
  }

  /** The work on a request that others may wait for. */
  public final class Lead {
    private final RequestDigest request;
    private boolean isEnded;

    private Lead(RequestDigest request) {
      this.request = request;
    }

    /** The work is done; later calls do nothing. Empty when it has no answer that can be kept. */
    public void end(Optional<KeptAnswer> answer) {
      synchronized (ResultCache.this) {
        if (isEnded) {
          return;
        }
        isEnded = true;
      }
      if (answer.isPresent()) {
        keep(request, answer.get()).forEach(asker -> asker.answer(answer.get()));
      } else {
        passOn(request);
      }
    }
  }

  private final long mostBytes;
  private final Map<RequestDigest, KeptAnswer> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<RequestDigest, Deque<Asker>> worked = new HashMap<>();
  private long bytes;
  private long hits;
  private long misses;
  private long shared;

  /** An empty cache. */
  public ResultCache(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** Asks for the answer to a request. */
  public void ask(RequestDigest request, Asker asker) {
    Optional<KeptAnswer> found;
    synchronized (this) {
      found = Optional.ofNullable(kept.get(request));
      if (found.isEmpty()) {
        Deque<Asker> waiting = worked.get(request);
        if (waiting != null) {
          shared++;
          waiting.add(asker);
          return;
        }
        misses++;
        worked.put(request, new ArrayDeque<>());
      } else {
        hits++;
      }
    }
    found.ifPresentOrElse(asker::answer, () -> asker.lead(new Lead(request)));
  }

  /** What it was asked for. */
  public synchronized CacheReport report() {
    return new CacheReport(hits, misses, shared, bytes);
  }

  /** Has an asker wait no longer; false when it did not wait, or has been told. */
  public synchronized boolean leave(RequestDigest request, Asker asker) {
    Deque<Asker> waiting = worked.get(request);
    return waiting != null && waiting.remove(asker);
  }

  private synchronized List<Asker> keep(RequestDigest request, KeptAnswer answer) {
    if (answer.bytes() <= mostBytes) {
      KeptAnswer old = kept.put(request, answer);
      bytes += answer.bytes() - (old == null ? 0 : old.bytes());
      Iterator<KeptAnswer> oldest = kept.values().iterator();
      while (bytes > mostBytes) {
        bytes -= oldest.next().bytes();
        oldest.remove();
      }
    }
    Deque<Asker> waiting = worked.remove(request);
    return waiting == null ? List.of() : List.copyOf(waiting);
  }

  /** On another thread: work that fails at once would else nest as deep as many wait. */
  private void passOn(RequestDigest request) {
    Asker next;
    synchronized (this) {
      Deque<Asker> waiting = worked.get(request);
      next = waiting == null ? null : waiting.poll();
      if (next == null) {
        worked.remove(request);
      }
    }
    if (next != null) {
      ForkJoinPool.commonPool().execute(() -> next.lead(new Lead(request)));
    }
  }
}
