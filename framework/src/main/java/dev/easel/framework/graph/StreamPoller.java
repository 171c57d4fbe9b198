package dev.easel.framework.graph;

import dev.easel.framework.packet.Packet;
import dev.easel.framework.run.Poller;
import java.util.Optional;

/** A poller as the application sees it. */
record StreamPoller(Poller poller) implements OutputStreamPoller {
  @Override
  public Optional<Packet> next() {
    return poller.next();
  }

  @Override
  public void setMaxQueueSize(int size) {
    poller.setMaxQueueSize(size);
  }

  @Override
  public int queueSize() {
    return poller.queueSize();
  }

  @Override
  public void reset() {
    poller.reset();
  }
}
