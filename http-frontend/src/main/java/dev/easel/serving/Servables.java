package dev.easel.serving;

import java.util.List;
import java.util.Optional;

/**
 * The servables of one server, as whoever answers requests sees them.
 *
 * <p><b>Threads</b>: any thread may call any method at any time; only {@link #reload()} waits.
 */
public interface Servables {

  /** The servable that has this name or alias, whatever its state. */
  Optional<Servable> find(String nameOrAlias);

  /** Every servable, those that failed to load included, sorted by name. */
  List<Servable> all();

  /** Whether the first attempt to load everything has ended, well or badly. */
  boolean isFirstLoadOver();

  /** How many servables wait to be loaded. */
  int waitingLoads();

  /**
   * Looks for changes at once and carries them out. Waits until they are; never call it on an event
   * loop.
   */
  ReloadResult reload();
}
