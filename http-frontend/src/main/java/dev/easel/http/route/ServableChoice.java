package dev.easel.http.route;

import dev.easel.calculators.http.RequestException;
import dev.easel.serving.Servables;
import java.util.Optional;

/**
 * Decides which servable answers: the one that the body's {@code model} names, else the one that
 * the path names, else the server's default.
 *
 * <p><b>Threads</b>: immutable; any thread may ask.
 */
public final class ServableChoice {

  /** What answers a request without a model where nobody has said otherwise, if it is served. */
  public static final String USUAL = "gpt-image-2";

  private final Servables servables;
  private final Optional<String> defaultModel;

  /**
   * The rules of a server.
   *
   * @param defaultModel the servable that answers on the plain paths when nothing names one
   */
  public ServableChoice(Servables servables, Optional<String> defaultModel) {
    this.servables = servables;
    this.defaultModel = defaultModel;
  }

  /** Whether the path alone names a servable. */
  public boolean isNamedBy(Match.Found found) {
    for (String name : found.names()) {
      if (servables.find(name).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /**
   * The servable for a request.
   *
   * <p><b>Failure</b>: a {@link RequestException} that says what is missing or unknown.
   */
  public Chosen choose(Match.Found found, Optional<String> model) {
    if (model.isPresent() && !found.endpoint().isDeployment()) {
      checkPath(found);
      return find(model.get()).orElseThrow(() -> unknown("model '" + model.get() + "'"));
    }
    for (String name : found.names()) {
      Optional<Chosen> chosen = find(name);
      if (chosen.isPresent()) {
        return chosen.get();
      }
    }
    return withoutName(found);
  }

  private Chosen withoutName(Match.Found found) {
    return switch (found.endpoint()) {
      case GENERATIONS, EDITS, VARIATIONS -> byDefault();
      case SERVABLE_GENERATIONS,
          SERVABLE_EDITS,
          SERVABLE_VARIATIONS,
          DEPLOYMENT_GENERATIONS,
          DEPLOYMENT_EDITS ->
          throw unknown("servable '" + found.names().get(found.names().size() - 1) + "'");
      default -> throw unknown("servable '" + found.name() + "'");
    };
  }

  private Chosen byDefault() {
    if (defaultModel.isPresent()) {
      String name = defaultModel.get();
      return find(name).orElseThrow(() -> unknown("default model '" + name + "'"));
    }
    return find(USUAL)
        .orElseThrow(
            () ->
                RequestException.missing(
                    "model",
                    "name a servable in the body's 'model' (GET /v3/models lists them), or in the"
                        + " path as /v3/<servable>/images/generations, or start the server with"
                        + " --default_model"));
  }

  /** A graph may serve any path; an image path with a slip in it is more likely a slip. */
  private void checkPath(Match.Found found) {
    boolean isSlip =
        found.endpoint() == Endpoint.SERVABLE
            && !isNamedBy(found)
            && ("/" + found.name()).contains("/images/");
    if (isSlip) {
      throw RequestException.withStatus(
          404,
          "",
          "unknown_url",
          "path not found: the image endpoints are images/generations, images/edits and"
              + " images/variations");
    }
  }

  private Optional<Chosen> find(String name) {
    return servables.find(name).map(servable -> new Chosen(servable, name));
  }

  private static RequestException unknown(String what) {
    return RequestException.withStatus(
        404,
        "model",
        "model_not_found",
        what + " not found; GET /v3/models lists what is served, GET /v1/config what failed");
  }
}
