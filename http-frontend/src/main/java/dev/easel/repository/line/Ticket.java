package dev.easel.repository.line;

import dev.easel.calculators.payload.Workload;

/**
 * One request in a line.
 *
 * <p><b>Threads</b>: the line's lock guards what changes.
 */
public final class Ticket {

  /** Whoever waits with a ticket. */
  public interface Holder {

    /** It is the request's turn; called once at most, and never after it has left. */
    void begin(Ticket ticket);

    /** Where the request stands now; must not wait. */
    void stand(int place, double seconds);
  }

  private enum State {
    WAITING,
    RUNNING,
    OVER
  }

  private final String caller;
  private final Workload work;
  private final Holder holder;
  private final long number;
  private final double tag;
  private State state = State.WAITING;
  private long begunNanos;

  /**
   * A ticket.
   *
   * @param number tells earlier tickets from later ones
   * @param tag the line's own time at which the request should begin
   */
  Ticket(String caller, Workload work, Holder holder, long number, double tag) {
    this.caller = caller;
    this.work = work;
    this.holder = holder;
    this.number = number;
    this.tag = tag;
  }

  String caller() {
    return caller;
  }

  double units() {
    return work.units();
  }

  long bytes() {
    return work.peakBytes();
  }

  Holder holder() {
    return holder;
  }

  long number() {
    return number;
  }

  double tag() {
    return tag;
  }

  boolean isWaiting() {
    return state == State.WAITING;
  }

  boolean isRunning() {
    return state == State.RUNNING;
  }

  void run(long nanos) {
    state = State.RUNNING;
    begunNanos = nanos;
  }

  void end() {
    state = State.OVER;
  }

  double secondsSince(long nanos) {
    return (nanos - begunNanos) / 1e9;
  }
}
