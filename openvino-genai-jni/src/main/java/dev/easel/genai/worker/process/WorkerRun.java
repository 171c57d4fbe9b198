package dev.easel.genai.worker.process;

import dev.easel.genai.Step;
import dev.easel.genai.StepListener;
import dev.easel.genai.diffusion.DiffusionModel;
import dev.easel.genai.diffusion.DiffusionRequest;
import dev.easel.genai.diffusion.MadeImages;
import dev.easel.genai.worker.proto.FromWorker;
import dev.easel.genai.worker.proto.Generate;
import dev.easel.genai.worker.proto.Images;
import dev.easel.genai.worker.proto.StepAnswer;
import dev.easel.genai.worker.wire.PixelInbox;
import dev.easel.genai.worker.wire.PixelOutbox;
import dev.easel.genai.worker.wire.RequestMessages;
import dev.easel.picture.RgbImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * One run for the program.
 *
 * <p><b>Threads</b>: its own runs it; GenAI's tells of steps, and waits there for answers; the
 * receiving one brings answers and the cancelling.
 */
final class WorkerRun {
  private final CallOut call;
  private final PixelOutbox outbox;
  private final boolean isFollowed;
  private final BlockingQueue<StepAnswer> answers = new LinkedBlockingQueue<>();
  private volatile boolean isCancelled;

  WorkerRun(CallOut call, PixelOutbox outbox, boolean isFollowed) {
    this.call = call;
    this.outbox = outbox;
    this.isFollowed = isFollowed;
  }

  void answer(StepAnswer answer) {
    answers.add(answer);
  }

  /** A run that waits for an answer gets one. */
  void cancel() {
    isCancelled = true;
    answers.add(StepAnswer.STOP);
  }

  void run(DiffusionModel model, Generate message, PixelInbox inbox)
      throws IOException, InterruptedException {
    Optional<RgbImages> image = images(message.hasImage(), message.getImage(), inbox);
    Optional<RgbImages> mask = images(message.hasMask(), message.getMask(), inbox);
    try {
      DiffusionRequest request = RequestMessages.request(message, image, mask);
      call.advance(() -> "encoding the text");
      Steps steps = new Steps(request.config().numInferenceSteps(), message.getPreviews());
      MadeImages made = model.make(request, message.getCountsTokens(), steps, this::isCancelled);
      try (RgbImages pixels = made.images()) {
        call.advance(() -> "handing over the images");
        FromWorker.Builder answer =
            FromWorker.newBuilder()
                .setImages(outbox.write(pixels))
                .setPromptTokens(made.promptTokens());
        for (float value : made.metrics().values()) {
          answer.addMetrics(value);
        }
        call.send(answer);
      }
    } finally {
      image.ifPresent(RgbImages::close);
      mask.ifPresent(RgbImages::close);
    }
  }

  /** Asked while the run waits for a pipeline, too: who waits does not hang. */
  private boolean isCancelled() {
    call.advance();
    return isCancelled;
  }

  private static Optional<RgbImages> images(boolean isThere, Images images, PixelInbox inbox)
      throws IOException {
    return isThere ? Optional.of(inbox.read(images)) : Optional.empty();
  }

  /** Takes the run's steps to the program. */
  private final class Steps implements StepListener {
    private final Optional<Integer> asked;
    private final int previews;

    Steps(Optional<Integer> asked, int previews) {
      this.asked = asked;
      this.previews = previews;
    }

    @Override
    public boolean onStep(Step step) {
      int next = step.step() + 2;
      int steps = step.steps();
      call.advance(() -> next > steps ? "decoding the images" : phase(next, steps));
      try {
        return !isFollowed || follow(step);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts GenAI's threads", e);
      }
    }

    /** A scheduler may plan more than were asked for. */
    private String phase(int next, int steps) {
      String phase = "step " + next + " of " + steps;
      return asked.isPresent() && asked.get() < steps
          ? phase + ", which the scheduler makes of " + asked.get()
          : phase;
    }

    @Override
    public int previews() {
      return previews;
    }
  }

  private boolean follow(Step step) throws IOException, InterruptedException {
    call.send(
        FromWorker.newBuilder()
            .setStep(
                dev.easel.genai.worker.proto.Step.newBuilder()
                    .setStep(step.step())
                    .setSteps(step.steps())));
    while (true) {
      switch (answers.take()) {
        case GO_ON -> {
          return !isCancelled;
        }
        case DECODE -> {
          try (RgbImages preview = step.decode()) {
            call.send(FromWorker.newBuilder().setPreview(outbox.write(preview)));
          }
        }
        default -> {
          return false;
        }
      }
    }
  }
}
