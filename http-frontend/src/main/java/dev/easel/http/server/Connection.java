package dev.easel.http.server;

import dev.easel.framework.status.StatusException;
import dev.easel.http.error.ErrorAnswer;
import dev.easel.http.exchange.Exchange;
import dev.easel.http.exchange.Exchanges;
import dev.easel.http.framing.FramingException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: lets its exchanges follow one another, and keeps time.
 *
 * <p>It goes on reading while an exchange runs, because only that shows when the client
 * disconnects; what comes meanwhile waits here, within bounds.
 *
 * <p><b>Threads</b>: the event loop of the channel.
 */
// A write or close that fails shows as an inactive channel, which is watched.
@SuppressWarnings("FutureReturnValueIgnored")
final class Connection extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  /** So many pieces of later requests may wait; no client that means well sends more. */
  private static final int MOST_WAITING = 1024;

  /** So many bytes of later requests' bodies may wait. */
  private static final long MOST_WAITING_BYTES = 1 << 20;

  /** How long a client that is still sending may take to notice that nobody listens. */
  private static final Duration LINGER = Duration.ofSeconds(5);

  private final Channel channel;
  private final Exchanges exchanges;
  private final Timeouts timeouts;
  private final Connections all;
  private final RefusalLog refusals;
  private final Deque<Object> waiting = new ArrayDeque<>();
  private final Alarm idle = new Alarm();
  private final Alarm head = new Alarm();
  private final Alarm bodyGap = new Alarm();
  private final Alarm body = new Alarm();
  private @Nullable ChannelHandlerContext ctx;
  private @Nullable Exchange current;
  private boolean isRetired;
  private boolean isDeaf;
  private boolean isServing;
  private long waitingBytes;

  Connection(
      Channel channel,
      Exchanges exchanges,
      Timeouts timeouts,
      Connections all,
      RefusalLog refusals) {
    this.refusals = refusals;
    this.all = all;
    this.channel = channel;
    this.exchanges = exchanges;
    this.timeouts = timeouts;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    ctx = context;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    idle.set(context, timeouts.idle(), context::close);
    context.fireChannelActive();
  }

  /** Bytes have come that may be the beginning of a request. */
  void noticeBytes() {
    ChannelHandlerContext context = ctx;
    if (context != null && current == null && !head.isSet() && !isDeaf) {
      idle.clear();
      head.set(context, timeouts.head(), () -> refuseSlow(context));
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (isDeaf) {
      ReferenceCountUtil.release(message);
      return;
    }
    waiting.add(message);
    waitingBytes += size(message);
    serve(context);
    if (waiting.size() > MOST_WAITING || waitingBytes > MOST_WAITING_BYTES) {
      context.close();
    }
  }

  private static long size(Object message) {
    return message instanceof HttpContent content ? content.content().readableBytes() : 0;
  }

  /** Takes what waits, as far as the exchange in progress allows. */
  private void serve(ChannelHandlerContext context) {
    if (isServing) {
      return;
    }
    isServing = true;
    while (!waiting.isEmpty() && !isDeaf && (current == null || current.isReceiving())) {
      Object message = waiting.remove();
      waitingBytes -= size(message);
      try {
        take(context, message);
      } finally {
        ReferenceCountUtil.release(message);
      }
    }
    isServing = false;
    if (current == null && !isDeaf && !head.isSet()) {
      idle.set(context, timeouts.idle(), context::close);
    }
  }

  private void take(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request) {
      begin(context, request);
    }
    Exchange exchange = current;
    if (message instanceof HttpContent content && exchange != null) {
      if (message instanceof LastHttpContent) {
        bodyGap.clear();
        body.clear();
      } else {
        bodyGap.set(context, timeouts.bodyGap(), () -> refuseSlow(context));
      }
      attempt(exchange, () -> exchange.receive(content));
    }
  }

  /** Whatever goes wrong in an exchange ends it, with an answer where that is still possible. */
  private static void attempt(Exchange exchange, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      exchange.fail(e);
    }
  }

  private void begin(ChannelHandlerContext context, HttpRequest request) {
    idle.clear();
    head.clear();
    Exchange exchange = open(context, request);
    if (request.decoderResult().isSuccess()) {
      body.set(context, timeouts.body(), () -> refuseSlow(context));
      bodyGap.set(context, timeouts.bodyGap(), () -> refuseSlow(context));
      attempt(exchange, exchange::begin);
    } else {
      ErrorAnswer error = malformed(request);
      refusals.tell(channel.remoteAddress(), error.error().message());
      exchange.refuseUntold(error);
    }
  }

  private Exchange open(ChannelHandlerContext context, HttpRequest request) {
    Exchange exchange = exchanges.open(context, request, () -> end(context));
    all.exchangeBegins();
    current = exchange;
    if (isRetired) {
      exchange.close();
    }
    return exchange;
  }

  private static ErrorAnswer malformed(HttpRequest request) {
    return request.decoderResult().cause() instanceof FramingException fault
        ? ErrorAnswer.of(fault.status(), fault.reason())
        : ErrorAnswer.of(400, "this is not an HTTP/1.1 request");
  }

  private void refuseSlow(ChannelHandlerContext context) {
    Exchange exchange = current;
    if (exchange == null) {
      exchange = open(context, new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"));
    }
    exchange.refuse(ErrorAnswer.of(408, "the request did not arrive in time"));
  }

  private void end(ChannelHandlerContext context) {
    Exchange exchange = current;
    current = null;
    all.exchangeEnded();
    bodyGap.clear();
    body.clear();
    if (exchange == null || !channel.isActive()) {
      return;
    }
    if (exchange.isKeptAlive() && !isRetired) {
      serve(context);
      return;
    }
    isDeaf = true; // what came behind the last request is none of this connection any more
    if (exchange.isReceiving() && channel instanceof DuplexChannel duplex) {
      // A socket closed with bytes unread is reset, and the answer may be lost with it.
      sayLast(duplex);
      idle.set(context, LINGER, context::close);
    } else {
      context.close();
    }
  }

  /** Under TLS, that nothing follows is a message too. */
  private void sayLast(DuplexChannel duplex) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      duplex.shutdownOutput();
    } else {
      tls.closeOutbound().addListener(said -> duplex.shutdownOutput());
    }
  }

  /** Closes after the answer to the request in progress, or the next one. Any thread may call. */
  void retire() {
    onLoop(
        () -> {
          isRetired = true;
          if (current != null) {
            current.close();
          }
        });
  }

  /** Closes, after the answer to the request in progress if there is one. Any thread may call. */
  void close() {
    onLoop(
        () -> {
          if (current == null) {
            channel.close();
          }
        });
  }

  /** Ends a run that waits for its turn. Any thread may call. */
  void stopWaiting(StatusException reason) {
    onLoop(
        () -> {
          if (current != null) {
            current.stopWaiting(reason);
          }
        });
  }

  /** Ends the exchange in progress. Any thread may call. */
  void cancel(StatusException reason) {
    onLoop(
        () -> {
          if (current != null) {
            current.cancel(reason);
          }
        });
  }

  private void onLoop(Runnable step) {
    channel.eventLoop().execute(step);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    Exchange exchange = current;
    if (exchange != null) {
      attempt(exchange, exchange::changeWritability);
    }
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    isDeaf = true;
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
    for (Alarm alarm : new Alarm[] {idle, head, bodyGap, body}) {
      alarm.end();
    }
    if (current != null) {
      current.lose();
    }
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      LOG.debug("a client's connection broke", cause);
    } else {
      LOG.error("a connection failed", cause);
    }
    context.close();
  }
}
