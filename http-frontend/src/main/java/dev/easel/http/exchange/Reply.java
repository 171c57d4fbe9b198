package dev.easel.http.exchange;

import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.http.error.ErrorAnswer;
import dev.easel.http.error.ErrorTable;
import dev.easel.http.trace.AnswerSummary;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one answer, no faster than the client reads it.
 *
 * <p>Bytes go to the socket in slices, so that what waits for a slow reader stays where the graph
 * put it and is not copied for the network ahead of time.
 *
 * <p><b>Threads</b>: the event loop of the channel.
 */
// A write or close that fails shows as an inactive channel, which is watched.
@SuppressWarnings("FutureReturnValueIgnored")
final class Reply {

  private static final Logger LOG = LoggerFactory.getLogger(Reply.class);

  private static final int SLICE = 64 << 10;

  /**
   * What stands for the status of an answer that was never begun: the client disconnected before.
   */
  private static final int LEFT = 499;

  private static final String EVENTS = "text/event-stream";

  private final ChannelHandlerContext ctx;
  private final RequestHead head;
  private final ExchangeRules rules;
  private final Supplier<HttpHeaders> common;
  private final Runnable end;
  private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
  private State state = State.UNBEGUN;
  private boolean isKeptAlive;
  private boolean isEvents;
  private boolean hasBody;
  private boolean isPumping;
  private boolean isStalled;
  private int status;
  private long bytes;
  private String steps = "";
  private String seed = "";
  private String error = "";
  private Optional<String> lastTiming = Optional.empty();
  private long lastTakenNanos;
  private long lastPiece;
  private @Nullable Future<?> stall;
  private @Nullable Future<?> heartbeat;

  private enum State {
    UNBEGUN,
    OPEN,
    CLOSING,
    LAST,
    OVER
  }

  /**
   * A reply that calls {@code end} once everything is with the client or the client is gone.
   *
   * @param common the headers that the answer has whatever it is, asked for when it begins
   */
  Reply(
      ChannelHandlerContext ctx,
      RequestHead head,
      ExchangeRules rules,
      Supplier<HttpHeaders> common,
      Runnable end) {
    this.common = common;
    this.ctx = ctx;
    this.head = head;
    this.rules = rules;
    this.end = end;
    this.isKeptAlive = head.isKeptAlive();
  }

  boolean isBegun() {
    return state != State.UNBEGUN;
  }

  /** Whether a streamed answer expects more pieces. */
  boolean isOpen() {
    return state == State.OPEN;
  }

  /** Whether the connection can carry another request once the reply is over. */
  boolean isKeptAlive() {
    return isKeptAlive;
  }

  /** Lets this be the connection's last answer. */
  void close() {
    isKeptAlive = false;
  }

  /** Writes a whole answer. */
  void whole(HttpResponsePayload payload) {
    whole(payload, Optional.empty());
  }

  /**
   * Writes a whole answer.
   *
   * @param timing what it has cost, for its {@code Server-Timing} header
   */
  void whole(HttpResponsePayload payload, Optional<String> timing) {
    rules.metrics().answer(payload.status());
    long length = payload.length();
    note(payload);
    AnswerHead answer = new AnswerHead(payload, common.get(), timing, head, isKeptAlive);
    if (length <= SLICE || head.method().equals("HEAD")) {
      state = State.LAST;
      ByteBuf content =
          head.method().equals("HEAD")
              ? Unpooled.EMPTY_BUFFER
              : Unpooled.wrappedBuffer(payload.body().toArray(ByteBuffer[]::new));
      HttpResponse response = answer.withLength(length);
      bytes += content.readableBytes();
      last(
          new DefaultFullHttpResponse(
              response.protocolVersion(),
              response.status(),
              content,
              response.headers(),
              EmptyHttpHeaders.INSTANCE));
      ctx.flush();
      watch();
      return;
    }
    begin(answer.withLength(length), State.CLOSING);
    waiting.addAll(payload.body());
    pump();
  }

  /** Writes the next piece of a streamed answer; the first gives status and headers. */
  void piece(HttpResponsePayload payload) {
    piece(payload, Optional::empty);
  }

  /**
   * Writes the next piece of a streamed answer; the first gives status and headers.
   *
   * @param timing asked, for the first piece, what it has cost so far; where there is an answer,
   *     that of the whole may follow with the end
   */
  void piece(HttpResponsePayload payload, Supplier<Optional<String>> timing) {
    if (state == State.UNBEGUN) {
      rules.metrics().answer(payload.status());
      note(payload);
      // Where there are no chunks, only the connection's end can end the answer.
      isKeptAlive &= head.isChunkable();
      isEvents = payload.header("content-type").startsWith(EVENTS);
      AnswerHead answer = new AnswerHead(payload, common.get(), timing.get(), head, isKeptAlive);
      begin(answer.chunked(), State.OPEN);
      lastPiece = System.nanoTime();
      beat();
    }
    if (state == State.OPEN) {
      lastPiece = System.nanoTime();
      waiting.addAll(payload.body());
      pump();
    }
  }

  /** Ends a streamed answer. */
  void finish() {
    finish(Optional.empty());
  }

  /**
   * Ends a streamed answer.
   *
   * @param timing what all of it has cost, which follows it where the client asks for that
   */
  void finish(Optional<String> timing) {
    if (state == State.OPEN) {
      state = State.CLOSING;
      lastTiming = timing;
      pump();
    }
  }

