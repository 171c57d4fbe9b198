package dev.easel.http.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log who sends what is no request, in one line and at most once a second for each
 * address: nobody outside decides how much is written.
 *
 * <p><b>Threads</b>: any thread may call.
 */
final class RefusalLog {

  private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
  private static final long GAP_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST_ADDRESSES = 1024;

  /** When each address was last told of, in that order. */
  private final Map<InetAddress, Long> told = new LinkedHashMap<>();

  private long untold;

  void tell(SocketAddress remote, String reason) {
    if (!(remote instanceof InetSocketAddress internet)) {
      return;
    }
    InetAddress address = internet.getAddress();
    long more;
    synchronized (told) {
      long now = System.nanoTime();
      told.values().removeIf(at -> now - at >= GAP_NANOS);
      if (told.containsKey(address) || told.size() >= MOST_ADDRESSES) {
        untold++;
        return;
      }
      told.put(address, now);
      more = untold;
      untold = 0;
    }
    LOG.warn(
        "refused what {} sent: {}{}",
        address.getHostAddress(),
        reason,
        more == 0 ? "" : " (and " + more + " more, from it or others, that were not told)");
  }
}
