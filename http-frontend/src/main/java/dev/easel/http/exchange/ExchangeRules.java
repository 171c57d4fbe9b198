package dev.easel.http.exchange;

import dev.easel.http.auth.AccessRules;
import dev.easel.http.auth.CorsPolicy;
import dev.easel.http.body.BodyBudget;
import dev.easel.http.body.BodyLimits;
import dev.easel.http.desk.Desk;
import dev.easel.http.info.ServerAnswers;
import dev.easel.http.metrics.ServerMetrics;
import dev.easel.http.page.Pages;
import dev.easel.http.route.RouteTable;
import dev.easel.http.route.ServableChoice;
import dev.easel.http.trace.Spans;
import dev.easel.http.trace.TraceShelf;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * What all exchanges of a server share.
 *
 * <p><b>Threads</b>: immutable; its members may be used from any thread.
 *
 * @param routes the routes
 * @param choice which servable answers
 * @param answers what is answered without a graph
 * @param pages the pages for people
 * @param desk answers about tasks, files and batches; empty when none are kept
 * @param access who may ask what
 * @param callers tells those who ask apart
 * @param cors which pages of other sites may call
 * @param commonHeaders headers of every answer, under lower-case names
 * @param limits how large a request may be
 * @param bodies the memory of all bodies together
 * @param metrics what is counted
 * @param traces keeps the traces that requests ask for
 * @param spans takes part in distributed traces
 * @param tellsDetails whether clients learn what went wrong inside the server
 * @param isEnding whether the server is to end and begins no more runs
 * @param worker takes bodies apart that are too long for an event loop
 * @param teller runs what answers without a body, apart from what takes bodies apart
 * @param waiter runs what waits, such as a reload
 * @param writeTimeout how long a reader may take nothing of its answer
 * @param runLimit how long a run may take
 * @param eventGap after how long without an event a stream of events carries a comment, which keeps
 *     proxies from cutting it
 */
public record ExchangeRules(
    RouteTable routes,
    ServableChoice choice,
    ServerAnswers answers,
    Pages pages,
    Optional<Desk> desk,
    AccessRules access,
    Callers callers,
    CorsPolicy cors,
    Map<String, String> commonHeaders,
    BodyLimits limits,
    BodyBudget bodies,
    ServerMetrics metrics,
    TraceShelf traces,
    Spans spans,
    boolean tellsDetails,
    BooleanSupplier isEnding,
    Executor worker,
    Executor teller,
    Executor waiter,
    Duration writeTimeout,
    Duration runLimit,
    Duration eventGap) {

  /** Copies the headers. */
  public ExchangeRules {
    commonHeaders = Map.copyOf(commonHeaders);
  }
}
