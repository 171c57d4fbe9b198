package dev.easel.genai;

import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Takes the native callbacks of one run to its listener. */
final class StepBridge {
  private final StepListener listener;
  private final LongFunction<RgbImages> decoder;
  private final Turn turn;
  private final Gate.Pass pass;
  private volatile @Nullable Throwable failure;

  StepBridge(StepListener listener, LongFunction<RgbImages> decoder, Turn turn, Gate.Pass pass) {
    this.listener = listener;
    this.decoder = decoder;
    this.turn = turn;
    this.pass = pass;
  }

  /**
   * Called by the native side; what the listener throws waits here, because it must not cross C++.
   */
  @SuppressWarnings({"unused", "UnusedMethod"})
  private boolean step(long step, long steps, long latent) {
    pass.close();
    LatentStep current = new LatentStep((int) step, (int) steps, latent, decoder);
    turn.calledBack(Thread.currentThread());
    try {
      return listener.onStep(current);
    } catch (Throwable e) {
      failure = e;
      return false;
    } finally {
      current.expire();
    }
  }

  void rethrow() {
    Throwable thrown = failure;
    if (thrown instanceof RuntimeException unchecked) {
      throw unchecked;
    } else if (thrown instanceof Error error) {
      throw error;
    } else if (thrown != null) {
      throw new IllegalStateException("the step listener threw a checked exception", thrown);
    }
  }
}
