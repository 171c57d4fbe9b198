package dev.easel.cli.model;

import dev.easel.hub.PullProgress;
import java.io.PrintWriter;
import java.util.List;

/** A line that grows while a model is fetched; on a file, one line for every tenth. */
final class ProgressLine implements PullProgress {
  private static final int WIDTH = 40;

  private static final int SHOWN_FILES = 5;

  private final PrintWriter out;
  private final boolean isTerminal;
  private String repository = "";
  private long total;
  private long have;
  private int shown = -1;

  /**
   * A line on {@code out}.
   *
   * @param isTerminal whether a line can be written over
   */
  private ProgressLine(PrintWriter out, boolean isTerminal) {
    this.out = out;
    this.isTerminal = isTerminal;
  }

  /** A line on {@code out}, which is the terminal when the launcher says so. */
  static ProgressLine on(PrintWriter out) {
    return new ProgressLine(out, Boolean.getBoolean("easel.terminal"));
  }

  @Override
  public synchronized void begin(String newRepository, long bytes) {
    repository = newRepository;
    total = Math.max(1, bytes);
    have = 0;
    shown = -1;
    show();
  }

  @Override
  public synchronized void leftOut(String from, List<String> files) {
    int more = files.size() - SHOWN_FILES;
    out.println(
        "warning: left out of "
            + from
            + ", since they can hold code: "
            + String.join(", ", files.subList(0, Math.min(files.size(), SHOWN_FILES)))
            + (more > 0 ? " and " + more + " more" : ""));
    out.flush();
  }

  @Override
  public synchronized void advance(long bytes) {
    have += bytes;
    show();
  }

  @Override
  public synchronized void end() {
    out.println(isTerminal ? "" : "fetched " + repository);
    out.flush();
  }

  private void show() {
    int percent = (int) (100 * Math.min(have, total) / total);
    int step = isTerminal ? percent : percent / 10 * 10;
    if (step == shown) {
      return;
    }
    shown = step;
    String done = "%3d %% of %d MiB".formatted(step, (total + (1 << 20) - 1) >> 20);
    if (isTerminal) {
      int filled = WIDTH * percent / 100;
      out.print(
          "\r" + repository + " [" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " + done);
    } else {
      out.println(repository + " " + done);
    }
    out.flush();
  }
}
