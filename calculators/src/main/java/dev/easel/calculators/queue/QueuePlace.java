package dev.easel.calculators.queue;

/**
 * One task's place in a model's queue, from its admission until its work is done.
 *
 * <p>Who waits for its turn says so with {@link #await}, is woken when something has changed, and
 * then looks at {@link #standing}.
 *
 * <p><b>Threads</b>: any; the queue's lock guards what changes.
 *
 * <p><b>Ownership</b>: who entered the queue abandons the place at the run's end, whether its turn
 * has come or not; who holds the permit gives it back.
 */
public final class QueuePlace implements Permit {

  /**
   * Where a task stands.
   *
   * @param isTurn whether it may run
   * @param position how many tasks begin before it does, and itself; 0 when it is its turn
   * @param seconds how long until its images are there, by estimate
   */
  public record Standing(boolean isTurn, int position, double seconds) {}

  static final Standing TURN = new Standing(true, 0, 0);

  private enum State {
    /** Admitted, and not ready to run yet. */
    ADMITTED,
    READY,
    RUNNING,
    OVER
  }

  private final ModelQueue queue;
  private final QueueRequest request;
  private final long number;
  private final double tag;
  private State state = State.ADMITTED;
  private Runnable waker = () -> {};
  private boolean isHeld;
  private long begunNanos;
  private long sharedNanos;
  private volatile Standing standing = new Standing(false, 0, 0);

  /**
   * A place.
   *
   * @param number tells earlier places from later ones
   * @param tag the queue's own time at which the task should begin
   */
  QueuePlace(ModelQueue queue, QueueRequest request, long number, double tag) {
    this.queue = queue;
    this.request = request;
    this.number = number;
    this.tag = tag;
  }

  /**
   * The task is ready to run and waits for its turn, which may have come when this returns.
   *
   * @param newWaker called whenever the standing has changed from now on, outside all locks; it
   *     must not wait
   */
  public void await(Runnable newWaker) {
    queue.await(this, newWaker);
  }

  /** Where the task stands now. */
  public Standing standing() {
    return standing;
  }

  @Override
  public void hold() {
    queue.hold(this);
  }

  /** The task's run has ended; unless somebody holds the permit, the place is free. */
  void abandon() {
    queue.abandon(this);
  }

  @Override
  public boolean isLearning() {
    return queue.isLearning();
  }

  @Override
  public void advance(double part) {
    queue.advance(this, part);
  }

  @Override
  public void done() {
    queue.release(this, true);
  }

  @Override
  public void close() {
    queue.release(this, false);
  }

  String caller() {
    return request.caller();
  }

  double units() {
    return request.workload().units();
  }

  /** What its caller is charged: the work, as seen from a share of this size. */
  double charge() {
    return units() / request.weight();
  }

  long bytes() {
    return request.workload().peakBytes();
  }

  long sourceBytes() {
    return request.sourceBytes();
  }

  long number() {
    return number;
  }

  double tag() {
    return tag;
  }

  Runnable waker() {
    return waker;
  }

  boolean isReady() {
    return state == State.READY;
  }

  boolean isRunning() {
    return state == State.RUNNING;
  }

  boolean isOver() {
    return state == State.OVER;
  }

  void ready(Runnable newWaker) {
    if (state == State.ADMITTED) {
      state = State.READY;
      waker = newWaker;
    }
  }

  void run(long nanos) {
    state = State.RUNNING;
    begunNanos = nanos;
    standing = TURN;
  }

  /** Returns whether its position has changed. */
  boolean stand(int position, double seconds) {
    boolean isMoved = position != standing.position();
    standing = new Standing(false, position, seconds);
    return isMoved;
  }

  void held() {
    isHeld = true;
  }

  boolean isHeld() {
    return isHeld;
  }

  void end() {
    state = State.OVER;
  }

  /** So long it ran beside another. */
  void shares(long nanos) {
    sharedNanos += nanos;
  }

  /** How much of its run until now it ran beside another, 0 to 1. */
  double sharedPart(long nanos) {
    return nanos == begunNanos ? 0 : (double) sharedNanos / (nanos - begunNanos);
  }

  double secondsSince(long nanos) {
    return (nanos - begunNanos) / 1e9;
  }
}
