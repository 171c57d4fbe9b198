package dev.easel.serving.run;

import dev.easel.framework.policy.GivenUpCalls;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The calls of one servable that its runs were ended without and that have not returned yet.
 *
 * <p><b>Threads</b>: any.
 */
public final class HangingCalls implements GivenUpCalls {
  private static final int MOST_FRAMES = 8;

  /** By thread; a call that has come back before it was told of has no node. */
  private final Map<Thread, Optional<String>> nodes = new LinkedHashMap<>();

  /** Whether anything is in it, which every request asks. */
  private volatile boolean hasAny;

  @Override
  public synchronized void gaveUp(String node, Thread thread) {
    tell(thread, Optional.of(node));
  }

  @Override
  public synchronized void cameBack(Thread thread) {
    tell(thread, Optional.empty());
  }

  /** The second thing that is told of a thread ends what the first one began. */
  private void tell(Thread thread, Optional<String> node) {
    if (nodes.remove(thread) == null) {
      nodes.put(thread, node);
    }
    hasAny = !nodes.isEmpty();
  }

  /** How many there are. */
  int count() {
    return hasAny ? counted() : 0;
  }

  private synchronized int counted() {
    return (int) nodes.values().stream().filter(Optional::isPresent).count();
  }

  /** What the first one is and where it is; empty when there is none. */
  Optional<String> describe() {
    List<Map.Entry<Thread, String>> all = new ArrayList<>();
    synchronized (this) {
      nodes.forEach((thread, node) -> node.ifPresent(name -> all.add(Map.entry(thread, name))));
    }
    return all.stream().findFirst().map(first -> text(first, all.size()));
  }

  private static String text(Map.Entry<Thread, String> first, int count) {
    StringBuilder text = new StringBuilder();
    text.append(count == 1 ? "a call" : count + " calls");
    text.append(" did not return after the run had ended; node \"").append(first.getValue());
    text.append("\" hangs in thread \"").append(first.getKey().getName()).append("\"");
    return text.append(place(first.getKey())).toString();
  }

  /** Where a thread is. */
  public static String place(Thread thread) {
    StringBuilder text = new StringBuilder();
    StackTraceElement[] frames = thread.getStackTrace();
    for (int i = 0; i < Math.min(MOST_FRAMES, frames.length); i++) {
      text.append(i == 0 ? ": at " : ", at ").append(frames[i]);
    }
    return text.toString();
  }
}
