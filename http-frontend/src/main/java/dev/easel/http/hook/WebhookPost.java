package dev.easel.http.hook;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * Sends one message to an address that was looked up before, and waits for the status alone: the
 * answer's body is not read, and where it points is not followed.
 *
 * <p><b>Threads</b>: any may send; the result comes on an event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails shows in the result
final class WebhookPost {
  private static final int MOST_LINE = 4096;
  private static final int MOST_HEADERS = 16 << 10;
  private static final int MOST_CHUNK = 8192;

  private final EventLoopGroup loops;
  private final SslContext tls;
  private final Duration timeout;

  WebhookPost(EventLoopGroup loops, SslContext tls, Duration timeout) {
    this.loops = loops;
    this.tls = tls;
    this.timeout = timeout;
  }

  /** The status of the answer; what fails fails the result. */
  CompletableFuture<Integer> send(
      URI url, InetAddress address, Map<String, String> headers, String body) {
    CompletableFuture<Integer> status = new CompletableFuture<>();
    boolean isTls = url.getScheme().equalsIgnoreCase("https");
    int port = url.getPort() >= 0 ? url.getPort() : isTls ? 443 : 80;
    DefaultFullHttpRequest request = request(url, headers, body);
    new Bootstrap()
        .group(loops)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeout.toMillis())
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                if (isTls) {
                  channel.pipeline().addLast(tls(channel, url.getHost(), port));
                }
                channel
                    .pipeline()
                    .addLast(new HttpClientCodec(MOST_LINE, MOST_HEADERS, MOST_CHUNK))
                    .addLast(new StatusReader(status));
              }
            })
        .connect(new InetSocketAddress(address, port))
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

  private SslHandler tls(Channel channel, String host, int port) {
    SslHandler handler = tls.newHandler(channel.alloc(), host, port);
    SSLEngine engine = handler.engine();
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    return handler;
  }

  private static DefaultFullHttpRequest request(URI url, Map<String, String> headers, String body) {
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    DefaultFullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1,
            HttpMethod.POST,
            url.getRawQuery() == null ? path : path + "?" + url.getRawQuery(),
            Unpooled.wrappedBuffer(bytes));
    headers.forEach(request.headers()::set);
    String host = url.getPort() >= 0 ? url.getHost() + ":" + url.getPort() : url.getHost();
    request.headers().set(HttpHeaderNames.HOST, host);
    request.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
    request.headers().set(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
    request.headers().set(HttpHeaderNames.USER_AGENT, "Easel");
    request.headers().set(HttpHeaderNames.CONNECTION, "close");
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
