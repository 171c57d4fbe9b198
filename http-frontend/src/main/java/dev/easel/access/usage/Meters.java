package dev.easel.access.usage;

import dev.easel.access.Group;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The meters of all groups. A group whose limits change gets a new one, with full buckets and the
 * day's usage as it is.
 *
 * <p><b>Threads</b>: any.
 *
 * <p><b>Ownership</b>: the ledger is whose it was.
 */
public final class Meters {
  private final UsageLedger ledger;
  private final LongSupplier nanoTime;
  private final Map<String, GroupMeter> meters = new HashMap<>();

  /** Meters that write down in {@code ledger}. */
  public Meters(UsageLedger ledger) {
    this(ledger, System::nanoTime);
  }

  /** Meters with a clock of their own. */
  public Meters(UsageLedger ledger, LongSupplier nanoTime) {
    this.ledger = ledger;
    this.nanoTime = nanoTime;
  }

  /** The meter of a group. */
  public synchronized GroupMeter of(Group group) {
    GroupMeter known = meters.get(group.name());
    if (known != null && known.limits().equals(group.limits())) {
      return known;
    }
    GroupMeter fresh = new GroupMeter(group, ledger, nanoTime);
    meters.put(group.name(), fresh);
    return fresh;
  }
}
