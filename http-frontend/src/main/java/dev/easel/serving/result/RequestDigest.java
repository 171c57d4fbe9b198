package dev.easel.serving.result;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.calculators.http.FormPart;
import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.JsonBody;
import dev.easel.calculators.http.RequestException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What tells requests apart whose answers are kept: a SHA-256 of path, query, model and every field
 * with its name and value.
 *
 * <p>Only a request whose answer is the same each time has one: it names its {@code rng_seed}, is
 * not streamed, and wants its images in the answer, since a URL ends. A JSON body's fields count in
 * any order, those of a form in theirs. Where images may be named instead of sent, whoever asks
 * counts too: an uploaded file is its owner's alone. Values count as they are written: {@code 1}
 * and {@code 1.0} are two requests. Headers do not count.
 *
 * @param text the digest in hexadecimal digits
 */
public record RequestDigest(String text) {

  private static final String SEED = "rng_seed";
  private static final String STREAM = "stream";
  private static final String DELIVERY = "response_format";
  private static final String AS_URL = "url";
  private static final int MOST_SEED_DIGITS = 20;

  /**
   * A request's digest; empty for one whose answer is not kept.
   *
   * @param owner who asks, which counts where the request may name images that are its asker's own
   */
  public static Optional<RequestDigest> of(HttpRequestPayload request, String owner) {
    try {
      return digest(request, owner);
    } catch (RequestException e) {
      return Optional.empty(); // the graph says what is wrong with it
    }
  }

  private static Optional<RequestDigest> digest(HttpRequestPayload request, String owner) {
    Optional<JsonBody> json = request.json().filter(body -> body.mistake().isEmpty());
    if (json.isPresent() && isRepeatable(json.get())) {
      Sum sum = new Sum(request, "json");
      for (String name : new TreeSet<>(json.get().names())) {
        sum.add(name);
        sum.add(json.get().raw(name).orElseThrow());
        if (isImage(name)) {
          sum.add(owner);
        }
      }
      return Optional.of(sum.digest());
    }
    if (isRepeatable(request.parts())) {
      Sum sum = new Sum(request, "form");
      for (FormPart part : request.parts()) {
        sum.add(part.name());
        sum.add(part.isFile() ? "file" : "text");
        sum.add(part.contentType().orElse(""));
        sum.add(part.content());
        if (!part.isFile() && isImage(part.name())) {
          sum.add(owner);
        }
      }
      return Optional.of(sum.digest());
    }
    return Optional.empty();
  }

  /** Whether a field can name an image that is its asker's own. */
  private static boolean isImage(String field) {
    return field.startsWith("image") || field.equals("mask");
  }

  private static boolean isRepeatable(JsonBody body) {
    boolean hasSeed =
        body.value(SEED)
            .filter(JsonNode::isIntegralNumber)
            .filter(seed -> seed.bigIntegerValue().signum() >= 0)
            .isPresent();
    boolean streams =
        body.value(STREAM).filter(value -> !value.isNull() && !isFalse(value)).isPresent();
    boolean asUrl =
        body.value(DELIVERY).filter(value -> AS_URL.equals(value.textValue())).isPresent();
    return hasSeed && !streams && !asUrl;
  }

  private static boolean isFalse(JsonNode value) {
    return value.isBoolean() && !value.booleanValue();
  }

  private static boolean isRepeatable(List<FormPart> parts) {
    List<String> seeds = texts(parts, SEED);
    return seeds.size() == 1
        && seeds.get(0).length() <= MOST_SEED_DIGITS
        && seeds.get(0).matches("[0-9]+")
        && texts(parts, STREAM).stream().allMatch("false"::equals)
        && !texts(parts, DELIVERY).contains(AS_URL);
  }

  private static List<String> texts(List<FormPart> parts, String name) {
    return parts.stream()
        .filter(part -> part.name().equals(name) && !part.isFile())
        .map(FormPart::text)
        .toList();
  }

  /** Each item goes in with its length, so that no two lists of items give the same bytes. */
  private static final class Sum {

    private final MessageDigest sha;

    Sum(HttpRequestPayload request, String kind) {
      try {
        sha = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has it", e);
      }
      add(kind);
      add(request.path());
      add(request.query());
      add(request.model());
    }

    void add(String text) {
      add(StandardCharsets.UTF_8.encode(text));
    }

    void add(ByteBuffer bytes) {
      sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.remaining()));
      sha.update(bytes.duplicate());
    }

    RequestDigest digest() {
      return new RequestDigest(HexFormat.of().formatHex(sha.digest()));
    }
  }
}
