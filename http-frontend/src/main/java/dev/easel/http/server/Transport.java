package dev.easel.http.server;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/** How a server talks to the kernel. */
public enum Transport {
  /** Linux's epoll where it works, else Java's own. */
  AUTO,
  /** Java's own, which works everywhere. */
  NIO;

  private boolean isEpoll() {
    return this == AUTO && Epoll.isAvailable();
  }

  EventLoopGroup loops(String name, int threads) {
    IoHandlerFactory handlers = isEpoll() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name), handlers);
  }

  Class<? extends ServerChannel> channel() {
    return isEpoll() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }
}
