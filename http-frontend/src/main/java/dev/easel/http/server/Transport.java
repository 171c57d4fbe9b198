package dev.easel.http.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.SocketOption;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;

/** How a server talks to the kernel. */
public enum Transport {
  /** Linux's epoll where it works, else Java's own. */
  AUTO,
  /** Java's own, which works everywhere. */
  NIO;

  private static final int PROBES = 3;
  private static final int MOST_SECONDS = 600;

  private boolean isEpoll() {
    return this == AUTO && Epoll.isAvailable();
  }

  EventLoopGroup loops(String name, int threads, Runnable ends) {
    IoHandlerFactory handlers = isEpoll() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    return new MultiThreadIoEventLoopGroup(
        threads, new DefaultThreadFactory(name), ToldEnd.of(handlers, ends));
  }

  Class<? extends ServerChannel> channel() {
    return isEpoll() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  /**
   * Lets the kernel end connections whose other side has gone without a word, as with a cable
   * pulled or a router restarted: it asks when nothing was heard for half of the limit, and gives
   * up when the limit is over.
   */
  void limitSilence(ServerBootstrap bootstrap, Duration limit) {
    int seconds = (int) Math.min(limit.toSeconds(), MOST_SECONDS);
    int idle = Math.max(1, seconds / 2);
    int gap = Math.max(1, seconds / 2 / PROBES);
    if (isEpoll()) {
      bootstrap
          .childOption(EpollChannelOption.TCP_KEEPIDLE, idle)
          .childOption(EpollChannelOption.TCP_KEEPINTVL, gap)
          .childOption(EpollChannelOption.TCP_KEEPCNT, PROBES)
          // Longer than the limit: a reader that stalls is the server's to notice, and to count.
          .childOption(EpollChannelOption.TCP_USER_TIMEOUT, (seconds + idle) * 1000);
    } else {
      keepAlive(bootstrap, ExtendedSocketOptions.TCP_KEEPIDLE, idle);
      keepAlive(bootstrap, ExtendedSocketOptions.TCP_KEEPINTERVAL, gap);
      keepAlive(bootstrap, ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
    }
  }

  private static void keepAlive(
      ServerBootstrap bootstrap, SocketOption<Integer> option, int value) {
    bootstrap.childOption(NioChannelOption.of(option), value);
  }
}
