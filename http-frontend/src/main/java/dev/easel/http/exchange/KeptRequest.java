package dev.easel.http.exchange;

import dev.easel.http.desk.Desk;
import dev.easel.http.route.Match;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request that goes on as a task when its client leaves.
 *
 * <p><b>Threads</b>: the event loop keeps it; the desk's threads wait for the store.
 *
 * @param owner to whom the task is to belong
 * @param body nobody writes into it any more, though its memory may have been given back to the
 *     budget by then
 */
record KeptRequest(
    Desk desk,
    RequestHead head,
    Match.Found found,
    String owner,
    Dispatch.Prepared prepared,
    ByteBuffer body) {
  private static final Logger LOG = LoggerFactory.getLogger(KeptRequest.class);

  /** Makes it a task; {@code then} follows in any case. */
  void keep(String caller, Runnable then) {
    try {
      desk.executor().execute(() -> submit(caller, then));
    } catch (RejectedExecutionException e) {
      then.run();
    }
  }

  private void submit(String caller, Runnable then) {
    try {
      String id =
          desk.keep(
                  DeskAnswers.call(head, found, body, owner, caller),
                  prepared.servable(),
                  prepared.payload())
              .id();
      LOG.info("{} goes on as task {}: its client has left", head.id(), id);
    } catch (RuntimeException e) {
      LOG.warn("{} cannot go on as a task: {}", head.id(), e.getMessage());
    } finally {
      then.run();
    }
  }
}
