package dev.easel.framework.node;

import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.Suspension;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One wait of a call.
 *
 * <p>Two sides meet here. Whoever resumes the call sets the step, once, and then looks whether the
 * call was put aside; the run puts the call aside and then looks whether the step is there. Each
 * writes before it reads, both volatile, so at least one sees the other; which of them has the call
 * go on, if both do, one compare-and-set decides.
 *
 * <p><b>Threads:</b> any; {@link #putAside} the owner of the run.
 */
public final class Suspended implements Suspension {
  private static final VarHandle STEP = handle("step", Step.class);
  private static final VarHandle GOES_ON = handle("goesOn", boolean.class);

  private final Runnable goOn;
  private volatile @Nullable Step step;
  private volatile boolean aside;

  @SuppressWarnings("UnusedVariable") // written and read in one step
  private volatile boolean goesOn;

  private volatile @Nullable Runnable withdraw;

  /** A wait at whose end {@code goOn} is called, once, if the call was put aside by then. */
  public Suspended(Runnable goOn) {
    this.goOn = goOn;
  }

  private static VarHandle handle(String field, Class<?> type) {
    try {
      return MethodHandles.lookup().findVarHandle(Suspended.class, field, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @Override
  public boolean resume(Step next) {
    if (!STEP.compareAndSet(this, null, next)) {
      return false;
    }
    if (aside && claim()) {
      goOn.run();
    }
    return true;
  }

  @Override
  public Suspension onCancel(Runnable newWithdraw) {
    withdraw = newWithdraw;
    return this;
  }

  /** The call has disconnected its thread. False if it was resumed before, and goes on at once. */
  public boolean putAside() {
    aside = true;
    return step == null || !claim();
  }

  private boolean claim() {
    return GOES_ON.compareAndSet(this, false, true);
  }

  /** What is to be called if the run ends the wait. */
  @Nullable Runnable withdraw() {
    return withdraw;
  }

  /** Takes the step that the call goes on with. */
  void goOn(CalculatorContext call) throws Exception {
    Step next = step;
    if (next == null) {
      throw new IllegalStateException("a call goes on that nobody has resumed");
    }
    next.run(call);
  }
}
