package dev.easel.genai.worker.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What a process has printed last.
 *
 * <p><b>Threads</b>: one of its own reads until the output's end; any asks.
 */
final class LastLines {
  private static final System.Logger LOG = System.getLogger("dev.easel.genai.worker");
  private static final int KEPT = 40;
  private static final int MOST_LETTERS = 500;

  private final InputStream output;
  private final String process;
  private final Deque<String> lines = new ArrayDeque<>();
  private final Thread reader = new Thread(this::read, "easel-worker-print");

  private LastLines(InputStream output, String process) {
    this.output = output;
    this.process = process;
    reader.setDaemon(true);
  }

  static LastLines of(Process process) {
    LastLines lines = new LastLines(process.getInputStream(), Long.toString(process.pid()));
    lines.reader.start();
    return lines;
  }

  private void read() {
    try (BufferedReader letters =
        new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
      StringBuilder line = new StringBuilder();
      for (int letter = letters.read(); letter >= 0; letter = letters.read()) {
        if (letter == '\n') {
          keep(line.toString());
          line.setLength(0);
        } else if (line.length() < MOST_LETTERS) {
          line.append((char) letter);
        }
      }
      keep(line.toString());
    } catch (IOException e) {
      // The process has ended.
    }
  }

  private void keep(String line) {
    if (line.isBlank()) {
      return;
    }
    LOG.log(System.Logger.Level.DEBUG, "worker {0}: {1}", process, line);
    synchronized (lines) {
      lines.add(line);
      if (lines.size() > KEPT) {
        lines.remove();
      }
    }
  }

  /** The lines of a process that has ended; what a child of it prints later is not waited for. */
  List<String> afterEnd(long millis) {
    try {
      reader.join(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }
}
