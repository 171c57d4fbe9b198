package dev.easel.store.journal;

import java.util.ArrayList;
import java.util.List;

/** What is to happen once a change is durable, before whoever made it goes on. */
public final class Effects {
  private final List<Runnable> afterCommit = new ArrayList<>(2);

  Effects() {}

  /** Has something done on the writer's thread; it must be short and must not fail. */
  public void afterCommit(Runnable effect) {
    afterCommit.add(effect);
  }

  void happen() {
    afterCommit.forEach(Runnable::run);
  }
}
