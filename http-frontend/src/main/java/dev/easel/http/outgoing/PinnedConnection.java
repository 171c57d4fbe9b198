package dev.easel.http.outgoing;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * A connection for one request to a URL, at an address that was looked up before: who asks for the
 * host again may be told another. With https the certificate must be the host's.
 *
 * <p><b>Threads</b>: any may open and make requests.
 *
 * <p><b>Ownership</b>: the channel is whoever's opened it.
 */
public final class PinnedConnection {
  private static final int MOST_LINE = 4096;
  private static final int MOST_HEADERS = 16 << 10;

  private final EventLoopGroup loops;
  private final SslContext tls;
  private final int mostChunk;

  /**
   * Connections on these loops.
   *
   * @param mostChunk how many bytes of a body are handed on at once
   */
  public PinnedConnection(EventLoopGroup loops, SslContext tls, int mostChunk) {
    this.loops = loops;
    this.tls = tls;
    this.mostChunk = mostChunk;
  }

  /** Connects; {@code reader} is given the answer's parts. */
  public ChannelFuture open(
      URI url, InetAddress address, Duration connectTimeout, ChannelHandler reader) {
    boolean isTls = url.getScheme().equalsIgnoreCase("https");
    int port = url.getPort() >= 0 ? url.getPort() : isTls ? 443 : 80;
    return new Bootstrap()
        .group(loops)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) connectTimeout.toMillis())
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                if (isTls) {
                  channel.pipeline().addLast(tls(channel, url.getHost(), port));
                }
                channel
                    .pipeline()
                    .addLast(new HttpClientCodec(MOST_LINE, MOST_HEADERS, mostChunk))
                    .addLast(reader);
              }
            })
        .connect(new InetSocketAddress(address, port));
  }

  private SslHandler tls(Channel channel, String host, int port) {
    SslHandler handler = tls.newHandler(channel.alloc(), host, port);
    SSLEngine engine = handler.engine();
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    return handler;
  }

  /** A request for what a URL names, after which the connection ends. */
  public static DefaultFullHttpRequest request(HttpMethod method, URI url, ByteBuf body) {
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    DefaultFullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1,
            method,
            url.getRawQuery() == null ? path : path + "?" + url.getRawQuery(),
            body);
    String host = url.getPort() >= 0 ? url.getHost() + ":" + url.getPort() : url.getHost();
    request.headers().set(HttpHeaderNames.HOST, host);
    request.headers().set(HttpHeaderNames.USER_AGENT, "Easel");
    request.headers().set(HttpHeaderNames.CONNECTION, "close");
    return request;
  }
}
