package dev.easel.hub;

import java.util.List;

/**
 * Is told how far a pull is.
 *
 * <p><b>Threads</b>: {@link #advance} is called by several threads at once.
 */
public interface PullProgress {

  /** A pull of so many bytes begins. */
  void begin(String repository, long bytes);

  /** Files are not fetched because they can hold code; comes before {@link #begin}. */
  default void leftOut(String repository, List<String> files) {}

  /** So many bytes more are there; negative when some had to be thrown away. */
  void advance(long bytes);

  /** The pull is complete. */
  void end();
}
