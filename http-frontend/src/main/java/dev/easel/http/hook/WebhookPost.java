package dev.easel.http.hook;

import dev.easel.http.outgoing.PinnedConnection;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Sends one message to an address that was looked up before, and waits for the status alone: the
 * answer's body is not read, and where it points is not followed.
 *
 * <p><b>Threads</b>: any may send; the result comes on an event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails shows in the result
final class WebhookPost {
  private static final int MOST_CHUNK = 8192;

  private final PinnedConnection connections;
  private final Duration timeout;

  WebhookPost(EventLoopGroup loops, SslContext tls, Duration timeout) {
    this.connections = new PinnedConnection(loops, tls, MOST_CHUNK);
    this.timeout = timeout;
  }

  /** The status of the answer; what fails fails the result. */
  CompletableFuture<Integer> send(
      URI url, InetAddress address, Map<String, String> headers, String body) {
    CompletableFuture<Integer> status = new CompletableFuture<>();
    DefaultFullHttpRequest request = request(url, headers, body);
    connections
        .open(url, address, timeout, new StatusReader(status))
        .addListener(
            (ChannelFutureListener)
                connected -> {
                  if (!connected.isSuccess()) {
                    request.release();
                    status.completeExceptionally(connected.cause());
                    return;
                  }
                  Channel channel = connected.channel();
                  channel
                      .eventLoop()
                      .schedule(() -> channel.close(), timeout.toMillis(), TimeUnit.MILLISECONDS);
                  channel.writeAndFlush(request);
                });
    return status;
  }

  private static DefaultFullHttpRequest request(URI url, Map<String, String> headers, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    DefaultFullHttpRequest request =
        PinnedConnection.request(HttpMethod.POST, url, Unpooled.wrappedBuffer(bytes));
    headers.forEach(request.headers()::set);
    request.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
    request.headers().set(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
    return request;
  }

  /** Reads the status, and hangs up. */
  private static final class StatusReader extends SimpleChannelInboundHandler<HttpObject> {
    private final CompletableFuture<Integer> status;

    StatusReader(CompletableFuture<Integer> status) {
      this.status = status;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
      if (message instanceof HttpResponse response) {
        if (response.decoderResult().isSuccess()) {
          status.complete(response.status().code());
        } else {
          status.completeExceptionally(response.decoderResult().cause());
        }
        ctx.close();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      status.completeExceptionally(
          new IllegalStateException("the connection ended, or the time was over, without answer"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      status.completeExceptionally(cause);
      ctx.close();
    }
  }
}
