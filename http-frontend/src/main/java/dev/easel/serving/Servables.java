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

  /**
   * Loads a servable with one LoRA adapter more, as if its graph named it. Waits until it is
   * loaded; what serves meanwhile is what was loaded before.
   *
   * <p><b>Failure</b>: a {@link dev.easel.framework.status.StatusException} that says why not;
   * everything is then as it was.
   *
   * @param servable whose it is; empty where there is only one
   * @param file relative to the folder that the deployment keeps such files in
   */
  default void addAdapter(Optional<String> servable, String alias, String file) {
    throw AdaptersOff.because();
  }

  /** Loads the servable again without an adapter that was added; waits and fails alike. */
  default void removeAdapter(String alias) {
    throw AdaptersOff.because();
  }
}
