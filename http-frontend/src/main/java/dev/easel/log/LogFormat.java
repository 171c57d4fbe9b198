package dev.easel.log;

/** How a line of the log looks. */
public enum LogFormat {
  /** For people. */
  TEXT,
  /** One JSON object a line. */
  JSON,
  /** For systemd's journal, which knows the time and reads each line's priority. */
  JOURNAL
}
