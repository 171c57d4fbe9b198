package dev.easel.cli.store;

import dev.easel.cli.shared.Bytes;
import dev.easel.cli.shared.Misuse;
import dev.easel.framework.status.StatusException;
import dev.easel.http.auth.AccessRules;
import dev.easel.http.store.FolderImageStore;
import dev.easel.http.store.MemoryImageStore;
import dev.easel.http.store.OpenStore;
import dev.easel.http.store.StoreLimits;
import dev.easel.http.store.s3.S3ImageStore;
import dev.easel.http.store.s3.S3Place;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the pictures are kept that answers name by URL. */
public final class StoreOptions {

  /** More than any image of the formats that are made here. */
  private static final long LARGEST_PICTURE = 512L << 20;

  /** Whose URLs stand in answers. */
  enum Urls {
    /** This server's. */
    server,
    /** The store's own, which are signed. */
    presigned
  }

  @Option(
      names = "--image_store",
      paramLabel = "PLACE",
      description =
          "Where pictures of response_format url are kept: a folder, which outlives the server, or"
              + " s3://BUCKET/PREFIX in an S3-compatible store, which many servers share (default:"
              + " in memory).")
  private @Nullable String place;

  @Option(
      names = "--image_store_size",
      paramLabel = "SIZE",
      description =
          "How much is kept before the oldest pictures go, such as 10G (default: 256M in memory, 4G"
              + " in a folder).")
  private @Nullable String size;

  @Option(
      names = "--image_store_seconds",
      paramLabel = "SECONDS",
      defaultValue = "3600",
      description = "How long a picture is kept (default: ${DEFAULT-VALUE}).")
  private int seconds = 3600;

  @Option(
      names = "--image_store_endpoint",
      paramLabel = "URL",
      description =
          "Address of the S3-compatible store, such as https://minio.example:9000 (default:"
              + " Amazon's). Credentials come from where the AWS SDK looks: AWS_ACCESS_KEY_ID and"
              + " AWS_SECRET_ACCESS_KEY, profiles, web identities, the machine's role.")
  private @Nullable String endpoint;

  @Option(
      names = "--image_store_region",
      paramLabel = "NAME",
      description =
          "Region of the S3-compatible store (default: AWS_REGION or the profile's; us-east-1 with"
              + " an endpoint).")
  private @Nullable String region;

  @Option(
      names = "--image_store_path_style",
      paramLabel = "BOOL",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "false",
      description =
          "Puts the bucket into the path of the store's addresses and not into their host name, as"
              + " most stores but Amazon's need it.")
  private boolean usesPaths;

  @Option(
      names = "--image_store_urls",
      paramLabel = "WHOSE",
      defaultValue = "server",
      description =
          "Whose URLs answers name: 'server' for this server's, which hands the pictures out by its"
              + " own rules, or 'presigned' for the S3-compatible store's, which anybody who knows"
              + " one can read until the picture's time is over (default: ${DEFAULT-VALUE}).")
  private Urls urls = Urls.server;

  /**
   * Opens the store; whoever called closes it.
   *
   * @param access who may see kept pictures
   */
  public OpenStore open(AccessRules access, Misuse misuse) {
    misuse.when(seconds < 1, "image_store_seconds must be at least 1");
    Duration time = Duration.ofSeconds(seconds);
    boolean isS3 = place != null && S3Place.isMeant(place);
    checkS3Only(isS3, misuse);
    if (isS3) {
      return s3(String.valueOf(place), new StoreLimits(1, LARGEST_PICTURE, time), access, misuse);
    }
    if (place == null) {
      StoreLimits standard = StoreLimits.DEFAULT;
      return new MemoryImageStore(
          new StoreLimits(standard.count(), bytes(misuse).orElse(standard.bytes()), time));
    }
    return folder(
        place,
        new StoreLimits(FolderImageStore.MOST_PICTURES, bytes(misuse).orElse(4L << 30), time),
        misuse);
  }

  private Optional<Long> bytes(Misuse misuse) {
    if (size == null) {
      return Optional.empty();
    }
    long bytes =
        Bytes.parse(size)
            .orElseThrow(
                () ->
                    misuse.because(
                        "image_store_size must be a number of bytes, or one with K, M or G"));
    misuse.when(bytes < 1, "image_store_size must be at least 1");
    return Optional.of(bytes);
  }

  private void checkS3Only(boolean isS3, Misuse misuse) {
    boolean hasOthers = endpoint != null || region != null || usesPaths || urls == Urls.presigned;
    misuse.when(
        !isS3 && hasOthers,
        "image_store_endpoint, _region, _path_style and _urls need image_store s3://BUCKET/PREFIX");
    misuse.when(
        isS3 && size != null,
        "image_store_size is for memory and folders; limit an S3-compatible store at its bucket");
  }

  private OpenStore s3(String where, StoreLimits limits, AccessRules access, Misuse misuse) {
    boolean isClosed = access.isDemanded() && !access.showsImages();
    misuse.when(
        urls == Urls.presigned && isClosed,
        "image_store_urls presigned shows pictures to everybody who knows their URLs, and this"
            + " server has a key: add public_images if that is meant");
    try {
      S3Place bucket =
          S3Place.parse(
              where, Optional.ofNullable(endpoint), Optional.ofNullable(region), usesPaths);
      return S3ImageStore.open(bucket, limits, urls == Urls.presigned);
    } catch (IllegalArgumentException e) {
      throw misuse.because("image_store: " + e.getMessage());
    }
  }

  private static OpenStore folder(String where, StoreLimits limits, Misuse misuse) {
    try {
      misuse.when(where.isBlank(), "image_store must not be empty");
      return FolderImageStore.open(Path.of(where), limits);
    } catch (InvalidPathException | StatusException e) {
      throw misuse.because("image_store: " + e.getMessage());
    }
  }
}
