package dev.easel.http.desk.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.JsonBody;
import dev.easel.calculators.http.ModelLostException;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.http.RetryLaterException;
import dev.easel.framework.status.StatusException;
import dev.easel.http.desk.call.DeskJson;
import dev.easel.http.desk.task.TaskParameters;
import dev.easel.http.desk.task.TaskView;
import dev.easel.http.error.ErrorAnswer;
import dev.easel.http.error.ErrorTable;
import dev.easel.http.route.Chosen;
import dev.easel.http.route.Match;
import dev.easel.http.route.RouteTable;
import dev.easel.http.route.ServableChoice;
import dev.easel.serving.Accounts;
import dev.easel.store.task.StoredTask;
import dev.easel.store.task.TaskBody;
import dev.easel.task.batch.BatchRoad;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads the lines of batches as the requests that they are, by the rules for requests.
 *
 * <p><b>Threads</b>: any.
 */
public final class BatchRequests implements BatchRoad {
  private static final String JSON_TYPE = "application/json";

  private final RouteTable routes;
  private final ServableChoice choice;
  private final Accounts accounts;

  /**
   * By the rules of a server.
   *
   * @param accounts knows who may use which model
   */
  public BatchRequests(RouteTable routes, ServableChoice choice, Accounts accounts) {
    this.accounts = accounts;
    this.routes = routes;
    this.choice = choice;
  }

  @Override
  public LineRequest request(String endpoint, JsonNode body, String owner) {
    if (!(routes.match("POST", endpoint) instanceof Match.Found found)) {
      throw RequestException.invalid("url", "nothing answers at " + endpoint);
    }
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    JsonBody json = JsonBody.read(ByteBuffer.wrap(bytes));
    json.model().ifPresent(model -> accounts.checkModel(owner, model));
    Chosen chosen = choice.choose(found, json.model());
    accounts.checkModel(owner, chosen.model());
    HttpRequestPayload payload =
        new HttpRequestPayload(
            "POST",
            endpoint,
            "",
            chosen.servable().name(),
            chosen.model(),
            Map.of("content-type", JSON_TYPE),
            ByteBuffer.wrap(bytes),
            List.of(),
            Optional.of(json));
    new TaskParameters(payload).checkNoStream();
    chosen.servable().check(payload);
    boolean isSeeded =
        body.path("rng_seed").isIntegralNumber() && body.get("rng_seed").asLong() >= 0;
    return new LineRequest(
        chosen.model(),
        chosen.servable().name(),
        new TaskBody(endpoint, JSON_TYPE, bytes),
        isSeeded ? OptionalLong.of(new TaskParameters(payload).seed()) : OptionalLong.empty());
  }

  @Override
  public Optional<Duration> wait(String owner) {
    return accounts.wait(owner);
  }

  @Override
  public JsonNode error(StatusException failure) {
    return DeskJson.read(answer(failure).error().json().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int status(StatusException failure) {
    return answer(failure).status();
  }

  private static ErrorAnswer answer(StatusException failure) {
    boolean isOwn =
        failure instanceof RequestException
            || failure instanceof RetryLaterException
            || failure instanceof ModelLostException;
    return isOwn ? ErrorTable.answer(failure) : ErrorTable.ofRun(failure, "a batch");
  }

  @Override
  public JsonNode error(StoredTask task) {
    return TaskView.error(task);
  }
}
