package dev.easel.framework.stream;

import dev.easel.framework.packet.Timestamp;

/** The intake of nodes without input streams, which no packet makes ready. */
public enum NoInputs implements Intake {
  /** The only one. */
  NOTHING;

  @Override
  public int look() {
    return NOT_READY;
  }

  @Override
  public long time() {
    return Timestamp.UNSET;
  }

  @Override
  public void endCall() {}
}
