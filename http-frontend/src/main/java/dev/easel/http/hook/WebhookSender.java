package dev.easel.http.hook;

import dev.easel.calculators.trace.TraceContext;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.store.delivery.Delivery;
import dev.easel.store.delivery.DeliveryStore;
import dev.easel.store.signal.StoreRounds;
import dev.easel.store.task.StoredTask;
import dev.easel.store.task.TaskStore;
import dev.easel.task.TaskNote;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the ends of tasks, again with growing pauses while a target does not take them.
 *
 * <p><b>Who does what</b>: one thread takes what is due from the store and sends it; netty's brings
 * the status back and hands it to a thread of its own, which writes it down. A delivery that nobody
 * wrote anything down of, since the process died, is due again after a minute: a target may hear of
 * an end twice, with the same {@code webhook-id}.
 *
 * <p><b>Threads</b>: any may close it; closing waits a little.
 */
public final class WebhookSender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);

  private static final long LOOK_MILLIS = 1000;
  private static final int AT_ONCE = 64;
  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final int GONE = 410;
  private static final int LONGEST_REASON = 200;

  private final DeliveryStore store;
  private final TaskStore tasks;
  private final WebhookSettings settings;
  private final BiFunction<StoredTask, Long, String> message;
  private final InstantSource clock;
  private final Semaphore signal = new Semaphore(0);
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final EventLoopGroup loops;
  private final WebhookPost post;
  private final StoreRounds rounds = new StoreRounds("webhooks cannot be told", this::work);
  private final Thread taker = new Thread(rounds, "easel-webhooks");
  private final TaskStore.Registration registration;
  private final LongAdder delivered = new LongAdder();
  private final LongAdder retried = new LongAdder();
  private final LongAdder givenUp = new LongAdder();

  private WebhookSender(
      DeliveryStore store,
      TaskStore tasks,
      WebhookSettings settings,
      BiFunction<StoredTask, Long, String> message,
      InstantSource clock) {
    this.store = store;
    this.tasks = tasks;
    this.settings = settings;
    this.message = message;
    this.clock = clock;
    SslContext tls = tls(settings);
    loops =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("easel-webhook", true), NioIoHandler.newFactory());
    post = new WebhookPost(loops, tls, settings.timeout());
    taker.setDaemon(true);
    registration = store.onNew(signal::release);
  }

  private static SslContext tls(WebhookSettings settings) {
    try {
      SslContextBuilder builder = SslContextBuilder.forClient();
      settings.authorities().ifPresent(file -> builder.trustManager(file.toFile()));
      return builder.build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT,
          settings
              .authorities()
              .map(file -> file + " cannot be read as certificates in PEM: " + e.getMessage())
              .orElse("this Java runtime has no TLS: " + e.getMessage()),
          e);
    }
  }

  /**
   * Begins to tell.
   *
   * <p><b>Failure</b>: {@code INVALID_ARGUMENT} when the authorities cannot be read.
   *
   * @param message makes what is told of a task at a moment, in seconds since 1970
   */
  public static WebhookSender start(
      DeliveryStore store,
      TaskStore tasks,
      WebhookSettings settings,
      BiFunction<StoredTask, Long, String> message,
      InstantSource clock) {
    WebhookSender sender = new WebhookSender(store, tasks, settings, message, clock);
    sender.taker.start();
    return sender;
  }

  /** How many attempts ended in which way. */
  public Map<String, Long> attempts() {
    return Map.of(
        "delivered", delivered.sum(), "retried", retried.sum(), "given_up", givenUp.sum());
  }

  private void work() throws InterruptedException {
    if (!sendNext()) {
      signal.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      signal.drainPermits();
    }
  }

  private boolean sendNext() throws InterruptedException {
    places.acquire();
    boolean isSent = false;
    try {
      Optional<Delivery> due = store.claim(LEASE);
      if (due.isEmpty()) {
        return false;
      }
      isSent = send(due.get());
      return true;
    } finally {
      if (!isSent) {
        places.release();
      }
    }
  }

  /** Sends it; false when it came to an end at once. */
  private boolean send(Delivery delivery) {
    Optional<StoredTask> task = tasks.find(delivery.taskId());
    URI url = URI.create(delivery.url());
    if (task.isEmpty()) {
      store.giveUp(delivery, "the task is forgotten");
      return false;
    }
    Optional<InetAddress> address = settings.addresses().resolve(url.getHost());
    if (address.isEmpty()) {
      failed(delivery, "the host is unknown, or its address is a private one");
      return false;
    }
    String id = "msg_" + delivery.taskId();
    long now = clock.millis() / 1000;
    String body = message.apply(task.get(), now);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", String.valueOf(now));
    headers.put("webhook-signature", settings.secret().sign(id, now, body));
    TraceContext.of(TaskNote.parse(task.get().terms().note()).headers())
        .ifPresent(asked -> headers.putAll(asked.headers()));
    var unused =
        post.send(url, address.get(), headers, body)
            .whenCompleteAsync((status, failure) -> ended(delivery, status, failure));
    return true;
  }

  private void ended(Delivery delivery, @Nullable Integer status, @Nullable Throwable failure) {
    try {
      if (status != null && status >= 200 && status < 300) {
        store.delivered(delivery);
        delivered.increment();
      } else if (status != null && status == GONE) {
        givenUp.increment();
        store.giveUp(delivery, "the target answered 410: it wants no more");
      } else if (status != null) {
        failed(delivery, "the target answered " + status);
      } else {
        failed(delivery, String.valueOf(failure == null ? "" : failure.getMessage()));
      }
    } catch (RuntimeException e) {
      LOG.warn("what became of the webhook of {} cannot be written down", delivery.taskId(), e);
    } finally {
      places.release();
      signal.release();
    }
  }

  private void failed(Delivery delivery, String reason) {
    String told = reason.substring(0, Math.min(LONGEST_REASON, reason.length()));
    int attempts = delivery.attempts();
    if (attempts > settings.pauses().size()) {
      LOG.warn("the webhook of {} is given up: {}", delivery.taskId(), told);
      givenUp.increment();
      store.giveUp(delivery, told);
    } else {
      retried.increment();
      store.retry(delivery, settings.pauses().get(Math.max(0, attempts - 1)), told);
    }
  }

  @Override
  public void close() {
    rounds.end();
    registration.close();
    taker.interrupt();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
