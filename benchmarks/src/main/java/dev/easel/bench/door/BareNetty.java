package dev.easel.bench.door;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A server with nothing between Netty's HTTP codec and the answer: it answers a request with its
 * body under the headers that Easel answers with, and a form, which it drains, with a short text.
 * Sockets and event loops are those of Easel.
 */
public final class BareNetty {
  private BareNetty() {}

  /**
   * Serves on a port of the loopback address until it is killed.
   *
   * @param args the port, how many event loops, and a file with the headers of all answers
   */
  public static void main(String[] args) throws InterruptedException, IOException {
    int port = Integer.parseInt(args[0]);
    int loops = Integer.parseInt(args[1]);
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line : Files.readAllLines(Path.of(args[2]))) {
      int colon = line.indexOf(": ");
      headers.put(line.substring(0, colon), line.substring(colon + 2));
    }
    EventLoopGroup acceptor = group("accept", 1);
    EventLoopGroup workers = group("http", loops);
    new ServerBootstrap()
        .group(acceptor, workers)
        .channel(EpollServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, 1024)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.SO_KEEPALIVE, true)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(new HttpServerCodec(), new BareAnswers(headers));
              }
            })
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        .sync()
        .channel()
        .closeFuture()
        .sync();
  }

  private static EventLoopGroup group(String name, int threads) {
    return new MultiThreadIoEventLoopGroup(
        threads, new DefaultThreadFactory(name), EpollIoHandler.newFactory());
  }
}
