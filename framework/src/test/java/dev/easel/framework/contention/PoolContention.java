package dev.easel.framework.contention;

import dev.easel.framework.scheduler.WorkerPool;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Tasks that are given to a pool whose threads are about to sleep. */
@JCStressTest
@Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "both have run")
@Outcome(expect = Expect.FORBIDDEN, desc = "a task was forgotten, or run twice")
@State
public class PoolContention {
  private static final WorkerPool POOL = new WorkerPool("contention", 1);

  private final CompletableFuture<Void> done = new CompletableFuture<>();

  /** Written by the pool's one thread. */
  private int ran;

  @Actor
  public void one() {
    POOL.execute(this::task);
  }

  @Actor
  public void other() {
    POOL.execute(this::task);
  }

  private void task() {
    ran++;
    if (ran == 2) {
      done.complete(null);
    }
  }

  /** Hangs, which the harness reports, if a thread sleeps on. */
  @Arbiter
  public void after(I_Result r) {
    done.join();
    r.r1 = ran;
  }
}
