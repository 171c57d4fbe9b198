package dev.easel.calculators.media;

import dev.easel.calculators.media.MediaSource.Fetched;
import dev.easel.framework.calculator.GraphService;
import java.util.concurrent.CompletableFuture;

/**
 * Finds images that the server itself keeps: files that clients have uploaded, and pictures that it
 * has made.
 *
 * <p><b>Threads</b>: any; no method waits.
 *
 * <p><b>Failure</b>: a {@link dev.easel.calculators.http.RequestException} that names the field,
 * also for what belongs to somebody else: nobody learns that it is there.
 */
public interface KeptImages {

  /** How a graph's calculators find those of their server. */
  GraphService<KeptImages> SERVICE = GraphService.of("kept_images", KeptImages.class);

  /** Whether clients can upload files here. */
  boolean keepsFiles();

  /**
   * Reads an uploaded file; whoever asked cancels what comes back when nobody needs it any more.
   *
   * @param field what names it, for error messages
   * @param owner to whom it must belong
   */
  CompletableFuture<Fetched> file(String field, String id, String owner);

  /** Reads a picture that was made here, in the same way. */
  CompletableFuture<Fetched> picture(String field, String key, String owner);
}
