package dev.easel.http.server;

import dev.easel.calculators.http.ImageStore;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.http.body.BodyBudget;
import dev.easel.http.desk.Desk;
import dev.easel.http.exchange.Exchange;
import dev.easel.http.exchange.ExchangeRules;
import dev.easel.http.exchange.Exchanges;
import dev.easel.http.info.ServerAnswers;
import dev.easel.http.metrics.DeskReport;
import dev.easel.http.metrics.MetricFamilies;
import dev.easel.http.metrics.MetricSources;
import dev.easel.http.metrics.ServerMetrics;
import dev.easel.http.page.Pages;
import dev.easel.http.route.RouteTable;
import dev.easel.http.route.ServableChoice;
import dev.easel.serving.Servables;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * The HTTP server.
 *
 * <p><b>Threads</b>: any thread may call any method.
 *
 * <p><b>Ownership</b>: whoever opened it closes it; it does not close the servables.
 */
public final class HttpServer implements AutoCloseable {

  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final EventLoopGroup acceptor;
  private final EventLoopGroup loops;
  private final Workers workers;
  private final Connections connections = new Connections();
  private final List<InetSocketAddress> given;
  private final List<Channel> doors = new ArrayList<>();
  private final AtomicBoolean isEnding = new AtomicBoolean();
  private final CompletableFuture<Void> broken = new CompletableFuture<>();
  private final Optional<TlsDoor> tls;

  private HttpServer(ServerSettings settings) {
    this.given = settings.addresses();
    this.tls = settings.tls().map(TlsDoor::open);
    this.acceptor = settings.transport().loops("easel-accept", 1, this::loopEnds);
    this.loops = settings.transport().loops("easel-http", settings.eventLoops(), this::loopEnds);
    this.workers = new Workers(settings.workers());
  }

  /**
   * Opens a server.
   *
   * <p><b>Failure</b>: {@code UNAVAILABLE} when an address cannot be listened on, {@code
   * INVALID_ARGUMENT} when its host is unknown or the certificate cannot be used.
   *
   * @param servables what it serves
   * @param images the images that answers name by URL
   * @param metrics what {@code /metrics} shows; empty when it shows nothing
   * @param droppedLines how many lines the log has dropped, for the metrics
   * @param version the product's version
   */
  public static HttpServer open(
      ServerSettings settings,
      Servables servables,
      ImageStore images,
      Optional<MetricFamilies> metrics,
      LongSupplier droppedLines,
      String version) {
    return open(settings, servables, images, metrics, droppedLines, version, Optional.empty());
  }

  /**
   * The same of a server that keeps tasks.
   *
   * @param desk answers about tasks, files and batches; empty when none are kept
   */
  public static HttpServer open(
      ServerSettings settings,
      Servables servables,
      ImageStore images,
      Optional<MetricFamilies> metrics,
      LongSupplier droppedLines,
      String version,
      Optional<Desk> desk) {
    HttpServer server = new HttpServer(settings);
    try {
      ServerMetrics counters =
          new ServerMetrics(
              metrics.orElse(MetricFamilies.ALL),
              new MetricSources(
                  servables,
                  server.workers.queues(),
                  droppedLines,
                  () -> desk.map(Desk::report).orElse(DeskReport.NONE)));
      ServerAnswers answers =
          new ServerAnswers(
              servables,
              settings.readiness(),
              server.isEnding::get,
              version,
              metrics.map(families -> counters::scrape),
              images,
              settings.traces());
      server.listen(
          settings, server.exchanges(settings, servables, answers, desk, counters), counters);
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private Exchanges exchanges(
      ServerSettings settings,
      Servables servables,
      ServerAnswers answers,
      Optional<Desk> desk,
      ServerMetrics counters) {
    return new Exchanges(
        new ExchangeRules(
            new RouteTable(name -> servables.find(name).isPresent()),
            new ServableChoice(servables, settings.defaultModel()),
            answers,
            settings.hasPages() ? Pages.shipped() : Pages.none(),
            desk,
            settings.access(),
            settings.callers(),
            settings.cors(),
            settings.cors().answerHeaders(),
            settings.limits(),
            new BodyBudget(settings.limits().totalBytes()),
            counters,
            settings.traces(),
            settings.spans(),
            settings.tellsDetails(),
            isEnding::get,
            workers.worker(),
            workers.teller(),
            workers.waiter(),
            settings.timeouts().write(),
            settings.timeouts().run(),
            settings.timeouts().eventGap()));
  }

  private void listen(ServerSettings settings, Exchanges exchanges, ServerMetrics counters) {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(acceptor, loops)
            .channel(settings.transport().channel())
            .option(ChannelOption.SO_BACKLOG, 1024)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(128 << 10, 512 << 10))
            .childHandler(
                new ConnectionSetup(exchanges, settings.timeouts(), connections, counters, tls));
    settings.transport().limitSilence(bootstrap, settings.timeouts().write());
    for (InetSocketAddress address : given) {
      doors.add(bind(bootstrap, address));
    }
  }

  private static Channel bind(ServerBootstrap bootstrap, InetSocketAddress address) {
    if (address.isUnresolved()) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT, "cannot listen on the unknown host " + spelled(address));
    }
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
    if (bound.isSuccess()) {
      return bound.channel();
    }
    Throwable cause = bound.cause();
    boolean isTaken =
        cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use");
    String why =
        isTaken
            ? "the port is in use; choose another one or stop what listens there"
            : String.valueOf(cause.getMessage());
    throw new StatusException(
        StatusCode.UNAVAILABLE, "cannot listen on " + spelled(address) + ": " + why, cause);
  }

  private static String spelled(InetSocketAddress address) {
    return address.getHostString() + ":" + address.getPort();
  }

  /**
   * Does something once a thread that reads and writes has ended although the server has not been
   * closed: its connections would wait for ever. Only an error of the machine ends such a thread.
   */
  public void whenBroken(Runnable then) {
    var unused = broken.thenRun(then);
  }

  private void loopEnds() {
    if (!isEnding.get()) {
      broken.complete(null);
    }
  }

  /**
   * Where the server listens, in the order of the settings: each address as it was given, since a
   * socket on all of IPv4 calls itself one on all of IPv6, with the port that it got.
   */
  public List<InetSocketAddress> addresses() {
    List<InetSocketAddress> bound = new ArrayList<>();
    for (int i = 0; i < doors.size(); i++) {
      int port = ((InetSocketAddress) doors.get(i).localAddress()).getPort();
      bound.add(new InetSocketAddress(given.get(i).getAddress(), port));
    }
    return bound;
  }

  /**
   * Is not ready any more and begins no more runs; ends those that wait for their turn, lets those
   * that run finish for a while, then ends them with an answer that says so. Until then questions
   * are answered, one for each connection.
   */
  public void close(Duration grace) {
    isEnding.set(true);
    connections.retire();
    connections.stopWaiting(Exchange.ending());
    boolean isQuiet = connections.isQuietWithin(grace);
    doors.forEach(door -> door.close().awaitUninterruptibly());
    connections.close();
    if (!isQuiet) {
      connections.cancel(Exchange.ending());
    }
    connections.isEmptyWithin(LAST_WORDS);
    workers.close();
    tls.ifPresent(TlsDoor::close);
    acceptor.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  /** Ends everything at once. */
  @Override
  public void close() {
    close(Duration.ZERO);
  }
}
