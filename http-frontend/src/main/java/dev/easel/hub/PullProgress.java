package dev.easel.hub;

/**
 * Is told how far a pull is.
 *
 * <p><b>Threads</b>: {@link #advance} is called by several threads at once.
 */
public interface PullProgress {

  /** A pull of so many bytes begins. */
  void begin(String repository, long bytes);

  /** So many bytes more are there; negative when some had to be thrown away. */
  void advance(long bytes);

  /** The pull is complete. */
  void end();
}
