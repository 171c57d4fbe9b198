package dev.easel.calculators.respond;

import dev.easel.calculators.payload.HttpResponsePayload;
import dev.easel.calculators.payload.ImageTask;
import java.util.Optional;

/** The piece of a stream that tells its reader of the request's place in the line. */
public final class WaitingNotice {

  private WaitingNotice() {}

  /** A progress event; the first one of a stream opens the answer. */
  public static HttpResponsePayload of(ImageTask task, int place, double seconds) {
    EventBody body = new EventBody(task, () -> {});
    body.addWaiting(place, seconds);
    return new HttpResponsePayload(
        200, AnswerHeaders.of(task, Optional.empty()), body.pieces(), true);
  }
}
