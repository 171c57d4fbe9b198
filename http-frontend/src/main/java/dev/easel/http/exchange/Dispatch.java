package dev.easel.http.exchange;

import dev.easel.calculators.http.FormPart;
import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.JsonBody;
import dev.easel.calculators.http.MediaType;
import dev.easel.calculators.http.RequestException;
import dev.easel.framework.status.StatusException;
import dev.easel.http.auth.Admission;
import dev.easel.http.body.BodyLimits;
import dev.easel.http.desk.task.TaskParameters;
import dev.easel.http.form.FormReader;
import dev.easel.http.metrics.ServerMetrics;
import dev.easel.http.route.Chosen;
import dev.easel.http.route.Endpoint;
import dev.easel.http.route.Match;
import dev.easel.http.route.ServableChoice;
import dev.easel.serving.RunHandle;
import dev.easel.serving.RunTerms;
import dev.easel.serving.Servable;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Finds the servable of a whole request and starts its run. */
final class Dispatch {

  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

  private final ServableChoice choice;
  private final ServerMetrics metrics;
  private final BodyLimits limits;

  Dispatch(ExchangeRules rules) {
    this.choice = rules.choice();
    this.limits = rules.limits();
    this.metrics = rules.metrics();
  }

  /**
   * A request that was read.
   *
   * @param servable who is asked to answer
   * @param payload what it is given
   */
  record Prepared(Servable servable, HttpRequestPayload payload) {}

  /** Starts the run that answers a request; throws what keeps it from starting. */
  RunHandle start(
      RequestHead head,
      Match.Found found,
      ByteBuffer body,
      Admission admission,
      RunTerms terms,
      RunAnswers listener) {
    Prepared prepared = read(head, found, body, admission, listener::checkWanted);
    if (found.endpoint().isImages() && TaskParameters.isKept(prepared.payload())) {
      listener.keeps(prepared, found, body);
    }
    return start(prepared.servable(), prepared.payload(), terms, listener);
  }

  /**
   * Reads a request; throws what is wrong with it.
   *
   * @param check called every now and then; what it throws ends the reading
   */
  Prepared read(
      RequestHead head, Match.Found found, ByteBuffer body, Admission admission, Runnable check) {
    MediaType type = MediaType.parse(head.headers().getOrDefault("content-type", ""));
    List<FormPart> parts =
        type.isForm() ? FormReader.read(body, type.boundary(), limits.form(), check) : List.of();
    Optional<JsonBody> json =
        type.isJson() ? Optional.of(JsonBody.read(body, check)) : Optional.empty();
    Optional<String> model = type.isForm() ? model(parts) : json.flatMap(it -> model(found, it));
    Chosen chosen = choose(found, model, admission);
    HttpRequestPayload payload =
        new HttpRequestPayload(
            head.method(),
            head.path(),
            head.query(),
            chosen.servable().name(),
            chosen.model(),
            head.headers(),
            type.isForm() ? EMPTY : body,
            parts,
            json);
    return new Prepared(chosen.servable(), payload);
  }

  /** What the server would choose by default may be no image model on the asker's platform. */
  private Chosen choose(Match.Found found, Optional<String> model, Admission admission) {
    model.ifPresent(admission::checkModel);
    Chosen chosen = choice.choose(found, model);
    boolean isDefault = model.isEmpty() && !choice.isNamedBy(found);
    if (isDefault && !admission.isImageModel(chosen.model())) {
      chosen = choice.choose(found, Optional.of(ServableChoice.USUAL));
    }
    admission.checkModel(chosen.model());
    return chosen;
  }

  private RunHandle start(
      Servable servable, HttpRequestPayload payload, RunTerms terms, RunAnswers listener) {
    listener.asks(payload);
    listener.count(metrics.begin(servable.name()));
    try {
      return servable.start(payload, terms, listener);
    } catch (StatusException e) {
      listener.uncount();
      throw e;
    }
  }

  private static Optional<String> model(List<FormPart> parts) {
    return parts.stream()
        .filter(part -> part.name().equals("model") && !part.isFile())
        .findFirst()
        .map(FormPart::text)
        .filter(text -> !text.isEmpty());
  }

  private Optional<String> model(Match.Found found, JsonBody body) {
    // A graph that the path names may read whatever it likes, JSON without a model included.
    boolean isFree = found.endpoint() == Endpoint.SERVABLE && choice.isNamedBy(found);
    try {
      return body.model();
    } catch (RequestException e) {
      if (isFree) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
