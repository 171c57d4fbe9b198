package dev.easel.framework.stream;

import dev.easel.framework.status.StatusException;

/** The node behind input queues, or whatever else stands at the end of a stream. */
public abstract class StreamOwner extends CallThread {
  /** Makes an owner. */
  protected StreamOwner() {}

  /** Whether a packet that arrives now at the only input is the packet of the next call. */
  protected abstract boolean takesAtOnce();

  /** Schedules a call at {@code t} whose packets the inputs hold. */
  protected abstract void begin(long t);

  /** The queue was empty and has a packet. */
  protected abstract void packetArrived(Input input);

  /** A packet came into a queue that asked to have all told. */
  protected abstract void packetQueued(Input input);

  /** The queue is empty and its bound rose. */
  protected abstract void boundRose(Input input);

  /** The queue reached its limit. */
  protected abstract void becameFull(Input input);

  /** The queue fell below its limit. */
  protected abstract void becameNotFull(Input input);

  /** The name of the stream behind one of its inputs. */
  protected abstract String inputName(int id);

  /** A packet or bound that came to one of its inputs was refused. */
  protected abstract void refused(Input input, StatusException why);
}
