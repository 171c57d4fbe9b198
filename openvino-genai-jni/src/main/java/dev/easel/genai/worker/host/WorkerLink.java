package dev.easel.genai.worker.host;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.easel.genai.worker.proto.Failure;
import dev.easel.genai.worker.proto.FromWorker;
import dev.easel.genai.worker.proto.Images;
import dev.easel.genai.worker.proto.PixelPlace;
import dev.easel.genai.worker.proto.ToWorker;
import dev.easel.genai.worker.wire.MessageChannel;
import dev.easel.genai.worker.wire.PixelInbox;
import dev.easel.genai.worker.wire.PixelOutbox;
import dev.easel.picture.RgbImages;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The connection to a worker process.
 *
 * <p>Messages are sent by whoever has them, and received by the link's own thread. Files are closed
 * when a thread that uses them is interrupted, and callers may be: so pixels are written by a
 * second thread of the link's, and read by the one that receives.
 *
 * <p><b>Ownership</b>: closing ends both threads.
 */
final class WorkerLink implements AutoCloseable {
  private static final long LOOK_MILLIS = 1000;

  /** Told of what comes. */
  @FunctionalInterface
  interface Receiver {
    /** A message came, with its images if it has some, which are then the receiver's. */
    void received(FromWorker message, Optional<RgbImages> images);
  }

  /** Something for the writer of pixels to do. */
  @FunctionalInterface
  private interface Errand {
    void run() throws IOException;
  }

  private final Receiver receiver;
  private final ServerSocketChannel door;
  private final PixelOutbox outbox;
  private final PixelInbox inbox;
  private final BlockingQueue<Errand> errands = new LinkedBlockingQueue<>();
  private final CompletableFuture<MessageChannel> channel = new CompletableFuture<>();
  private volatile long heardNanos = System.nanoTime();
  private volatile boolean isClosed;

  WorkerLink(WorkerFolder folder, Receiver receiver) throws IOException {
    this.receiver = receiver;
    Deque<AutoCloseable> open = new ArrayDeque<>();
    try {
      outbox = PixelOutbox.open(folder.toWorker());
      open.push(outbox);
      inbox = PixelInbox.open(folder.fromWorker());
      open.push(inbox);
      door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      open.push(door);
      door.bind(UnixDomainSocketAddress.of(folder.socket()), 1);
    } catch (IOException | RuntimeException e) {
      open.forEach(WorkerLink::closeQuietly);
      throw e;
    }
  }

  /** When something was last received. */
  long heardNanos() {
    return heardNanos;
  }

  boolean isClosed() {
    return isClosed;
  }

  /** Waits for the process to call, and then for messages; {@code onEnd} hears when none follow. */
  void start(Runnable onEnd) {
    thread("easel-worker-receive", () -> receive(onEnd));
    thread("easel-worker-write", () -> write(onEnd));
  }

  private static void thread(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void receive(Runnable onEnd) {
    try {
      MessageChannel open = MessageChannel.over(door.accept());
      if (!channel.complete(open)) {
        open.close();
      }
      while (true) {
        Optional<ByteBuffer> message = open.receive();
        if (message.isEmpty()) {
          return;
        }
        heardNanos = System.nanoTime();
        take(FromWorker.parseFrom(message.get()));
      }
    } catch (InvalidProtocolBufferException e) {
      channel.completeExceptionally(e); // what is damaged there may say anything
    } catch (IOException e) {
      channel.completeExceptionally(e);
    } finally {
      onEnd.run();
    }
  }

  private void take(FromWorker message) throws IOException {
    Optional<Images> images =
        message.hasImages()
            ? Optional.of(message.getImages())
            : message.hasPreview() ? Optional.of(message.getPreview()) : Optional.empty();
    if (images.isEmpty()) {
      receiver.received(message, Optional.empty());
      return;
    }
    Optional<RgbImages> read = read(images.get());
    receiver.received(read.isPresent() ? message : noMemory(message.getCall()), read);
    send(ToWorker.newBuilder().setRead(images.get().getPlace()).build());
  }

  /** This process's want of memory is no fault of the worker's, and concerns one call. */
  private Optional<RgbImages> read(Images images) throws IOException {
    try {
      return Optional.of(inbox.read(images));
    } catch (OutOfMemoryError e) {
      return Optional.empty();
    }
  }

  private static FromWorker noMemory(long call) {
    return FromWorker.newBuilder()
        .setCall(call)
        .setFailure(Failure.newBuilder().setMessage("there is no memory for its images"))
        .build();
  }

  private void write(Runnable onEnd) {
    try {
      while (!isClosed) {
        errands.take().run();
      }
    } catch (IOException | InterruptedException e) {
      // The process has ended, or will be.
    } finally {
      onEnd.run();
    }
  }

  /** Sends; to a process that has ended, nothing. */
  void send(ToWorker message) {
    try {
      channel.join().send(message);
    } catch (IOException | CompletionException e) {
      // Its calls are ended by whoever sees its end.
    }
  }

  /** Says that nothing more will be said: the process ends then. */
  void hangUp() {
    try {
      channel.join().hangUp();
    } catch (IOException | CompletionException e) {
      // It has ended.
    }
  }

  /** Writes images, and waits until they are written. */
  Images write(RgbImages images) throws IOException, InterruptedException {
    ByteBuffer pixels = images.pixels();
    CompletableFuture<Images> written = new CompletableFuture<>();
    errands.add(
        () -> {
          try {
            written.complete(outbox.write(images, pixels));
          } catch (IOException | RuntimeException e) {
            written.completeExceptionally(e); // a full file system is no end of the process
          }
        });
    while (true) {
      try {
        return written.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (isClosed) {
          throw new IOException("the process has ended");
        }
      } catch (ExecutionException e) {
        throw new IOException("images cannot be handed over: " + e.getMessage(), e);
      } catch (InterruptedException e) {
        CompletableFuture<Void> unused = written.thenAccept(late -> free(late.getPlace()));
        throw e;
      }
    }
  }

  /** What was written there was read, or never will be. */
  void free(PixelPlace place) {
    errands.add(() -> outbox.free(place.getOffset()));
  }

  @Override
  public void close() {
    isClosed = true;
    channel.completeExceptionally(new IOException("the process has ended"));
    errands.add(() -> {}); // wakes the writer
    closeQuietly(door);
    if (!channel.isCompletedExceptionally()) {
      closeQuietly(channel.join());
    }
    closeQuietly(outbox);
    closeQuietly(inbox);
  }

  private static void closeQuietly(AutoCloseable open) {
    try {
      open.close();
    } catch (Exception e) {
      // It was to be closed.
    }
  }
}
