package dev.easel.http.desk.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.calculators.http.FormPart;
import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.RequestException;
import java.math.BigInteger;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** What a request says about its being a task, in a form or in JSON. */
public final class TaskParameters {
  private static final int SEED_BITS = 64;
  private static final int LONGEST_URL = 2048;

  private final HttpRequestPayload request;

  /** The fields of a request. */
  public TaskParameters(HttpRequestPayload request) {
    this.request = request;
  }

  /** Whether the request goes on as a task when its client leaves. */
  public static boolean isKept(HttpRequestPayload request) {
    return new TaskParameters(request).text("on_disconnect").filter("keep"::equals).isPresent();
  }

  /**
   * The seed that the request names, else a fresh one of 32 bits, which is what models use of it.
   */
  public long seed() {
    Optional<BigInteger> named = text("rng_seed").flatMap(TaskParameters::number);
    return named
        .filter(seed -> seed.signum() >= 0 && seed.bitLength() <= SEED_BITS)
        .map(BigInteger::longValue)
        .orElseGet(() -> ThreadLocalRandom.current().nextLong(1L << 32));
  }

  private static Optional<BigInteger> number(String text) {
    try {
      return Optional.of(new BigInteger(text.length() > SEED_BITS ? "" : text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  public void checkNoStream() {
    if (text("stream").filter("true"::equalsIgnoreCase).isPresent()) {
      throw RequestException.invalid(
          "stream", "a task is not streamed; GET its address and /events to follow it");
    }
  }

  /** Where the task's end is to be told. */
  Optional<String> webhook(boolean hasWebhooks) {
    Optional<String> url = text("webhook_url");
    if (url.isPresent() && !hasWebhooks) {
      throw RequestException.unsupported(
          "webhook_url",
          "this server tells no webhooks: its operator starts it with --webhook_secret_file");
    }
    url.ifPresent(TaskParameters::checkUrl);
    return url;
  }

  private static void checkUrl(String text) {
    try {
      URI url = URI.create(text.length() > LONGEST_URL ? "" : text);
      String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
      boolean isHttp = scheme.equals("https") || scheme.equals("http");
      if (isHttp && url.getHost() != null && url.getRawUserInfo() == null) {
        return;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw RequestException.invalid(
        "webhook_url",
        "it must be an http or https URL of at most 2048 characters, without a user");
  }

  private Optional<String> text(String name) {
    if (request.json().isPresent()) {
      return request
          .json()
          .get()
          .value(name)
          .filter(value -> !value.isNull() && value.isValueNode())
          .map(JsonNode::asText);
    }
    return request.parts().stream()
        .filter(part -> part.name().equals(name) && !part.isFile())
        .findFirst()
        .map(FormPart::text);
  }
}
