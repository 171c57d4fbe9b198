package dev.easel.http.store.s3;

import dev.easel.calculators.http.StoredImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Speaks with an S3-compatible store.
 *
 * <p>Uses what every such store has: plain PUT, GET, DELETE and LIST, signed with version 4, and no
 * newer checksums or chunked signatures. Ages go by the clock of the store, which says in every
 * answer what time it is: the clocks of servers may differ.
 *
 * <p><b>Threads</b>: any; every method waits, no longer than a call may take.
 *
 * <p><b>Failure</b>: the SDK's exceptions.
 */
final class S3Connection implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(2);

  /**
   * One may be lost to a clock that was set, and one each to connections that the store has closed
   * meanwhile: the JDK finds that out when it waits for leave to send a picture.
   */
  private static final int TRIES = 4;

  private static final int PIECE = 1 << 20;

  /**
   * An object as a list shows it.
   *
   * @param name its name below the prefix
   * @param age since it was written
   */
  record Listed(String name, Duration age) {}

  /**
   * A page of a list.
   *
   * @param next where the next page begins; empty for the last
   */
  record Page(List<Listed> objects, Optional<String> next) {}

  private final S3Place place;
  private final SdkHttpClient http;
  private final S3Client client;
  private final S3Presigner presigner;

  /**
   * Opens no connection yet; credentials are those of the SDK's usual places.
   *
   * @param call how long a call may take with all its tries
   */
  S3Connection(S3Place place, Duration call) {
    this.place = place;
    Duration attempt = call.multipliedBy(3).dividedBy(5);
    AwsCredentialsProvider credentials = DefaultCredentialsProvider.builder().build();
    Region region = Region.of(place.region().orElseGet(() -> usualRegion(place)));
    S3Configuration own =
        S3Configuration.builder()
            .pathStyleAccessEnabled(place.usesPaths())
            .chunkedEncodingEnabled(false)
            .build();
    http =
        UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(attempt).build();
    var made =
        S3Client.builder()
            .httpClient(http)
            .credentialsProvider(credentials)
            .region(region)
            .serviceConfiguration(own)
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(
                rules ->
                    rules
                        .apiCallTimeout(call)
                        .apiCallAttemptTimeout(attempt)
                        .retryStrategy(retries -> retries.maxAttempts(TRIES)));
    var signs =
        S3Presigner.builder()
            .credentialsProvider(credentials)
            .region(region)
            .serviceConfiguration(own);
    place.endpoint().ifPresent(made::endpointOverride);
    place.endpoint().ifPresent(signs::endpointOverride);
    client = made.build();
    presigner = signs.build();
  }

  /**
   * Stores other than Amazon's seldom care, and have to be given one all the same; the machine,
   * which may be none of Amazon's, is then not asked.
   */
  private static String usualRegion(S3Place place) {
    boolean isAmazons = place.endpoint().isEmpty();
    AwsRegionProvider places =
        isAmazons
            ? DefaultAwsRegionProviderChain.builder().build()
            : new AwsRegionProviderChain(
                new SystemSettingsRegionProvider(), new AwsProfileRegionProvider());
    try {
      return places.getRegion().id();
    } catch (RuntimeException e) {
      if (isAmazons) {
        throw new IllegalArgumentException(
            "the region of the store is not known: name it, or set AWS_REGION", e);
      }
      return "us-east-1";
    }
  }

  /** Writes a picture. */
  void put(String name, StoredImage image) {
    client.putObject(
        request -> request.bucket(place.bucket()).key(key(name)).contentType(image.contentType()),
        RequestBody.fromContentProvider(() -> stream(image), image.length(), image.contentType()));
  }

  private static InputStream stream(StoredImage image) {
    List<InputStream> pieces = new ArrayList<>();
    image.content().forEach(piece -> pieces.add(new PieceStream(piece)));
    return new SequenceInputStream(Collections.enumeration(pieces));
  }

  /**
   * Reads a picture; empty when there is none, or it is older than {@code most}.
   *
   * <p><b>Failure</b>: {@link IOException} when it has more than {@code mostBytes}.
   */
  Optional<List<ByteBuffer>> get(String name, Duration most, long mostBytes) throws IOException {
    try (ResponseInputStream<GetObjectResponse> in =
        client.getObject(request -> request.bucket(place.bucket()).key(key(name)))) {
      GetObjectResponse head = in.response();
      long length = head.contentLength();
      boolean isOver = age(head.lastModified(), head.sdkHttpResponse()).compareTo(most) >= 0;
      if (isOver || length > mostBytes) {
        in.abort();
      }
      if (length > mostBytes) {
        throw new IOException("it has " + length + " bytes; at most " + mostBytes + " are read");
      }
      return isOver ? Optional.empty() : Optional.of(read(in, length));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  private static List<ByteBuffer> read(InputStream in, long length) throws IOException {
    List<ByteBuffer> pieces = new ArrayList<>();
    for (long left = length; left > 0; ) {
      byte[] piece = in.readNBytes((int) Math.min(PIECE, left));
      if (piece.length == 0) {
        throw new IOException("it ends " + left + " bytes too early");
      }
      pieces.add(ByteBuffer.wrap(piece));
      left -= piece.length;
    }
    return pieces;
  }

  /** A URL under which anybody can read a picture for a while; asks no server. */
  String presigned(String name, Duration time) {
    return presigner
        .presignGetObject(
            sign ->
                sign.signatureDuration(time)
                    .getObjectRequest(get -> get.bucket(place.bucket()).key(key(name))))
        .url()
        .toString();
  }

  /** Lists what lies directly below the prefix, from a page's begin. */
  Page list(Optional<String> from) {
    ListObjectsV2Response page =
        client.listObjectsV2(
            request ->
                request
                    .bucket(place.bucket())
                    .prefix(place.prefix())
                    .delimiter("/")
                    .continuationToken(from.orElse(null)));
    List<Listed> objects = new ArrayList<>();
    for (S3Object object : page.contents()) {
      String name =
          object.key().substring(Math.min(place.prefix().length(), object.key().length()));
      objects.add(new Listed(name, age(object.lastModified(), page.sdkHttpResponse())));
    }
    return new Page(objects, Optional.ofNullable(page.nextContinuationToken()));
  }

  void delete(String name) {
    client.deleteObject(request -> request.bucket(place.bucket()).key(key(name)));
  }

  private String key(String name) {
    return place.prefix() + name;
  }

  /** How old something is by the store's clock; zero where the store does not say. */
  private static Duration age(Instant written, SdkHttpResponse answer) {
    return answer
        .firstMatchingHeader("Date")
        .flatMap(S3Connection::instant)
        .map(now -> Duration.between(written, now))
        .orElse(Duration.ZERO);
  }

  private static Optional<Instant> instant(String date) {
    try {
      return Optional.of(
          ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    presigner.close();
    client.close();
    http.close();
  }
}
