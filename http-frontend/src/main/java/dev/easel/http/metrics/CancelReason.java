package dev.easel.http.metrics;

/** Why a run was stopped before its end. */
public enum CancelReason {
  /** The client closed, half-closed or reset its connection. */
  CLIENT_DISCONNECTED("client_left"),
  /** The client took nothing of its answer for too long. */
  READER_STALLED("reader_stalled"),
  /** The time was over that the client or the administrator gave. */
  DEADLINE("deadline"),
  /** The server was shut down. */
  SHUTDOWN("shutdown");

  private final String label;

  CancelReason(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
