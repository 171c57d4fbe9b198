package dev.easel.framework.contention;

import dev.easel.framework.scheduler.Desk;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** Orders that are posted while somebody gives the ownership up. */
public final class MailboxContention {
  private MailboxContention() {}

  /** Two post. */
  @JCStressTest
  @Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "both were read")
  @Outcome(expect = Expect.FORBIDDEN, desc = "an order was left lying, or read twice")
  @State
  public static class TwoPost extends Desk {
    @Actor
    public void one() {
      post(1);
    }

    @Actor
    public void other() {
      post(2);
    }

    @Arbiter
    public void after(II_Result r) {
      r.r1 = read;
      r.r2 = mailbox.isEmpty() && !ownership.isOwned() ? 0 : 1;
    }
  }

  /** One posts while the owner leaves. */
  @JCStressTest
  @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "it was read")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the order was left lying")
  @State
  public static class PostWhileLeaving extends Desk {
    public PostWhileLeaving() {
      ownership.acquireUnless(() -> false);
    }

    @Actor
    public void owner() {
      leave();
    }

    @Actor
    public void poster() {
      post(1);
    }

    @Arbiter
    public void after(I_Result r) {
      r.r1 = read;
    }
  }

  /** Two posts of one thread keep their order. */
  @JCStressTest
  @Outcome(
      id = {"3, 123, 0", "3, 132, 0", "3, 312, 0"},
      expect = Expect.ACCEPTABLE,
      desc = "1 before 2, 3 anywhere")
  @Outcome(expect = Expect.FORBIDDEN, desc = "lost, or out of order")
  @State
  public static class OrderOfOneSender extends Desk {
    @Actor
    public void first() {
      post(1);
      post(2);
    }

    @Actor
    public void second() {
      post(3);
    }

    @Arbiter
    public void after(III_Result r) {
      r.r1 = read;
      r.r2 = digits;
      r.r3 = mailbox.isEmpty() ? 0 : 1;
    }
  }
}
