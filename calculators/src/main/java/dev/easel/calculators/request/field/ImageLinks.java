package dev.easel.calculators.request.field;

import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.ImageStore;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.media.KeptImages;
import dev.easel.calculators.media.MediaSource;
import dev.easel.calculators.media.MediaSource.Fetched;
import dev.easel.calculators.task.ImageAddress;
import dev.easel.calculators.task.ImageAddress.MadePicture;
import dev.easel.calculators.task.ImageAddress.UploadedFile;
import dev.easel.calculators.task.ImageAddress.Web;
import dev.easel.calculators.task.Upload;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What one request may name its images by, instead of sending them.
 *
 * <p><b>Threads</b>: immutable.
 *
 * @param web what fetches them from other servers
 * @param kept what finds those that this server keeps
 * @param base what stands before this server's paths in the URLs that the asker gets; "" where that
 *     is not known, and no URL is one of this server's
 */
public record ImageLinks(Optional<MediaSource> web, Optional<KeptImages> kept, String base) {

  /** Images are sent, or are missing. */
  public static final ImageLinks NONE = new ImageLinks(Optional.empty(), Optional.empty(), "");

  private static final List<String> PICTURES =
      List.of(ImageStore.PATH, ImageStore.PATH.replaceFirst("^/v3/", "/v1/"));

  /** Those of a request. */
  public static ImageLinks of(
      Optional<MediaSource> web, Optional<KeptImages> kept, HttpRequestPayload request) {
    String base = request.base();
    return new ImageLinks(web, kept, DataUrl.isWeb(base) ? base : "");
  }

  /** Whether it makes sense to look for URLs. */
  boolean haveUrls() {
    return web.isPresent() || (kept.isPresent() && !base.isEmpty());
  }

  /**
   * The image behind an {@code http:} or {@code https:} URL; empty where nothing is fetched.
   *
   * <p><b>Failure</b>: what is wrong with the URL.
   */
  Optional<Upload> url(String field, String text) {
    Optional<ImageAddress> made = kept.flatMap(any -> made(text));
    return made.or(() -> web.map(source -> new Web(source.address(field, text))))
        .map(address -> Upload.at(field, address));
  }

  private Optional<ImageAddress> made(String text) {
    return PICTURES.stream()
        .map(path -> base + path)
        .filter(start -> !base.isEmpty() && text.startsWith(start))
        .map(start -> (ImageAddress) new MadePicture(text.substring(start.length())))
        .findFirst();
  }

  /**
   * An uploaded file.
   *
   * <p><b>Failure</b>: a mistake, where no files are kept.
   */
  Upload file(String field, String id) {
    if (kept.filter(KeptImages::keepsFiles).isEmpty()) {
      throw RequestException.unsupported(
          field, "files are not kept on this server; send image_url with a data: URL");
    }
    return Upload.at(field, new UploadedFile(id));
  }

  /** Gets an image that this has found an address for; whoever asked cancels it, or closes it. */
  public CompletableFuture<Fetched> fetch(String field, ImageAddress address, String owner) {
    if (address instanceof Web there) {
      return web.orElseThrow().fetch(field, there.url());
    }
    if (address instanceof UploadedFile file) {
      return kept.orElseThrow().file(field, file.id(), owner);
    }
    return kept.orElseThrow().picture(field, ((MadePicture) address).key(), owner);
  }
}