  /** Answers with an error, whatever was written before it. */
  void fail(ErrorAnswer error) {
    if (state == State.UNBEGUN || state == State.OPEN) {
      this.error = error.error().code().orElse(error.error().type());
      rules.metrics().error(error.status(), this.error);
    }
    if (state == State.UNBEGUN) {
      whole(error.payload());
    } else if (state == State.OPEN && isEvents) {
      String event = "event: error\ndata: " + error.error().json() + "\n\n";
      waiting.add(StandardCharsets.UTF_8.encode(event));
      finish();
    } else if (state == State.OPEN) {
      // A body cut short is the only way left to say that it is not whole.
      isKeptAlive = false;
      ctx.close();
    }
  }

  /**
   * Ends an answer that cannot be written: the client learns so if nothing was, else the connection
   * ends at once, since nobody can tell where the answer stands.
   */
  void breakOff(Throwable failure) {
    LOG.error("{} {} {} failed", head.id(), head.method(), head.path(), failure);
    error = "internal_error";
    isPumping = false;
    if (state == State.UNBEGUN) {
      try {
        fail(ErrorTable.internal(head.id()));
        return;
      } catch (RuntimeException | Error e) {
        LOG.error("{} cannot even be answered with an error", head.id(), e);
      }
    }
    isKeptAlive = false;
    ctx.close();
  }

  /** Goes on when the client has read. */
  void pump() {
    // A write tells at once when it fills or empties the channel; what it tells must not write.
    if (isPumping) {
      return;
    }
    isPumping = true;
    do {
      while (!waiting.isEmpty() && ctx.channel().isWritable()) {
        writeSlice(waiting.element());
      }
      if (state == State.CLOSING && waiting.isEmpty()) {
        state = State.LAST;
        last(lastContent());
      }
      ctx.flush();
    } while (!waiting.isEmpty() && ctx.channel().isWritable());
    isPumping = false;
    watch();
  }

  private LastHttpContent lastContent() {
    if (lastTiming.isEmpty() || !head.takesTrailers()) {
      return LastHttpContent.EMPTY_LAST_CONTENT;
    }
    LastHttpContent end = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
    end.trailingHeaders().set(AnswerHead.TIMING, lastTiming.get());
    return end;
  }

  private void writeSlice(ByteBuffer next) {
    int size = Math.min(SLICE, next.remaining());
    ByteBuffer slice = next.slice(next.position(), size);
    next.position(next.position() + size);
    if (!next.hasRemaining()) {
      waiting.remove();
    }
    if (hasBody && size > 0) {
      bytes += size;
      ctx.write(new DefaultHttpContent(Unpooled.wrappedBuffer(slice)))
          .addListener(taken -> lastTakenNanos = System.nanoTime());
    }
  }

  private void note(HttpResponsePayload payload) {
    status = payload.status();
    steps = payload.header("x-easel-steps");
    seed = payload.header("x-easel-seed");
  }

  /** What the log says of the exchange. */
  AccessLine line(String servable, long nanos) {
    return new AccessLine(head, servable, status == 0 ? LEFT : status, nanos, bytes, steps, seed);
  }

  /** What a span says of the answer. */
  AnswerSummary summary() {
    return new AnswerSummary(status, bytes, steps, seed, error);
  }

  /** Whether the client reads more slowly than the graph answers. */
  boolean isBehind() {
    return !waiting.isEmpty() || !ctx.channel().isWritable();
  }

  /** Whether the connection was closed because the client took nothing any more. */
  boolean isStalled() {
    return isStalled;
  }

  /** Forgets what is not written: the client has disconnected. */
  void drop() {
    if (state != State.OVER) {
      error = isStalled ? "reader_stalled" : "client_left";
    }
    waiting.clear();
    over();
  }

  private void begin(HttpResponse response, State next) {
    hasBody = !head.method().equals("HEAD");
    state = next;
    ctx.write(response);
  }

  private void last(Object message) {
    ctx.write(message)
        .addListener(
            (ChannelFutureListener)
                done -> {
                  if (!done.isSuccess()) {
                    ctx.close();
                  }
                  over();
                });
  }

  private void over() {
    if (state != State.OVER) {
      state = State.OVER;
      cancel(stall);
      cancel(heartbeat);
      end.run();
    }
  }

  private static void cancel(@Nullable Future<?> timer) {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  /** Closes the connection of a reader that takes nothing any more. */
  private void watch() {
    if (isPending() && stall == null && state != State.OVER) {
      lastTakenNanos = System.nanoTime();
      watch(rules.writeTimeout().toNanos());
    }
  }

  private void watch(long nanos) {
    stall = ctx.executor().schedule(this::judge, nanos, TimeUnit.NANOSECONDS);
  }

  private void judge() {
    stall = null;
    long left = rules.writeTimeout().toNanos() - (System.nanoTime() - lastTakenNanos);
    if (isPending() && left > 0) {
      watch(left);
    } else if (isPending()) {
      isStalled = true;
      ctx.close();
    }
  }

  private boolean isPending() {
    return state == State.LAST || isBehind();
  }

  /** Writes a comment when no event has come for a while. */
  private void beat() {
    if (!isEvents || state != State.OPEN) {
      return;
    }
    long gap = rules.eventGap().toNanos();
    long quiet = System.nanoTime() - lastPiece;
    if (quiet >= gap) {
      lastPiece = System.nanoTime();
      quiet = 0;
      if (!isBehind()) {
        waiting.add(StandardCharsets.US_ASCII.encode(": keep-alive\n\n"));
        pump();
      }
    }
    heartbeat = ctx.executor().schedule(this::beat, gap - quiet, TimeUnit.NANOSECONDS);
  }
}
