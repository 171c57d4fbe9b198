package dev.easel.genai.worker.host;

import dev.easel.genai.error.GenAiException;
import dev.easel.genai.worker.proto.FromWorker;
import dev.easel.genai.worker.proto.Hello;
import dev.easel.genai.worker.proto.Images;
import dev.easel.genai.worker.proto.ToWorker;
import dev.easel.genai.worker.wire.MessageChannel;
import dev.easel.genai.worker.wire.Protocol;
import dev.easel.picture.RgbImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * One worker process, from its start to its end.
 *
 * <p>Four threads of its own: the keeper starts the process, looks every second whether it still
 * comes forward, and waits for its end; one reads what it prints; the receiver takes its messages
 * to their calls; the writer writes pixels. Callers send by themselves, and wait for their own
 * call's replies. Only the keeper ends the calls that are open, once, after the process has ended:
 * so a caller that is told of a death can be sure that nothing of that process follows.
 *
 * <p>The kernel ends the process when the thread that started it ends: the keeper stays for as long
 * as the process does.
 *
 * <p><b>Threads</b>: any.
 *
 * <p><b>Ownership</b>: whoever started it ends it; what it had in the file system is removed after
 * its end, however that came.
 */
public final class WorkerProcess {
  private static final long START_SECONDS = 60;
  private static final int LARGEST_ADDITION = 200;

  /** So long a process may take to write its classes at its end. */
  private static final long WRITE_SECONDS = 30;

  private final WorkerSettings settings;
  private final WorkerFolder folder;
  private final Map<Long, WorkerCall> calls = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private final CompletableFuture<Hello> hello = new CompletableFuture<>();
  private final CompletableFuture<WorkerDeath> death = new CompletableFuture<>();
  private final Set<Consumer<WorkerDeath>> hearers = ConcurrentHashMap.newKeySet();
  private final ClassArchive archive = ClassArchive.of(WorkerCommand.classPath());
  private final ClassArchive.Use archiveUse;
  private final WorkerLink link;
  private final WorkerKeeper keeper;
  private volatile boolean hasLoaded;

  private WorkerProcess(
      WorkerSettings settings, WorkerCommand command, EvidenceFolder evidence, WorkerFolder folder)
      throws IOException {
    this.settings = settings;
    this.folder = folder;
    String name = folder.path().getFileName().toString();
    Path crashReport = evidence.crashReport(name);
    archiveUse = archive.use(name);
    List<String> line = command.line(folder, crashReport, settings, archiveUse.options());
    keeper = new WorkerKeeper(crashReport, line, settings, evidence, calls.values());
    link = new WorkerLink(folder, this::received);
  }

  /**
   * Starts a process and waits until it is ready to load.
   *
   * @throws WorkerDiedException when it ended before
   */
  static WorkerProcess start(
      WorkerSettings settings, WorkerCommand command, EvidenceFolder evidence)
      throws WorkerDiedException {
    WorkerProcess process;
    try {
      WorkerFolder folder = WorkerFolder.create();
      try {
        process = new WorkerProcess(settings, command, evidence, folder);
      } catch (IOException | RuntimeException e) {
        folder.close();
        throw e;
      }
    } catch (IOException e) {
      throw new GenAiException("a worker process cannot be prepared: " + e.getMessage(), e);
    }
    try {
      process.run();
      return process;
    } catch (RuntimeException | Error e) { // such as that there can be no more threads
      process.kill(ExitReason.HANG);
      process.link.close();
      process.folder.close();
      throw e;
    }
  }

