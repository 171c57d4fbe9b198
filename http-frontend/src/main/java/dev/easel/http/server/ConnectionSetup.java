package dev.easel.http.server;

import dev.easel.http.exchange.Exchanges;
import dev.easel.http.framing.FramingGuard;
import dev.easel.http.metrics.ServerMetrics;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import java.util.Optional;

/** Prepares the channel of a new connection. */
final class ConnectionSetup extends ChannelInitializer<Channel> {

  private static final int MAX_LINE_BYTES = 16 << 10;
  private static final int MAX_HEADER_BYTES = 64 << 10;
  private static final int MAX_CHUNK_BYTES = 64 << 10;

  private final Exchanges exchanges;
  private final Timeouts timeouts;
  private final Connections connections;
  private final ServerMetrics metrics;
  private final Optional<TlsDoor> tls;
  private final RefusalLog refusals = new RefusalLog();

  ConnectionSetup(
      Exchanges exchanges,
      Timeouts timeouts,
      Connections connections,
      ServerMetrics metrics,
      Optional<TlsDoor> tls) {
    this.metrics = metrics;
    this.tls = tls;
    this.exchanges = exchanges;
    this.timeouts = timeouts;
    this.connections = connections;
  }

  @Override
  protected void initChannel(Channel channel) {
    Connection connection = new Connection(channel, exchanges, timeouts, connections, refusals);
    connections.add(connection);
    metrics.connect();
    channel
        .closeFuture()
        .addListener(
            closed -> {
              metrics.disconnect();
              connections.remove(connection);
            });
    HttpDecoderConfig limits =
        new HttpDecoderConfig()
            // The guard before it limits both; what it lets through must not be refused by another.
            .setMaxInitialLineLength(MAX_HEADER_BYTES)
            .setMaxHeaderSize(2 * MAX_HEADER_BYTES)
            .setMaxChunkSize(MAX_CHUNK_BYTES);
    tls.ifPresent(door -> channel.pipeline().addLast(door.handler(channel)));
    channel
        .pipeline()
        .addLast(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelRead(ChannelHandlerContext ctx, Object bytes) {
                connection.noticeBytes();
                ctx.fireChannelRead(bytes);
              }
            },
            new FramingGuard(MAX_LINE_BYTES, MAX_HEADER_BYTES),
            new HttpServerCodec(limits),
            connection);
  }
}
