package dev.easel.genai.worker;

import dev.easel.genai.CancelSignal;
import dev.easel.genai.StepListener;
import dev.easel.genai.diffusion.DiffusionRequest;
import dev.easel.genai.diffusion.MadeImages;
import dev.easel.genai.diffusion.ModelSpec;
import dev.easel.genai.diffusion.PipelineKind;
import dev.easel.genai.error.GenAiException;
import dev.easel.genai.worker.host.WorkerCall;
import dev.easel.genai.worker.host.WorkerCall.Reply;
import dev.easel.genai.worker.host.WorkerDiedException;
import dev.easel.genai.worker.host.WorkerProcess;
import dev.easel.genai.worker.proto.CountTokens;
import dev.easel.genai.worker.proto.FromWorker;
import dev.easel.genai.worker.proto.Generate;
import dev.easel.genai.worker.proto.Images;
import dev.easel.genai.worker.proto.Loaded;
import dev.easel.genai.worker.proto.ToWorker;
import dev.easel.genai.worker.proto.UnloadModel;
import dev.easel.genai.worker.wire.RequestMessages;
import dev.easel.genai.worker.wire.SpecMessages;
import dev.easel.picture.RgbImages;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A model as one worker process has it loaded.
 *
 * <p><b>Threads</b>: any.
 *
 * <p><b>Failure</b>: {@link WorkerDiedException} when the process ends before the answer.
 */
final class WorkerSession {
  private static final long LONG_MILLIS = 1000;

  private final WorkerProcess process;
  private final Loaded loaded;

  private WorkerSession(WorkerProcess process, Loaded loaded) {
    this.process = process;
    this.loaded = loaded;
  }

  /** Loads a model into a process. */
  static WorkerSession load(WorkerProcess process, ModelSpec spec) throws WorkerDiedException {
    process.beginLoad();
    try {
      FromWorker answer =
          ask(
              process,
              "loading " + spec.folder(),
              ToWorker.newBuilder().setLoad(SpecMessages.message(spec)));
      return new WorkerSession(process, answer.getLoaded());
    } finally {
      process.endLoad();
    }
  }

  WorkerProcess process() {
    return process;
  }

  Set<PipelineKind> pipelines() {
    return SpecMessages.kinds(loaded.getPipelinesList());
  }

  Map<PipelineKind, String> missing() {
    Map<PipelineKind, String> missing = new EnumMap<>(PipelineKind.class);
    loaded.getMissingMap().forEach((kind, why) -> missing.put(PipelineKind.valueOf(kind), why));
    return missing;
  }

  OptionalInt contextLength() {
    return loaded.hasContextLength()
        ? OptionalInt.of(loaded.getContextLength())
        : OptionalInt.empty();
  }

  int countTokens(String text) throws WorkerDiedException {
    ToWorker.Builder message =
        ToWorker.newBuilder()
            .setCount(CountTokens.newBuilder().setModel(loaded.getModel()).setText(text));
    return ask(process, "counting the tokens of a text", message).getTokens().getTokens();
  }

  void unload() throws WorkerDiedException {
    ask(
        process,
        "unloading a model",
        ToWorker.newBuilder().setUnload(UnloadModel.newBuilder().setModel(loaded.getModel())));
  }

  /** A call with one answer, which is soon there. */
  private static FromWorker ask(WorkerProcess process, String title, ToWorker.Builder message)
      throws WorkerDiedException {
    WorkerProcess.checkLength(message);
    WorkerCall call = process.open(title, "waiting");
    boolean wasInterrupted = false;
    try {
      process.send(call, message);
      while (true) {
        try {
          Optional<Reply> reply = call.poll(LONG_MILLIS);
          if (reply.isPresent()) {
            FromWorker answer = reply.get().message();
            if (answer.hasFailure()) {
              throw RunExchange.exception(answer.getFailure());
            }
            return answer;
          }
        } catch (InterruptedException e) {
          wasInterrupted = true; // the answer is near, and whoever asked needs it
        }
      }
    } finally {
      process.end(call, Optional.empty(), Optional.empty());
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * As {@link dev.easel.genai.diffusion.DiffusionModel#make}.
   *
   * @param countsTokens false when nobody wants to know their number, which is then 0
   */
  MadeImages make(
      DiffusionRequest request,
      boolean countsTokens,
      String title,
      StepListener listener,
      CancelSignal isCancelled)
      throws WorkerDiedException, InterruptedException {
    Generate.Builder message =
        RequestMessages.message(request)
            .setModel(loaded.getModel())
            .setIsFollowed(listener != StepListener.NONE)
            .setPreviews(listener.previews())
            .setCountsTokens(countsTokens);
    WorkerProcess.checkLength(ToWorker.newBuilder().setGenerate(message));
    // The worker tells of phases once a second: what it begins with is known without a message.
    WorkerCall call = process.open(title, "encoding the text");
    Optional<Images> image = Optional.empty();
    Optional<Images> mask = Optional.empty();
    try {
      image = write(call, request.image());
      mask = write(call, request.mask());
      image.ifPresent(message::setImage);
      mask.ifPresent(message::setMask);
      process.send(call, ToWorker.newBuilder().setGenerate(message));
      return new RunExchange(process, call, listener, isCancelled).images();
    } finally {
      process.end(call, image, mask);
    }
  }

  private Optional<Images> write(WorkerCall call, Optional<RgbImages> images)
      throws WorkerDiedException, InterruptedException {
    if (images.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(process.write(call, images.get()));
    } catch (IOException e) {
      throw new GenAiException(String.valueOf(e.getMessage()), e);
    }
  }
}
