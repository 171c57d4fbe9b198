package dev.easel.genai.worker.process;

/**
 * What Linux lets a process give up without being root.
 *
 * <p><b>Threads</b>: once, before anything is served.
 */
final class ProcessLimits {
  private ProcessLimits() {}

  /**
   * Ends this process with its parent, leaves the terminal's signals to the parent, writes no core
   * file, and is what the kernel ends first when memory runs out.
   *
   * @param parent ends this process at once when it is not the parent any more
   * @param addressSpaceBytes how much address space it may have; 0 for no limit
   */
  static native void apply(int parent, long addressSpaceBytes);
}
