package dev.easel.http.exchange;

import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.framework.status.StatusException;
import dev.easel.http.auth.Admission;
import dev.easel.http.body.BodyBuffer;
import dev.easel.http.body.ContentEncoding;
import dev.easel.http.desk.Desk;
import dev.easel.http.desk.call.DeskAnswer;
import dev.easel.http.desk.call.DeskCall;
import dev.easel.http.desk.call.DeskErrors;
import dev.easel.http.desk.call.PieceSource;
import dev.easel.http.error.ErrorAnswer;
import dev.easel.http.error.ErrorTable;
import dev.easel.http.error.Refusal;
import dev.easel.http.route.Endpoint;
import dev.easel.http.route.Match;
import dev.easel.store.failure.StoreException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the desk's answers to the reply.
 *
 * <p>The desk waits for its store, so it is asked on its own threads. Of an answer in pieces one is
 * asked for at a time, and the next when the client has taken enough of what was written.
 *
 * <p><b>Threads</b>: the event loop, but for what is asked of the desk.
 *
 * <p><b>Ownership</b>: closes the body when the desk has answered, and the source of pieces at the
 * end of the answer.
 */
final class DeskAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(DeskAnswers.class);

  private static final long LOOK_MILLIS = 1000;

  private final ChannelHandlerContext ctx;
  private final ExchangeRules rules;
  private final Dispatch dispatch;
  private final Desk desk;
  private final RequestHead head;
  private final Admission admission;
  private final Reply reply;
  private @Nullable PieceSource source;
  private @Nullable Future<?> look;
  private boolean isAsking;
  private boolean isWanted;
  private boolean isOver;

  DeskAnswers(
      ChannelHandlerContext ctx,
      ExchangeRules rules,
      Dispatch dispatch,
      Desk desk,
      RequestHead head,
      Admission admission,
      Reply reply) {
    this.ctx = ctx;
    this.rules = rules;
    this.dispatch = dispatch;
    this.desk = desk;
    this.head = head;
    this.admission = admission;
    this.reply = reply;
  }

  /**
   * Answers a request.
   *
   * @param received its body, closed when the desk has answered
   */
  void start(Match.Found found, BodyBuffer received, String caller) {
    attempt(() -> answer(found, received, caller), received);
  }

  private void answer(Match.Found found, BodyBuffer received, String caller) {
    boolean isPacked = head.encoding() != ContentEncoding.IDENTITY;
    RequestHead plain = isPacked ? head.unpacked() : head;
    try (received;
        BodyBuffer body = isPacked ? unpacked(received) : received) {
      DeskAnswer answer = answer(call(plain, found, body.body(), admission.owner(), caller), plain);
      onLoop(() -> write(answer));
    }
  }

  private BodyBuffer unpacked(BodyBuffer packed) {
    return head.encoding().unpack(packed.body(), rules.limits(), rules.bodies(), () -> {});
  }

  /** A request as the desk gets it. */
  static DeskCall call(
      RequestHead head, Match.Found found, ByteBuffer body, String owner, String caller) {
    return new DeskCall(found, head.path(), head.query(), head.headers(), body, owner, caller);
  }

  private DeskAnswer answer(DeskCall call, RequestHead plain) {
    Optional<Endpoint> atOnce = call.found().endpoint().atOnce();
    if (atOnce.isEmpty()) {
      return desk.answer(call);
    }
    Dispatch.Prepared prepared =
        dispatch.read(
            plain.at(Desk.atOnce(plain.path())),
            new Match.Found(atOnce.get(), call.found().names()),
            call.body(),
            admission,
            () -> {});
    return desk.submit(call, prepared.servable(), prepared.payload());
  }

  private void attempt(Runnable work, @Nullable BodyBuffer body) {
    try {
      desk.executor().execute(() -> guard(work));
    } catch (RejectedExecutionException e) {
      if (body != null) {
        body.close();
      }
      fail(ErrorTable.answer(Exchange.busy()));
    }
  }

  private void guard(Runnable work) {
    try {
      work.run();
    } catch (Refusal e) {
      onLoop(() -> fail(e.answer()));
    } catch (StoreException e) {
      LOG.warn("{} {} {}: {}", head.id(), head.method(), head.path(), e.getMessage());
      onLoop(() -> fail(DeskErrors.of(e)));
    } catch (StatusException e) {
      onLoop(() -> fail(ErrorTable.answer(e)));
    } catch (RuntimeException | Error e) {
      LOG.error("{} {} {} failed", head.id(), head.method(), head.path(), e);
      onLoop(() -> fail(ErrorTable.internal(head.id())));
    }
  }

  private void fail(ErrorAnswer error) {
    close();
    reply.fail(error);
  }

  private void write(DeskAnswer answer) {
    if (isOver) {
      if (answer instanceof DeskAnswer.Pieces pieces) {
        pieces.source().close();
      }
      return;
    }
    if (answer instanceof DeskAnswer.Whole whole) {
      reply.whole(whole.payload());
    } else if (answer instanceof DeskAnswer.Pieces pieces) {
      source = pieces.source();
      pieces.source().onMore(() -> onLoop(this::ask));
      ask();
    }
  }

  /** Asks for the next piece, unless that is done already or the client lags. */
  private void ask() {
    PieceSource asked = source;
    if (asked == null || isOver) {
      return;
    }
    if (isAsking || (reply.isOpen() && reply.isBehind())) {
      isWanted = true;
      return;
    }
    isAsking = true;
    isWanted = false;
    attempt(
        () -> {
          Optional<ByteBuffer> piece = asked.next();
          boolean isLast = asked.isOver();
          onLoop(() -> write(asked, piece, isLast));
        },
        null);
  }

  private void write(PieceSource from, Optional<ByteBuffer> piece, boolean isLast) {
    isAsking = false;
    if (isOver) {
      return;
    }
    if (piece.isPresent() || isLast || head.method().equals("HEAD")) {
      reply.piece(
          new HttpResponsePayload(
              200, from.headers(), piece.map(List::of).orElse(List.of()), true));
    }
    if (isLast || head.method().equals("HEAD")) {
      close();
      reply.finish();
    } else if (piece.isPresent() || isWanted) {
      ask();
    } else {
      lookAgain();
    }
  }

  /** Some things change without a word, such as a place in a line. */
  private void lookAgain() {
    Future<?> before = look;
    if (before != null) {
      before.cancel(false);
    }
    look = ctx.executor().schedule(this::ask, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** The client has taken something. */
  void keepPace() {
    if (isWanted) {
      ask();
    }
  }

  /** Ends an answer that would otherwise last as long as what it tells of. */
  void stopWaiting() {
    if (source != null && !isOver) {
      close();
      reply.finish();
    }
  }

  /** Nobody reads any more. */
  void close() {
    isOver = true;
    Future<?> timer = look;
    if (timer != null) {
      timer.cancel(false);
    }
    PieceSource ended = source;
    source = null;
    if (ended != null) {
      ended.close();
    }
  }

  private void onLoop(Runnable step) {
    try {
      ctx.executor().execute(step);
    } catch (RejectedExecutionException e) {
      LOG.debug("{} the server has closed before it has answered", head.id());
    }
  }
}
