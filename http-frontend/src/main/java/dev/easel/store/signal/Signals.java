package dev.easel.store.signal;

import dev.easel.store.task.TaskStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Calls listeners of topics on one thread, so that whoever tells never waits for them. Topics that
 * are told again before their listeners were called are told once: a slow listener costs no memory.
 *
 * <p><b>Threads</b>: any may tell and listen. <b>Ownership</b>: its store closes it, which ends the
 * thread; topics told later are dropped.
 */
public final class Signals implements AutoCloseable {
  /** Topic of tasks that may be claimed. */
  public static final String WORK = "work";

  /** Topic of deliveries that have come into being. */
  public static final String DELIVERIES = "deliveries";

  private static final String TASK = "task:";
  private static final Logger LOG = System.getLogger(Signals.class.getName());

  private final Map<String, List<Runnable>> listeners = new ConcurrentHashMap<>();
  private final Set<String> told = new LinkedHashSet<>();
  private final Thread thread;
  private boolean closed;

  /** Starts the thread. */
  public Signals() {
    thread = new Thread(this::run, "easel-store-signals");
    thread.setDaemon(true);
    thread.start();
  }

  /** The topic of a task's changes. */
  public static String task(String id) {
    return TASK + id;
  }

  /** Has something called when a topic was told, until the registration is closed. */
  public TaskStore.Registration listen(String topic, Runnable listener) {
    listeners.compute(
        topic,
        (key, known) -> {
          List<Runnable> all = known == null ? new CopyOnWriteArrayList<>() : known;
          all.add(listener);
          return all;
        });
    return () ->
        listeners.computeIfPresent(
            topic,
            (key, known) -> {
              known.remove(listener);
              return known.isEmpty() ? null : known;
            });
  }

  /** Has a topic's listeners called soon. */
  public void tell(String topic) {
    if (listeners.containsKey(topic)) {
      synchronized (told) {
        told.add(topic);
        told.notifyAll();
      }
    }
  }

  private void run() {
    for (String topic = next(); !topic.isEmpty(); topic = next()) {
      for (Runnable listener : listeners.getOrDefault(topic, List.of())) {
        call(topic, listener);
      }
    }
  }

  private static void call(String topic, Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a listener of " + topic + " failed", e);
    }
  }

  /** Waits for a topic; empty when there will be none. */
  private String next() {
    synchronized (told) {
      try {
        while (told.isEmpty() && !closed) {
          told.wait();
        }
      } catch (InterruptedException e) {
        return "";
      }
      if (closed) {
        return "";
      }
      Iterator<String> first = told.iterator();
      String topic = first.next();
      first.remove();
      return topic;
    }
  }

  @Override
  public void close() {
    synchronized (told) {
      closed = true;
      told.notifyAll();
    }
  }
}
