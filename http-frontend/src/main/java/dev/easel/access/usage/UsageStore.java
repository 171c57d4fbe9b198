package dev.easel.access.usage;

import java.time.LocalDate;
import java.util.List;

/**
 * Keeps what keys have used, for this server alone or for several that share it.
 *
 * <p><b>Threads</b>: any; every method may wait for a disk or a network.
 *
 * <p><b>Ownership</b>: whoever opened it closes it.
 *
 * <p><b>Failure</b>: {@link java.io.UncheckedIOException} when what keeps it cannot be reached;
 * then nothing of a call has happened.
 */
public interface UsageStore extends AutoCloseable {

  /** Adds to the sums of days, all or nothing; durable when it returns. */
  void add(List<UsageLine> lines);

  /** The sums of this day and all later ones, by day, group and key. */
  List<UsageLine> since(LocalDate day);

  @Override
  void close();
}
