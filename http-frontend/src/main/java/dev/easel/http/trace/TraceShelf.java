package dev.easel.http.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The newest traces, as many as there is room for. Each has a name of its own, so that none takes
 * another's place; the oldest leave.
 *
 * <p><b>Threads</b>: any.
 */
public final class TraceShelf {

  /** The header that asks for a trace, and names it in the answer. */
  public static final String HEADER = "x-easel-trace";

  /** The header of a stored request of which each run gets a name of its own. */
  public static final String ASKED = "1";

  /** What one trace may take: tens of thousands of calls. */
  static final long MOST_TRACE_BYTES = 4 << 20;

  private final int most;
  private final long mostBytes;
  private final Deque<KeptTrace> kept = new ArrayDeque<>();
  private long bytes;

  /** A shelf for so many traces that take so many bytes together. */
  public TraceShelf(int most, long mostBytes) {
    this.most = most;
    this.mostBytes = mostBytes;
  }

  /** A shelf as servers have it. */
  public static TraceShelf standard() {
    return new TraceShelf(64, 32 << 20);
  }

  /** A name for a trace to come. */
  public static String newId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return String.format("trace_%016x%08x", random.nextLong(), random.nextInt());
  }

  /**
   * Whether a request is to be traced.
   *
   * @param headers under lower-case names
   */
  public static boolean isAsked(Map<String, String> headers) {
    return !headers.getOrDefault(HEADER, "0").equals("0");
  }

  /**
   * The name of the trace of a stored request's run.
   *
   * @param kept what was stored of its headers: the name that was given it, or {@link #ASKED} alone
   * @return a new name where none was given; empty if no trace is asked for
   */
  public static Optional<String> name(Map<String, String> kept) {
    return Optional.ofNullable(kept.get(HEADER)).map(name -> name.equals(ASKED) ? newId() : name);
  }

  /** Keeps a trace of a run that has ended. */
  public synchronized void keep(KeptTrace trace) {
    kept.add(trace);
    bytes += trace.trace().bytes();
    while (kept.size() > most || (bytes > mostBytes && kept.size() > 1)) {
      bytes -= kept.remove().trace().bytes();
    }
  }

  /** A trace; empty when there was none of this name, or it has left. */
  public synchronized Optional<KeptTrace> find(String id) {
    return kept.stream().filter(each -> each.id().equals(id)).findFirst();
  }

  /** All, the newest first. */
  public synchronized List<KeptTrace> all() {
    List<KeptTrace> newest = new ArrayList<>(kept);
    Collections.reverse(newest);
    return newest;
  }
}
