package dev.easel.genai.worker.process;

import dev.easel.genai.error.GenAiException;
import dev.easel.genai.error.GenerationStoppedException;
import dev.easel.genai.worker.proto.Failure;
import dev.easel.genai.worker.proto.FromWorker;
import dev.easel.genai.worker.proto.Phase;
import dev.easel.genai.worker.wire.MessageChannel;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * What one call tells the program.
 *
 * <p><b>Threads</b>: any.
 */
final class CallOut {
  private static final int MOST_TEXT = 4000;

  private final long number;
  private final MessageChannel channel;
  private Supplier<String> phase;
  private long progress;

  CallOut(long number, MessageChannel channel, String phase) {
    this.number = number;
    this.channel = channel;
    this.phase = () -> phase;
  }

  /** What is done in the call. */
  @FunctionalInterface
  interface Body {
    void run(CallOut call) throws IOException, InterruptedException;
  }

  /** Does it, and tells the program how it failed. */
  void carry(Body body) {
    try {
      body.run(this);
    } catch (GenerationStoppedException e) {
      fail(Failure.Kind.STOPPED, e);
    } catch (GenAiException e) {
      fail(Failure.Kind.GENAI, e);
    } catch (IllegalArgumentException e) {
      fail(Failure.Kind.ARGUMENT, e);
    } catch (Throwable e) { // also an Error: the program waits for an answer
      fail(Failure.Kind.INTERNAL, e);
    }
  }

  private void fail(Failure.Kind kind, Throwable e) {
    String text = kind == Failure.Kind.INTERNAL ? e.toString() : String.valueOf(e.getMessage());
    String message = text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) : text;
    try {
      send(
          FromWorker.newBuilder()
              .setFailure(Failure.newBuilder().setKind(kind).setMessage(message)));
    } catch (IOException gone) {
      // The program is, and this process will be in a moment.
    }
  }

  void send(FromWorker.Builder message) throws IOException {
    channel.send(message.setCall(number).build());
  }

  /** A new phase, which the program hears of at once: the next moment may be the last. */
  void phase(String text) {
    advance(() -> text);
    try {
      send(FromWorker.newBuilder().setPhase(phase()));
    } catch (IOException gone) {
      // As above.
    }
  }

  /** Something is done; the next pulse tells, and only then it is put into words. */
  synchronized void advance(Supplier<String> text) {
    phase = text;
    progress++;
  }

  /** The same in the same phase. */
  synchronized void advance() {
    progress++;
  }

  synchronized Phase phase() {
    return Phase.newBuilder().setText(phase.get()).setProgress(progress).build();
  }
}
