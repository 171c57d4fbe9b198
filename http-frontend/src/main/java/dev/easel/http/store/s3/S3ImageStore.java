package dev.easel.http.store.s3;

import dev.easel.calculators.http.ImageStoreException;
import dev.easel.calculators.http.StoredImage;
import dev.easel.http.store.OpenStore;
import dev.easel.http.store.PictureKey;
import dev.easel.http.store.StoreLimits;
import dev.easel.http.store.StoreThreads;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Keeps images in a bucket of an S3-compatible store. Every server with the same bucket and prefix
 * resolves the URLs of the others.
 *
 * <p>What is over its time is not handed out any more, and a sweep removes it. The bucket's size is
 * the bucket's affair. Objects whose names are no pictures' are never touched.
 *
 * <p><b>Threads</b>: those of the store do all that waits; the sweep has its own.
 */
public final class S3ImageStore implements OpenStore {

  private static final Logger LOG = LoggerFactory.getLogger(S3ImageStore.class);
  private static final int THREADS = 8;
  private static final int LINE = 256;
  private static final Duration CALL = Duration.ofSeconds(10);

  /** For waiting for a thread, and for what the SDK does besides. */
  private static final Duration SPARE = Duration.ofSeconds(2);

  private static final Duration SHORTEST_PAUSE = Duration.ofMinutes(1);
  private static final int MOST_PAGES = 1000;

  /** The longest that signatures of version 4 can hold. */
  private static final Duration LONGEST_URL = Duration.ofDays(7);

  private static final int FULL = 507;

  private final S3Place place;
  private final StoreLimits limits;
  private final boolean presigns;
  private final S3Connection connection;
  private final PictureKey keys = new PictureKey();
  private final StoreThreads threads;
  private final AtomicBoolean isFailing = new AtomicBoolean();
  private final AtomicBoolean isSweepFailing = new AtomicBoolean();
  private final ScheduledThreadPoolExecutor sweep;

  private S3ImageStore(S3Place place, StoreLimits limits, boolean presigns, Duration call) {
    this.place = place;
    this.limits = limits;
    this.presigns = presigns;
    connection = new S3Connection(place, call);
    threads = new StoreThreads(THREADS, LINE, call.plus(SPARE));
    sweep =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread made = new Thread(work, "easel-store-sweep");
              made.setDaemon(true);
              return made;
            });
    long pause = Math.max(SHORTEST_PAUSE.toNanos(), limits.time().dividedBy(2).toNanos());
    var unused = sweep.scheduleWithFixedDelay(this::sweepAgain, 0, pause, TimeUnit.NANOSECONDS);
  }

  /**
   * A store that need not be reachable yet: servers start while it is down.
   *
   * <p><b>Failure</b>: {@link IllegalArgumentException} when no region is known.
   *
   * @param limits of its bytes, those of one picture
   * @param presigns whether the URLs of answers are the store's own, signed for as long as pictures
   *     are kept; else they are the server's
   */
  public static S3ImageStore open(S3Place place, StoreLimits limits, boolean presigns) {
    return open(place, limits, presigns, CALL);
  }

  /** The same with a time for a call of its own. */
  static S3ImageStore open(S3Place place, StoreLimits limits, boolean presigns, Duration call) {
    return new S3ImageStore(place, limits, presigns, call);
  }

  @Override
  public CompletionStage<String> put(StoredImage image, String owner) {
    return threads.run(
        () -> {
          limits.checkFits(image.length());
          return told("kept", () -> keep(image, owner));
        });
  }

  private String keep(StoredImage image, String owner) {
    String key = keys.draw(image.contentType(), owner);
    connection.put(key, image);
    Duration time = limits.time().compareTo(LONGEST_URL) < 0 ? limits.time() : LONGEST_URL;
    return presigns ? connection.presigned(key, time) : PATH + key;
  }

  @Override
  public CompletionStage<Optional<StoredImage>> find(String key) {
    return threads.run(
        () -> PictureKey.isOne(key) ? told("read", () -> read(key)) : Optional.empty());
  }

  private Optional<StoredImage> read(String key) throws IOException {
    return connection
        .get(key, limits.time(), limits.bytes())
        .map(content -> new StoredImage(PictureKey.contentType(key), content));
  }

  /** The log has the reason, once until it works again; clients learn no address and no name. */
  private <T> T told(String what, Callable<T> work) throws Exception {
    try {
      T done = work.call();
      if (isFailing.compareAndSet(true, false)) {
        LOG.info("pictures can be {} in {} again", what, place);
      }
      return done;
    } catch (SdkException | IOException e) {
      if (isFailing.compareAndSet(false, true)) {
        LOG.warn("pictures cannot be {} in {}: {}", what, place, e.getMessage());
      } else {
        LOG.debug("pictures cannot be {} in {}: {}", what, place, e.getMessage());
      }
      throw refusal(what, e);
    }
  }

  private static ImageStoreException refusal(String what, Exception e) {
    boolean isFull =
        e instanceof AwsServiceException answer
            && (answer.statusCode() == FULL || code(answer).matches(".*(storagefull|quota).*"));
    return isFull
        ? ImageStoreException.full(
            "the store of pictures is full; ask for b64_json, or try again later", e)
        : ImageStoreException.unavailable(
            "pictures cannot be %s at the moment; ask for b64_json, or try again".formatted(what),
            e);
  }

  private static String code(AwsServiceException answer) {
    return answer.awsErrorDetails() == null || answer.awsErrorDetails().errorCode() == null
        ? ""
        : answer.awsErrorDetails().errorCode().toLowerCase(Locale.ROOT);
  }

  /** The first time at the start, which tells the log early what is wrong with the settings. */
  private void sweepAgain() {
    try {
      sweep();
      isSweepFailing.set(false);
    } catch (RuntimeException e) {
      if (isSweepFailing.compareAndSet(false, true)) {
        LOG.warn("old pictures in {} cannot be removed: {}", place, e.getMessage());
      }
    }
  }

  /** Removes what is over its time; several servers may do so at once. */
  void sweep() {
    Optional<String> from = Optional.empty();
    for (int i = 0; i < MOST_PAGES; i++) {
      S3Connection.Page page = connection.list(from);
      page.objects().stream()
          .filter(object -> PictureKey.isOne(object.name()))
          .filter(object -> object.age().compareTo(limits.time()) >= 0)
          .forEach(object -> connection.delete(object.name()));
      from = page.next();
      if (from.isEmpty()) {
        return;
      }
    }
  }

  @Override
  public void close() {
    sweep.shutdownNow();
    threads.close();
    connection.close();
  }
}
