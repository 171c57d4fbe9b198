package dev.easel.http.server;

import dev.easel.http.auth.AccessRules;
import dev.easel.http.auth.CorsPolicy;
import dev.easel.http.body.BodyLimits;
import dev.easel.http.exchange.Callers;
import dev.easel.http.info.Readiness;
import dev.easel.http.trace.Spans;
import dev.easel.http.trace.TraceShelf;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a deployer decides about the server.
 *
 * @param addresses where to listen; port 0 takes a free one
 * @param eventLoops how many threads read and write; none of them ever waits
 * @param workers how many threads take large bodies apart
 * @param transport how to talk to the kernel
 * @param timeouts how long clients may keep the server waiting
 * @param limits how large a request may be
 * @param access who may ask what
 * @param callers tells those who ask apart
 * @param cors which pages of other sites may call
 * @param defaultModel the servable that answers on the plain paths when nothing names one
 * @param readiness when the server calls itself ready
 * @param tellsDetails whether clients learn what went wrong inside the server
 * @param hasPages whether it shows pages for people
 * @param tls with what HTTPS is served; empty for plain HTTP
 * @param spans takes part in distributed traces
 * @param traces keeps the traces that requests ask for
 */
public record ServerSettings(
    List<InetSocketAddress> addresses,
    int eventLoops,
    int workers,
    Transport transport,
    Timeouts timeouts,
    BodyLimits limits,
    AccessRules access,
    Callers callers,
    CorsPolicy cors,
    Optional<String> defaultModel,
    Readiness readiness,
    boolean tellsDetails,
    boolean hasPages,
    Optional<TlsFiles> tls,
    Spans spans,
    TraceShelf traces) {

  /** Checks that there is an address and a thread. */
  public ServerSettings {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("a server needs an address to listen on");
    }
    if (eventLoops < 1 || workers < 1) {
      throw new IllegalArgumentException("a server needs at least one thread of each kind");
    }
  }

  /** The defaults for a server that listens on these addresses. */
  public static ServerSettings on(List<InetSocketAddress> addresses) {
    int cores = Runtime.getRuntime().availableProcessors();
    return new ServerSettings(
        addresses,
        Math.max(2, cores),
        Math.max(2, cores),
        Transport.AUTO,
        Timeouts.DEFAULT,
        BodyLimits.standard(),
        AccessRules.OPEN,
        Callers.BY_ADDRESS,
        CorsPolicy.OPEN,
        Optional.empty(),
        Readiness.ANY,
        false,
        true,
        Optional.empty(),
        Spans.NONE,
        TraceShelf.standard());
  }

  /** The same with another way of talking to the kernel. */
  public ServerSettings with(Transport other) {
    return changed(draft -> draft.transport = other);
  }

  /** The same with other timeouts. */
  public ServerSettings with(Timeouts other) {
    return changed(draft -> draft.timeouts = other);
  }

  /** The same with other limits. */
  public ServerSettings with(BodyLimits other) {
    return changed(draft -> draft.limits = other);
  }

  /** The same with other rules of access. */
  public ServerSettings with(AccessRules other) {
    return changed(draft -> draft.access = other);
  }

  /** The same with callers told apart otherwise. */
  public ServerSettings with(Callers other) {
    return changed(draft -> draft.callers = other);
  }

  /** The same with another readiness. */
  public ServerSettings with(Readiness other) {
    return changed(draft -> draft.readiness = other);
  }

  /** The same, telling clients what went wrong inside the server. */
  public ServerSettings withDetails() {
    return changed(draft -> draft.tellsDetails = true);
  }

  /** The same without pages for people. */
  public ServerSettings withoutPages() {
    return changed(draft -> draft.hasPages = false);
  }

  /** The same, serving HTTPS. */
  public ServerSettings with(TlsFiles other) {
    return changed(draft -> draft.tls = Optional.of(other));
  }

  /** The same, taking part in distributed traces; whoever opened the spans closes them. */
  public ServerSettings with(Spans other) {
    return changed(draft -> draft.spans = other);
  }

  private ServerSettings changed(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.settings();
  }

  /** What may be changed, before it is settings again. */
  private static final class Draft {
    private final ServerSettings from;
    private Transport transport;
    private Timeouts timeouts;
    private BodyLimits limits;
    private AccessRules access;
    private Callers callers;
    private Readiness readiness;
    private boolean tellsDetails;
    private boolean hasPages;
    private Optional<TlsFiles> tls;
    private Spans spans;

    Draft(ServerSettings from) {
      this.from = from;
      transport = from.transport;
      timeouts = from.timeouts;
      limits = from.limits;
      access = from.access;
      callers = from.callers;
      readiness = from.readiness;
      tellsDetails = from.tellsDetails;
      hasPages = from.hasPages;
      tls = from.tls;
      spans = from.spans;
    }

    ServerSettings settings() {
      return new ServerSettings(
          from.addresses,
          from.eventLoops,
          from.workers,
          transport,
          timeouts,
          limits,
          access,
          callers,
          from.cors,
          from.defaultModel,
          readiness,
          tellsDetails,
          hasPages,
          tls,
          spans,
          from.traces);
    }
  }
}
