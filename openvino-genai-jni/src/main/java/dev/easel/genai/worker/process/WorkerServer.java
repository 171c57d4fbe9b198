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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Does what the program asks for, each call on a thread of its own.
 *
 * <p>The threads take turns: one receives until a call comes, hands the receiving over to another
 * and does what the call asks for itself, so that a call does not wait for a thread to wake. Then
 * it waits for its turn again. Whoever finds the connection at its end tells {@link #serve}, whose
 * thread waits for nothing else.
 */
final class WorkerServer {
  /** So many threads wait for their turn; more end. */
  private static final int MOST_WAITING = 4;

  private final MessageChannel channel;
  private final PixelOutbox outbox;
  private final PixelInbox inbox;
  private final Map<Integer, DiffusionModel> models = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final Map<Long, WorkerRun> runs = new ConcurrentHashMap<>();
  private final Object turn = new Object();
  private final AtomicInteger waiting = new AtomicInteger();
  private final CompletableFuture<Optional<IOException>> end = new CompletableFuture<>();
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
    addThread();
    Optional<IOException> failure = end.join();
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  private void addThread() {
    waiting.incrementAndGet();
    Thread thread = new Thread(this::takeTurns, "call");
    thread.setDaemon(true);
    thread.start();
  }

  /** One of the threads; it is counted as waiting when it begins. */
  private void takeTurns() {
    try {
      do {
        Runnable call;
        synchronized (turn) {
          call = receive();
          if (waiting.decrementAndGet() == 0) {
            addThread();
          }
        }
        call.run();
      } while (waiting.incrementAndGet() <= MOST_WAITING);
      waiting.decrementAndGet();
    } catch (IOException e) {
      end.complete(Optional.of(e));
    } catch (EndException e) {
      end.complete(Optional.empty());
    } catch (Throwable e) { // nobody would receive any more: this process must not stay
      end.completeExceptionally(e);
    }
  }

  /** The program has closed the connection. */
  private static final class EndException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** Receives until there is something to do that takes long. */
  private Runnable receive() throws IOException, EndException {
    while (true) {
      ToWorker message = parse(channel.receive().orElseThrow(EndException::new));
      Optional<Runnable> call = take(message);
      if (call.isPresent()) {
        return call.get();
      }
    }
  }

  private static ToWorker parse(ByteBuffer message) throws IOException {
    try {
      return ToWorker.parseFrom(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IOException("the program sent what is no message", e);
    }
  }

  /** What is to be done for a message that begins a call; of others, it is done. */
  private Optional<Runnable> take(ToWorker message) throws IOException {
    long call = message.getCall();
    switch (message.getContentCase()) {
      case LOAD -> {
        return work(call, "loading", part -> load(part, message.getLoad()));
      }
      case UNLOAD -> {
        return work(call, "unloading", part -> unload(part, message.getUnload()));
      }
      case GENERATE -> {
        return generate(call, message.getGenerate());
      }
      case COUNT -> {
        return work(call, "counting tokens", part -> count(part, message.getCount()));
      }
      case ANSWER -> find(call).ifPresent(run -> run.answer(message.getAnswer()));
      case CANCEL -> find(call).ifPresent(WorkerRun::cancel);
      case READ -> outbox.free(message.getRead().getOffset());
      case CONTENT_NOT_SET -> throw new IOException("the program sent an empty message");
    }
    return Optional.empty();
  }

  private Optional<WorkerRun> find(long call) {
    return Optional.ofNullable(runs.get(call));
  }

  /** What is done in a call. */
  @FunctionalInterface
  private interface Work {
    void run(CallOut call) throws IOException, InterruptedException;
  }

  private Optional<Runnable> work(long number, String phase, Work work) {
    CallOut call = new CallOut(number, channel, phase);
    pulse.add(call);
    return Optional.of(
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
  private Optional<Runnable> generate(long number, Generate message) {
    CallOut call = new CallOut(number, channel, "reading the request");
    WorkerRun run = new WorkerRun(call, outbox, message.getIsFollowed());
    runs.put(number, run);
    pulse.add(call);
    return Optional.of(
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
