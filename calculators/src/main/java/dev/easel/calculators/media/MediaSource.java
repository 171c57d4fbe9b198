package dev.easel.calculators.media;

import dev.easel.framework.calculator.GraphService;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * Fetches images from addresses that requests name, as far as the deployment allows it.
 *
 * <p><b>Threads</b>: any; no method waits.
 *
 * <p><b>Failure</b>: a {@link dev.easel.calculators.http.RequestException} that names the field.
 */
public interface MediaSource {

  /** How a graph's calculators find that of their server; without one nothing is fetched. */
  GraphService<MediaSource> SERVICE = GraphService.of("media_source", MediaSource.class);

  /** The address that a field has, if it is one to fetch from. */
  URI address(String field, String text);

  /** Fetches an image; whoever asked cancels what comes back when nobody needs it any more. */
  CompletableFuture<Fetched> fetch(String field, URI address);

  /**
   * An image that was fetched.
   *
   * <p><b>Ownership</b>: whoever has it closes it when its bytes are not needed any more; only then
   * is its part of the memory for such images free for others.
   */
  interface Fetched extends AutoCloseable {
    /** The file's bytes. */
    ByteBuffer bytes();

    @Override
    void close();
  }
}
