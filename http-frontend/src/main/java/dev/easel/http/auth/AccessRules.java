package dev.easel.http.auth;

import dev.easel.http.error.ErrorAnswer;
import dev.easel.http.route.Endpoint;
import java.util.Optional;

/**
 * Which endpoints need the key.
 *
 * <p>As with OVMS, what only tells the server's state stays open, so that probes and dashboards
 * need no key; what runs a graph, shows what one has made, or changes the server does not.
 *
 * <p><b>Threads</b>: immutable.
 *
 * @param key the key; empty for a server that is open to everybody
 * @param showsImages whether the images that answers name by URL need no key
 */
public record AccessRules(Optional<ApiKey> key, boolean showsImages) {

  /** Everything is open. */
  public static final AccessRules OPEN = new AccessRules(Optional.empty(), false);

  /** Why a request may not go on; empty when it may. */
  public Optional<ErrorAnswer> refusal(Endpoint endpoint, Optional<String> authorization) {
    boolean isClosed =
        endpoint.isRun()
            || endpoint.isDesk()
            || endpoint == Endpoint.CONFIG_RELOAD
            || (endpoint == Endpoint.STORED_IMAGE && !showsImages);
    if (!isClosed || isKnown(authorization)) {
      return Optional.empty();
    }
    String message =
        authorization.isEmpty()
            ? "This server needs an API key: send the header 'Authorization: Bearer <key>'."
            : "Incorrect API key: the header must be 'Authorization: Bearer <key>' with the server's"
                + " key.";
    ErrorAnswer answer = ErrorAnswer.of(401, message, "invalid_api_key");
    return Optional.of(answer.with("www-authenticate", "Bearer"));
  }

  /** Whether the caller has the key, or none is needed. */
  public boolean isKnown(Optional<String> authorization) {
    return key.isEmpty() || key.get().isIn(authorization);
  }
}
