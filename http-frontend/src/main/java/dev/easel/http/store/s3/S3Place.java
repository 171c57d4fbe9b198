package dev.easel.http.store.s3;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in which store pictures are kept, and how it is asked.
 *
 * @param bucket the bucket, which must be there
 * @param prefix what the names of all pictures begin with: empty, or ending with {@code /}
 * @param endpoint the store's address; empty for Amazon's
 * @param region the store's region; empty for what the SDK finds in its usual places
 * @param usesPaths whether the bucket stands in the path of an address and not in its host name
 */
public record S3Place(
    String bucket,
    String prefix,
    Optional<URI> endpoint,
    Optional<String> region,
    boolean usesPaths) {

  private static final String SCHEME = "s3://";
  private static final Pattern PLACE =
      Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/([A-Za-z0-9!_.*'()/-]{0,512}))?");

  /** Whether a text is meant to be such a place. */
  public static boolean isMeant(String text) {
    return text.toLowerCase(Locale.ROOT).startsWith(SCHEME);
  }

  /**
   * Reads {@code s3://bucket/prefix} and the store's address.
   *
   * <p><b>Failure</b>: {@link IllegalArgumentException} that says what would be right.
   */
  public static S3Place parse(
      String text, Optional<String> endpoint, Optional<String> region, boolean usesPaths) {
    Matcher matcher = PLACE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' must be s3://BUCKET or s3://BUCKET/PREFIX");
    }
    return new S3Place(
        matcher.group(1),
        prefix(Optional.ofNullable(matcher.group(2)).orElse("")),
        endpoint.map(S3Place::address),
        region,
        usesPaths);
  }

  private static String prefix(String text) {
    String plain = text.replaceAll("/+", "/").replaceAll("^/|/$", "");
    return plain.isEmpty() ? "" : plain + "/";
  }

  /** A name and password in it would find their way into logs and URLs. */
  private static URI address(String text) {
    try {
      URI address = new URI(text);
      boolean isWeb = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
      boolean isPlain = address.getRawUserInfo() == null && address.getRawQuery() == null;
      if (isWeb && isPlain && address.getHost() != null) {
        return address;
      }
    } catch (URISyntaxException e) {
      // Told below, as all that is no address.
    }
    throw new IllegalArgumentException(
        "the endpoint must be an address such as https://minio.example:9000, without a name,"
            + " password or query");
  }

  /** As a user writes it. */
  @Override
  public String toString() {
    return SCHEME + bucket + "/" + prefix + endpoint.map(it -> " at " + it).orElse("");
  }
}
