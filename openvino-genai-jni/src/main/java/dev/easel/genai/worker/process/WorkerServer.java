package dev.easel.genai.worker.process;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.easel.genai.GenAi;
import dev.easel.genai.diffusion.DiffusionModel;
import dev.easel.genai.diffusion.LocalRuntime;
import dev.easel.genai.diffusion.ModelSpec;
import dev.easel.genai.worker.proto.CountTokens;
import dev.easel.genai.worker.proto.Done;
import dev.easel.genai.worker.proto.FromWorker;
import dev.easel.genai.worker.proto.Generate;
import dev.easel.genai.worker.proto.Hello;
import dev.easel.genai.worker.proto.LoadModel;
import dev.easel.genai.worker.proto.Loaded;
import dev.easel.genai.worker.proto.ToWorker;
import dev.easel.genai.worker.proto.TokenCount;
import dev.easel.genai.worker.proto.UnloadModel;
import dev.easel.genai.worker.wire.MessageChannel;
import dev.easel.genai.worker.wire.PixelInbox;
import dev.easel.genai.worker.wire.PixelOutbox;
import dev.easel.genai.worker.wire.Protocol;
import dev.easel.genai.worker.wire.SpecMessages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Does what the program asks for, each call on a thread of its own.
 *
 * <p><b>Threads</b>: {@link #serve} has the thread that receives.
 */
final class WorkerServer {
  private final MessageChannel channel;
  private final PixelOutbox outbox;
  private final PixelInbox inbox;
  private final Map<Integer, DiffusionModel> models = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final Map<Long, WorkerRun> runs = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "call");
            thread.setDaemon(true);
            return thread;
          });
  private final Pulse pulse = new Pulse();

  WorkerServer(MessageChannel channel, PixelOutbox outbox, PixelInbox inbox) {
    this.channel = channel;
    this.outbox = outbox;
    this.inbox = inbox;
  }

  /** Works until the program closes the connection. */
  void serve() throws IOException {
    channel.send(
        FromWorker.newBuilder()
            .setHello(
                Hello.newBuilder().setProtocol(Protocol.VERSION).addAllDevices(GenAi.devices()))
            .build());
    pulse.start();
    while (true) {
      Optional<ByteBuffer> message = channel.receive();
      if (message.isEmpty()) {
        return;
      }
      take(parse(message.get()));
    }
  }

  private static ToWorker parse(ByteBuffer message) throws IOException {
    try {
      return ToWorker.parseFrom(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IOException("the program sent what is no message", e);
    }
  }

  private void take(ToWorker message) throws IOException {
    long call = message.getCall();
    switch (message.getContentCase()) {
      case LOAD -> work(call, "loading", part -> load(part, message.getLoad()));
      case UNLOAD -> work(call, "unloading", part -> unload(part, message.getUnload()));
      case GENERATE -> generate(call, message.getGenerate());
      case COUNT -> work(call, "counting tokens", part -> count(part, message.getCount()));
      case ANSWER -> find(call).ifPresent(run -> run.answer(message.getAnswer()));
      case CANCEL -> find(call).ifPresent(WorkerRun::cancel);
      case READ -> outbox.free(message.getRead().getOffset());
      case CONTENT_NOT_SET -> throw new IOException("the program sent an empty message");
    }
  }

  private Optional<WorkerRun> find(long call) {
    return Optional.ofNullable(runs.get(call));
  }

  /** What is done in a call. */
  @FunctionalInterface
  private interface Work {
    void run(CallOut call) throws IOException, InterruptedException;
  }

  private void work(long number, String phase, Work work) {
    CallOut call = new CallOut(number, channel, phase);
    pulse.add(call);
    threads.execute(
        () -> {
          try {
            call.carry(work::run);
          } finally {
            pulse.remove(call);
          }
        });
  }

  private void load(CallOut call, LoadModel message) throws IOException {
    ModelSpec spec = SpecMessages.spec(message);
    DiffusionModel model = new LocalRuntime(what -> call.phase("opening " + what)).load(spec);
    int number = numbers.incrementAndGet();
    models.put(number, model);
    Loaded.Builder loaded =
        Loaded.newBuilder().setModel(number).addAllPipelines(SpecMessages.names(model.pipelines()));
    model.missing().forEach((kind, reason) -> loaded.putMissing(kind.name(), reason));
    model.contextLength().ifPresent(loaded::setContextLength);
    call.send(FromWorker.newBuilder().setLoaded(loaded));
  }

  private void unload(CallOut call, UnloadModel message) throws IOException {
    DiffusionModel model = models.remove(message.getModel());
    if (model != null) {
      model.close();
    }
    call.send(FromWorker.newBuilder().setDone(Done.getDefaultInstance()));
  }

  private void count(CallOut call, CountTokens message) throws IOException, InterruptedException {
    int tokens = model(message.getModel()).countTokens(message.getText(), () -> false);
    call.send(FromWorker.newBuilder().setTokens(TokenCount.newBuilder().setTokens(tokens)));
  }

  /** The run is known before anything of it can be asked. */
  private void generate(long number, Generate message) {
    CallOut call = new CallOut(number, channel, "reading the request");
    WorkerRun run = new WorkerRun(call, outbox, message.getIsFollowed());
    runs.put(number, run);
    pulse.add(call);
    threads.execute(
        () -> {
          try {
            call.carry(it -> run.run(model(message.getModel()), message, inbox));
          } finally {
            runs.remove(number);
            pulse.remove(call);
          }
        });
  }

  private DiffusionModel model(int number) {
    DiffusionModel model = models.get(number);
    if (model == null) {
      throw new IllegalStateException("there is no model " + number);
    }
    return model;
  }
}
