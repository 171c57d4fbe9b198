package dev.easel.http.exchange;

import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.calculators.http.RequestException;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.http.auth.Admission;
import dev.easel.http.body.BodyBuffer;
import dev.easel.http.error.ErrorAnswer;
import dev.easel.http.error.ErrorTable;
import dev.easel.http.error.Refusal;
import dev.easel.http.framing.FramingException;
import dev.easel.http.metrics.CancelReason;
import dev.easel.http.route.Endpoint;
import dev.easel.http.route.Match;
import dev.easel.http.route.RouteTable;
import dev.easel.http.trace.RequestSpan;
import dev.easel.http.trace.TraceShelf;
import dev.easel.serving.RunTerms;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request from its head to the last byte of its answer.
 *
 * <p><b>Threads</b>: the event loop of the channel; the run tells its answers on other threads, and
 * they are brought here.
 *
 * <p><b>Ownership</b>: a run that the exchange started ends with it: when the client disconnects,
 * the run is cancelled.
 */
public final class Exchange {

  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  /** A refused body up to this size is read to its end, so that the connection stays usable. */
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** More than anybody says who has adapters loaded or dropped. */
  private static final int MOST_ASKED = 64 << 10;

  private static final long MOST_DISCARDED = 1 << 20;

  private final ChannelHandlerContext ctx;
  private final Exchanges exchanges;
  private final ExchangeRules rules;
  private final RequestHead head;
  private final Match match;
  private final RequestSpan span;
  private final Reply reply;
  private final BodyBuffer body;
  private final Admission admission;
  private @Nullable ErrorAnswer refusal;
  private final long begunNanos = System.nanoTime();
  private long discarded;
  private boolean isReceived;
  private boolean isUntold;
  private @Nullable RunAnswers run;
  private @Nullable DeskAnswers desk;

  Exchange(ChannelHandlerContext ctx, Exchanges exchanges, HttpRequest request, Runnable end) {
    this.ctx = ctx;
    this.exchanges = exchanges;
    this.rules = exchanges.rules();
    RequestHead sent =
        RequestHead.of(
            request,
            exchanges.rules().callers().trusts(ctx.channel().remoteAddress()),
            ctx.pipeline().get(SslHandler.class) != null);
    this.match = rules.routes().match(sent.method(), sent.path());
    this.span =
        rules.spans().begin(sent.method(), () -> route(match, sent), sent.path(), sent.headers());
    this.head = span.headers().isEmpty() ? sent : sent.in(span.headers());
    this.admission =
        match instanceof Match.Found found
            ? rules.access().admit(found.endpoint(), head.authorization())
            : Admission.OPEN;
    this.reply = new Reply(ctx, head, rules, this::headers, () -> end(end));
    rules.metrics().beginExchange();
    this.body = new BodyBuffer(rules.limits().bytes(), head.contentLength(), rules.bodies());
  }

  /** Without the names in the path, of which there are as many as clients can think of. */
  private static String route(Match match, RequestHead head) {
    return match instanceof Match.Found found
        ? RouteTable.route(found.endpoint(), head.path())
        : "";
  }

  /** The headers of every answer to this request. */
  private HttpHeaders headers() {
    Map<String, String> own = admission.headers();
    Optional<String> trace = run == null ? Optional.empty() : run.trace();
    if (own.isEmpty() && trace.isEmpty()) {
      return exchanges.commonHeaders();
    }
    HttpHeaders all = new DefaultHttpHeaders();
    own.forEach(all::set);
    all.setAll(exchanges.commonHeaders());
    trace.ifPresent(id -> all.set(RequestHead.TRACE, id));
    return all;
  }

  private void end(Runnable then) {
    rules.metrics().endExchange();
    String servable = run == null ? "" : run.servable();
    if (run == null && desk == null) {
      body.close();
    }
    if (desk != null) {
      desk.close();
    }
    if (!isUntold) {
      reply.line(servable, System.nanoTime() - begunNanos).write();
    }
    span.answered(reply.summary());
    then.run();
  }

