package dev.easel.serving.result;

import dev.easel.calculators.http.EntityTag;
import dev.easel.calculators.http.HttpResponsePayload;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An answer that may be given again.
 *
 * <p>It carries an {@code ETag} of its bytes, and a header that tells whether it was made or kept.
 *
 * @param made the answer as it goes to the client for which it was made
 */
public record KeptAnswer(HttpResponsePayload made) {

  /** The header that tells {@code hit} or {@code miss}. */
  public static final String HEADER = "x-easel-cache";

  private static final String ETAG = "etag";
  private static final int NOT_MODIFIED = 304;

  /** What an entry takes besides its bytes, roughly. */
  private static final int OVERHEAD = 1024;

  /** Of what a graph has answered: a whole answer that says success; empty for any other. */
  public static Optional<KeptAnswer> of(HttpResponsePayload answer) {
    if (answer.status() != 200 || answer.streaming()) {
      return Optional.empty();
    }
    Map<String, String> headers = new LinkedHashMap<>(answer.headers());
    headers.put(HEADER, "miss");
    headers.put(ETAG, tag(answer.body()).text());
    return Optional.of(new KeptAnswer(new HttpResponsePayload(200, headers, answer.body(), false)));
  }

  private static EntityTag tag(List<ByteBuffer> body) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      body.forEach(sha::update);
      return EntityTag.of(HexFormat.of().formatHex(sha.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has it", e);
    }
  }

  /**
   * The answer to a further request, or that its client has it already.
   *
   * @param known what the client says in {@code If-None-Match}
   */
  public HttpResponsePayload again(Optional<String> known) {
    Map<String, String> headers = new LinkedHashMap<>(made.headers());
    headers.put(HEADER, "hit");
    boolean isKnown = new EntityTag(made.header(ETAG)).isIn(known);
    return isKnown
        ? new HttpResponsePayload(NOT_MODIFIED, headers, List.of(), false)
        : new HttpResponsePayload(200, headers, made.body(), false);
  }

  /** The memory that it takes. */
  long bytes() {
    return made.length() + OVERHEAD;
  }
}
