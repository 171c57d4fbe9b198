package dev.easel.calculators.upstream;

import java.util.List;

/**
 * Upstreams that tell how their requests end.
 *
 * <p><b>Threads</b>: any thread may ask at any time.
 */
public interface WatchedUpstreams {

  /** One report for each upstream, in the order of the graph. */
  List<UpstreamReport> reports();
}