  /** Judges the head; the body may then be received. */
  public void begin() {
    boolean isPreflight = head.method().equals("OPTIONS");
    refusal =
        isPreflight ? null : exchanges.headRules().refusal(head, match, admission).orElse(null);
    boolean isBodyUnwelcome = head.hasExpectation() || head.contentLength() > MOST_DISCARDED;
    if (refusal != null && isBodyUnwelcome) {
      refuse(refusal);
    } else if (head.isContinueExpected()) {
      ctx.write(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE))
          .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
      ctx.flush();
    }
  }

  /** Takes in a piece of the body; the caller releases it. */
  public void receive(HttpContent content) {
    if (reply.isBegun()) {
      return;
    }
    if (!content.decoderResult().isSuccess()) {
      refuse(
          content.decoderResult().cause() instanceof FramingException fault
              ? ErrorAnswer.of(fault.status(), fault.reason())
              : ErrorAnswer.of(400, "the body's chunks are malformed"));
      return;
    }
    if (refusal != null) {
      discarded += content.content().readableBytes();
    } else {
      add(content.content());
    }
    if (refusal != null && discarded > MOST_DISCARDED) {
      refuse(refusal);
    } else if (content instanceof LastHttpContent) {
      isReceived = true;
      answer();
    }
  }

  /** What cannot be taken in is refused at once, without reading on. */
  private void add(ByteBuf piece) {
    BodyBuffer.Added added = body.add(piece);
    if (added != BodyBuffer.Added.YES) {
      refusal =
          added == BodyBuffer.Added.TOO_LARGE
              ? exchanges.headRules().oversize()
              : ErrorTable.answer(noRoom());
      discarded = MOST_DISCARDED + 1;
    }
  }

  /** Whether more of the body is to come. */
  public boolean isReceiving() {
    return !isReceived;
  }

  /** Whether the connection can carry another request when the exchange has ended. */
  public boolean isKeptAlive() {
    return reply.isKeptAlive();
  }

  /** Lets the connection end with this exchange. */
  public void close() {
    reply.close();
  }

  /** The client has disconnected: its run, if any, ends. */
  public void lose() {
    if (run != null) {
      run.leave(
          new StatusException(StatusCode.CANCELLED, "the client has disconnected"),
          reply.isStalled() ? CancelReason.READER_STALLED : CancelReason.CLIENT_DISCONNECTED,
          caller());
    }
    reply.drop();
  }

  /** Ends a run that waits for its turn; what runs, or is being received, goes on. */
  public void stopWaiting(StatusException reason) {
    if (run != null) {
      run.stopWaiting(reason);
    } else if (desk != null) {
      desk.stopWaiting();
    }
  }

  /** Ends the exchange with an answer that says why; what was answered already stands. */
  public void cancel(StatusException reason) {
    if (run != null) {
      run.cancel(reason, CancelReason.SHUTDOWN);
    } else if (!reply.isBegun()) {
      refuse(ErrorTable.answer(reason));
    }
  }

  /** Goes on writing, or tells the run to wait. */
  public void changeWritability() {
    reply.pump();
    if (run != null) {
      run.keepPace();
    } else if (desk != null) {
      desk.keepPace();
    }
  }

  /**
   * Something went wrong that nobody expected: ends the exchange with an answer that says so, or
   * with the connection if an answer has begun.
   */
  public void fail(Throwable failure) {
    if (run != null) {
      run.breakOff(failure);
    } else {
      reply.breakOff(failure);
    }
  }

  /** Refuses the request without reading the rest of its body; nothing can follow on this line. */
  public void refuse(ErrorAnswer error) {
    reply.close();
    reply.fail(error);
  }

  /** The same, of what is no request; somebody else says so in the log, and not each time. */
  public void refuseUntold(ErrorAnswer error) {
    isUntold = true;
    refuse(error);
  }

  private void answer() {
    if (refusal != null) {
      reply.fail(refusal);
    } else if (head.method().equals("OPTIONS")) {
      reply.whole(new HttpResponsePayload(200, preflight(), List.of(), false));
    } else {
      answer((Match.Found) match);
    }
  }

  private Map<String, String> preflight() {
    return rules
        .cors()
        .preflightHeaders(
            head.header("access-control-request-method"),
            head.header("access-control-request-headers"));
  }

  private void answer(Match.Found found) {
    if (found.endpoint().isRun() && rules.isEnding().getAsBoolean()) {
      reply.fail(ErrorTable.answer(ending()));
    } else if (found.endpoint().isRun()) {
      Optional<String> trace = head.isTraced() ? Optional.of(TraceShelf.newId()) : Optional.empty();
      run = new RunAnswers(ctx, rules, exchanges.dispatch(), head, admission, trace, span, reply);
      startRun(run, found);
    } else if (found.endpoint().isDesk() && rules.desk().isPresent()) {
      desk =
          new DeskAnswers(
              ctx, rules, exchanges.dispatch(), rules.desk().get(), head, admission, reply);
      desk.start(found, body, caller());
    } else if (found.endpoint() == Endpoint.LIVE) {
      reply.whole(rules.answers().answer(found, head.query(), false));
    } else if (found.endpoint().isPage()) {
      showPage(found);
    } else if (found.endpoint() == Endpoint.STORED_IMAGE) {
      showImage(found);
    } else {
      answerLater(found);
    }
  }

  /** Pages lie in memory. */
  private void showPage(Match.Found found) {
    try {
      reply.whole(rules.pages().answer(found, head.isFolder(), head.header("if-none-match")));
    } catch (Refusal e) {
      reply.fail(e.answer());
    }
  }

  /** The store answers when it can; nobody waits for it here. */
  private void showImage(Match.Found found) {
    (rules.access().hidesPicture(found.name(), admission.owner())
            ? rules.answers().noImage()
            : rules.answers().image(found.name(), head.header("if-none-match")))
        .whenComplete(
            (payload, failure) -> {
              if (failure == null) {
                write(found, payload.status(), () -> reply.whole(payload));
              } else {
                fail(found, failure);
              }
            });
  }

  private void fail(Match.Found found, Throwable failure) {
    Throwable cause = failure;
    if (failure instanceof CompletionException && failure.getCause() != null) {
      cause = failure.getCause();
    }
    ErrorAnswer answer;
    if (cause instanceof Refusal refused) {
      answer = refused.answer();
    } else if (cause instanceof StatusException status) {
      answer = ErrorTable.answer(status);
    } else {
      LOG.error("{} {} {} failed", head.id(), head.method(), head.path(), cause);
      answer = ErrorTable.internal(head.id());
    }
    write(found, answer.status(), () -> reply.fail(answer));
  }

  private void startRun(RunAnswers answers, Match.Found found) {
    try {
      RunTerms terms =
          new RunTerms(
              caller(),
              admission.owner(),
              RunLimit.of(head, rules.runLimit()),
              admission.weight(),
              admission);
      answers.start(found, body, terms);
    } catch (RequestException e) {
      body.close();
      reply.fail(ErrorTable.answer(e));
    }
  }

  private String caller() {
    return admission.caller(
        rules.callers().of(ctx.channel().remoteAddress(), head.header("x-forwarded-for")));
  }

  /** Lists may be long and a reload waits: neither belongs on the event loop. */
  private void answerLater(Match.Found found) {
    boolean waits =
        found.endpoint() == Endpoint.CONFIG_RELOAD || found.endpoint().isAdapterChange();
    try {
      ByteBuffer sent = found.endpoint().isAdapterChange() ? copy(body.body()) : NOTHING;
      (waits ? rules.waiter() : rules.teller()).execute(() -> tell(found, sent));
    } catch (RejectedExecutionException e) {
      reply.fail(ErrorTable.answer(busy()));
    }
  }

  /** The exchange, and with it the body, may end before the answer is there. */
  private static ByteBuffer copy(ByteBuffer body) {
    ByteBuffer head = body.slice(body.position(), Math.min(body.remaining(), MOST_ASKED + 1));
    return ByteBuffer.allocate(head.remaining()).put(head).flip();
  }

  private void tell(Match.Found found, ByteBuffer sent) {
    try {
      if (found.endpoint() == Endpoint.CONFIG_RELOAD) {
        reloadKeys();
      }
      HttpResponsePayload payload =
          found.endpoint().isAdapterChange()
              ? rules.answers().changeAdapters(found, sent)
              : rules.answers().answer(found, head.query(), admission.showsReasons());
      write(found, payload.status(), () -> reply.whole(payload));
    } catch (RuntimeException | Error e) {
      fail(found, e);
    }
  }

  /** Keys are read again with the rest; where they cannot be, the rest stays as it is, too. */
  private void reloadKeys() {
    Optional<String> failure = rules.access().reload();
    if (failure.isPresent()) {
      throw new Refusal(
          ErrorAnswer.of(412, "the keys and groups were not reloaded: " + failure.get()));
    }
  }

  private void write(Match.Found found, int status, Runnable answer) {
    count(found, status);
    ctx.executor()
        .execute(
            () -> {
              if (!reply.isBegun()) {
                answer.run();
              }
            });
  }

  /** Names that nobody serves are not counted: there are as many as clients can think of. */
  private void count(Match.Found found, int status) {
    String question =
        switch (found.endpoint()) {
          case MODEL_READY -> "ModelReady";
          case MODEL_METADATA -> "ModelMetadata";
          default -> "";
        };
    if (!question.isEmpty()) {
      rules
          .answers()
          .asked(found.name())
          .ifPresent(name -> rules.metrics().tell(question, name, status));
    }
  }

  /** What a server that ends says to those who ask for more. */
  public static StatusException ending() {
    return new StatusException(StatusCode.UNAVAILABLE, "the server is shutting down");
  }

  private static StatusException noRoom() {
    return new StatusException(
        StatusCode.UNAVAILABLE,
        "the bodies of other requests take all the memory that they may; try again");
  }

  static StatusException busy() {
    return new StatusException(
        StatusCode.UNAVAILABLE, "the server is busy with other requests; try again");
  }
}