  private void run() throws WorkerDiedException {
    keeper.start(this::lookAfter, this::ended);
    link.start(keeper::end);
    try {
      CompletableFuture.anyOf(hello, death).get(START_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      kill(ExitReason.HANG);
    } catch (InterruptedException e) {
      kill(new ExitReason("an interrupt", false));
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      kill(new ExitReason("another protocol: " + e.getMessage(), false));
    }
    if (!hello.isDone() || hello.isCompletedExceptionally()) {
      archive.discard(archiveUse);
      throw new WorkerDiedException(death.join());
    }
    folder.forgetNames();
  }

  /** What the process told of itself when it was ready. */
  public Hello hello() {
    return hello.join();
  }

  public long pid() {
    return keeper.pid();
  }

  /** Has somebody hear of the process's end, once or twice; at once when it has ended. */
  public void onDeath(Consumer<WorkerDeath> hearer) {
    hearers.add(hearer);
    Optional.ofNullable(death.getNow(null)).ifPresent(hearer);
  }

  /** Somebody does not want to hear of it any more. */
  public void forget(Consumer<WorkerDeath> hearer) {
    hearers.remove(hearer);
  }

  public boolean isAlive() {
    return !death.isDone();
  }

  /**
   * Opens a call.
   *
   * @param title what it is, for the evidence of a crash
   */
  public WorkerCall open(String title, String phase) {
    WorkerCall call = new WorkerCall(numbers.incrementAndGet(), title, phase);
    calls.put(call.number(), call);
    // Whoever has ended the calls before this one came did not see it.
    Optional.ofNullable(death.getNow(null)).ifPresent(call::die);
    return call;
  }

  /** Sends a message of a call. */
  public void send(WorkerCall call, ToWorker.Builder message) {
    link.send(message.setCall(call.number()).build());
  }

  /** The same with images, which are copied before this returns. */
  public Images write(WorkerCall call, RgbImages images)
      throws IOException, InterruptedException, WorkerDiedException {
    try {
      return link.write(images);
    } catch (IOException e) {
      if (link.isClosed()) {
        call.awaitDeath();
      }
      throw e;
    }
  }

  /** A load begins, which may need a place for temporary files until its end. */
  public void beginLoad() {
    try {
      folder.beginLoad();
    } catch (IOException e) {
      throw new GenAiException("a worker process has no place for temporary files: " + e, e);
    }
  }

  /** A load has ended, well or badly. */
  public void endLoad() {
    folder.endLoad();
  }

  /** Nothing more of this call is wanted, and what was written for it can be written over. */
  public void end(WorkerCall call, Optional<Images> first, Optional<Images> second) {
    calls.remove(call.number());
    call.end();
    first.ifPresent(images -> link.free(images.getPlace()));
    second.ifPresent(images -> link.free(images.getPlace()));
  }

  private void kill(ExitReason reason) {
    keeper.kill(reason);
  }

  /** Ends the process because it is not needed any more, and waits for its end. */
  public void close() {
    boolean isWritten = archiveUse.begun().isPresent() && hasLoaded && endsByItself();
    keeper.dismiss();
    death.join();
    archive.ended(archiveUse, isWritten);
  }

  /** Lets the process write its classes: it ends when nobody speaks with it any more. */
  private boolean endsByItself() {
    keeper.expectEnd();
    link.hangUp();
    try {
      return death.get(WRITE_SECONDS, TimeUnit.SECONDS).exit().equals(ExitReason.ORDERLY);
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void received(FromWorker message, Optional<RgbImages> images) {
    if (message.hasHello()) {
      greet(message.getHello());
      return;
    }
    hasLoaded |= message.hasLoaded();
    WorkerCall call = calls.get(message.getCall());
    if (call == null) {
      images.ifPresent(RgbImages::close); // nobody waits for it any more
    } else if (message.hasPhase()) {
      call.advance(message.getPhase());
    } else if (!call.add(message, images)) {
      kill(new ExitReason("a flood of messages", true));
    }
  }

  private void greet(Hello said) {
    if (said.getProtocol() == Protocol.VERSION) {
      hello.complete(said);
    } else {
      hello.completeExceptionally(
          new IOException("it speaks %d, not %d".formatted(said.getProtocol(), Protocol.VERSION)));
    }
  }

  /** Called every second. An idle process says nothing; it is its calls that make it speak. */
  private void lookAfter() {
    long now = System.nanoTime();
    long heard = now - link.heardNanos();
    long asked =
        calls.values().stream().mapToLong(call -> now - call.openedNanos()).max().orElse(0);
    boolean isSilent = Math.min(heard, asked) > settings.silence().toNanos();
    boolean isStill =
        calls.values().stream()
            .anyMatch(call -> now - call.progressNanos() > settings.watchdog().toNanos());
    if (isSilent || isStill) {
      kill(ExitReason.HANG);
    }
  }

  /** The keeper's last word. */
  private void ended(WorkerDeath how) {
    link.close();
    folder.close();
    death.complete(how);
    calls.values().forEach(call -> call.die(how));
    hearers.forEach(hearer -> hearer.accept(how));
  }

  /** Refuses a message that would be too long, with all that sending it adds. */
  public static void checkLength(ToWorker.Builder message) {
    MessageChannel.checkLength(message.build().getSerializedSize() + LARGEST_ADDITION);
  }
}
