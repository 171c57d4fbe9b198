package dev.easel.http.media;

import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.http.RetryLaterException;
import dev.easel.calculators.media.MediaSource;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Fetches images over HTTP. A host's address is looked up once and is the one that is connected to,
 * also with TLS, so that nobody can name another one between the look and the connection. What an
 * answer says of its type is not believed; whoever decodes the image finds out.
 *
 * <p><b>Who does what</b>: threads of its own look addresses up, because that may take long; one
 * event loop does the rest. Cancelling what {@link #fetch} returned closes the connection.
 *
 * <p><b>Threads</b>: any; closing waits a little.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails shows in the result
public final class MediaFetcher implements MediaSource, AutoCloseable {
  private static final int AT_ONCE = 32;
  private static final int LOOKUPS = 4;
  private static final int MOST_REDIRECTS = 3;
  private static final Duration LATER = Duration.ofSeconds(1);

  private final MediaSettings settings;
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final EventLoopGroup loops;
  private final ThreadPoolExecutor lookups;
  private final MediaGet get;

  private MediaFetcher(MediaSettings settings, SslContext tls) {
    this.settings = settings;
    loops =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("easel-media", true), NioIoHandler.newFactory());
    lookups =
        new ThreadPoolExecutor(
            LOOKUPS,
            LOOKUPS,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(),
            new DefaultThreadFactory("easel-media-lookup", true));
    lookups.allowCoreThreadTimeOut(true);
    get = new MediaGet(loops, tls, settings.mostBytes(), new MediaMemory(settings.mostTogether()));
  }

  /** Fetches nothing yet; whom Java's own certificates vouch for is believed. */
  public static MediaFetcher open(MediaSettings settings) {
    try {
      return open(settings, SslContextBuilder.forClient().build());
    } catch (SSLException e) {
      throw new IllegalStateException("this Java runtime has no TLS", e);
    }
  }

  /** The same with other certificates. */
  static MediaFetcher open(MediaSettings settings, SslContext tls) {
    return new MediaFetcher(settings, tls);
  }

  @Override
  public URI address(String field, String text) {
    URI address;
    try {
      address = new URI(text);
    } catch (URISyntaxException e) {
      throw RequestException.invalid(field, "it is no URL: " + e.getReason());
    }
    boolean isWeb =
        "http".equalsIgnoreCase(address.getScheme())
            || "https".equalsIgnoreCase(address.getScheme());
    if (!isWeb || address.getHost() == null || address.getRawUserInfo() != null) {
      throw RequestException.invalid(
          field, "only http:// and https:// URLs with a host and without a user are fetched");
    }
    if (!settings.allows(address.getHost())) {
      throw RequestException.invalid(
          field,
          "Given url does not match any allowed domain from allowed_media_domains; the host is "
              + address.getHost());
    }
    return address;
  }

  @Override
  public CompletableFuture<Fetched> fetch(String field, URI address) {
    CompletableFuture<Fetched> image = new CompletableFuture<>();
    if (!places.tryAcquire()) {
      image.completeExceptionally(
          busy(AT_ONCE + " images are being fetched at the moment; try again"));
      return image;
    }
    image.whenComplete((bytes, failure) -> places.release());
    loops.schedule(
        () ->
            image.completeExceptionally(
                RequestException.invalid(
                    field,
                    "%s did not answer within %d s"
                        .formatted(address.getHost(), settings.timeout().toSeconds()))),
        settings.timeout().toMillis(),
        TimeUnit.MILLISECONDS);
    go(field, address, 0, image);
    return image;
  }

  static RetryLaterException busy(String message) {
    return new RetryLaterException("media_busy", message, LATER);
  }

  private void go(String field, URI address, int redirects, CompletableFuture<Fetched> image) {
    if (image.isDone()) {
      return;
    }
    lookups.execute(
        () -> {
          Optional<InetAddress> found = settings.addresses().resolve(address.getHost());
          if (found.isEmpty()) {
            image.completeExceptionally(
                RequestException.invalid(
                    field, address.getHost() + " is unknown, or its address is a private one"));
          } else if (!image.isDone()) {
            CompletableFuture<MediaGet.Answer> answer = get.send(address, found.get());
            image.whenComplete((bytes, failure) -> answer.cancel(false));
            answer.whenComplete(
                (got, failure) -> answered(field, address, redirects, image, got, failure));
          }
        });
  }

  private void answered(
      String field,
      URI address,
      int redirects,
      CompletableFuture<Fetched> image,
      MediaGet.@Nullable Answer answer,
      @Nullable Throwable failure) {
    try {
      if (failure instanceof RetryLaterException later) {
        throw later;
      }
      if (answer == null) {
        String why = failure == null ? "" : String.valueOf(failure.getMessage());
        throw RequestException.invalid(
            field, "%s cannot be reached: %s".formatted(address.getHost(), why));
      }
      if (answer.location().isPresent()) {
        if (redirects == MOST_REDIRECTS) {
          throw RequestException.invalid(
              field, address.getHost() + " leads on more than " + MOST_REDIRECTS + " times");
        }
        String next = address.resolve(answer.location().get()).toString();
        go(field, address(field, next), redirects + 1, image);
      } else if (answer.body().isPresent()) {
        if (!image.complete(answer.body().get())) {
          answer.body().get().close();
        }
      } else {
        throw RequestException.invalid(
            field, "%s answered %d".formatted(address.getHost(), answer.status()));
      }
    } catch (IllegalArgumentException e) {
      image.completeExceptionally(
          RequestException.invalid(field, address.getHost() + " leads on to what is no URL"));
    } catch (RuntimeException e) {
      image.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    lookups.shutdownNow();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
