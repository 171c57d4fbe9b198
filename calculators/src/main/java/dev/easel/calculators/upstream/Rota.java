package dev.easel.calculators.upstream;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Whose turn it is among upstreams of different weights, evenly spread: of weights 3 and 1, every
 * fourth request is the second one's. Those of weight 0 come when there is no other.
 *
 * <p>Each upstream gains its weight with every turn, and the one with most has it and pays for all.
 *
 * <p><b>Threads</b>: any.
 */
final class Rota {

  private final List<Upstream> upstreams;
  private final long[] gained;

  Rota(List<Upstream> upstreams) {
    this.upstreams = List.copyOf(upstreams);
    gained = new long[upstreams.size()];
  }

  /** The next one among those that may be asked. */
  synchronized Optional<Upstream> next(Predicate<Upstream> mayBeAsked) {
    int best = -1;
    long sum = 0;
    for (int i = 0; i < gained.length; i++) {
      Upstream each = upstreams.get(i);
      if (each.weight() > 0 && mayBeAsked.test(each)) {
        gained[i] += each.weight();
        sum += each.weight();
        best = best < 0 || gained[i] > gained[best] ? i : best;
      }
    }
    if (best < 0) {
      return upstreams.stream().filter(mayBeAsked).findFirst();
    }
    gained[best] -= sum;
    return Optional.of(upstreams.get(best));
  }
}
