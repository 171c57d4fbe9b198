package dev.easel.framework.graph;

import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A graph that runs: one run at a time, any number one after another.
 *
 * <p><b>Threads:</b> any; packets of one input stream are added by one thread at a time.
 *
 * <p><b>Ownership:</b> whoever made it closes it; closing cancels a run and waits for its end.
 *
 * <p><b>Failure:</b> {@link StatusException}; that of a run comes out of the waiting calls and
 * {@link #onDone}.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class CalculatorGraph implements AutoCloseable {
  private final GraphDescription description;
  private final GraphSettings settings;

  /** A graph of {@code description} with nothing from the application. */
  public CalculatorGraph(GraphDescription description) {
    this(description, GraphSettings.standard());
  }

  /** A graph of {@code description}. */
  public CalculatorGraph(GraphDescription description, GraphSettings settings) {
    this.description = description;
    this.settings = settings;
  }

  private StatusException open() {
    return new StatusException(
        StatusCode.UNIMPLEMENTED, description.config().getType() + settings.grace());
  }

  /** Has {@code callback} told of every error of a run, on the thread where it happened. */
  public void setErrorCallback(Consumer<StatusException> callback) {
    throw open();
  }

  /** Has {@code observer} told of every packet of a stream, before the next run. */
  public void observeOutputStream(String name, Consumer<Packet> observer) {
    observeOutputStream(name, observer, false);
  }

  /** The same, also of bounds: as an empty packet at the last settled timestamp. */
  public void observeOutputStream(String name, Consumer<Packet> observer, boolean bounds) {
    throw open();
  }

  /** Adds a poller of a stream, before the next run. */
  public OutputStreamPoller addOutputStreamPoller(String name) {
    return addOutputStreamPoller(name, false);
  }

  /** The same, also for bounds. */
  public OutputStreamPoller addOutputStreamPoller(String name, boolean bounds) {
    throw open();
  }

  /** Starts a run with these side packets. */
  public void startRun(Map<String, Packet> sidePackets) {
    throw open();
  }

  /** Starts a run with side packets and headers of graph inputs. */
  public void startRun(Map<String, Packet> sidePackets, Map<String, Packet> streamHeaders) {
    throw open();
  }

  /** Starts a run and waits for its end; only for graphs without inputs. */
  public void run(Map<String, Packet> sidePackets) {
    throw open();
  }

  /** What adding to a full input does; waiting is the default. */
  public void setAddMode(AddMode mode) {
    throw open();
  }

  /** Limits the queues behind one graph input, -1 for no limit, before the next run. */
  public void setInputStreamMaxQueueSize(String name, int size) {
    throw open();
  }

  /** Adds a packet to a graph input. */
  public void addPacketToInputStream(String name, Packet packet) {
    throw open();
  }

  /** Promises that no packet below {@code bound} follows on a graph input. */
  public void setInputStreamTimestampBound(String name, long bound) {
    throw open();
  }

  /** Ends one graph input. */
  public void closeInputStream(String name) {
    throw open();
  }

  /** Ends all graph inputs. */
  public void closeAllInputStreams() {
    throw open();
  }

  /** Ends all graph inputs, and all sources at their next turn. */
  public void closeAllPacketSources() {
    throw open();
  }

  /** Waits until nothing is queued or running; throws what has gone wrong so far. */
  public void waitUntilIdle() {
    throw open();
  }

  /** Waits until the run has ended; throws what went wrong. */
  public void waitUntilDone() {
    throw open();
  }

  /** Waits for the next observed packet. */
  public void waitForObservedOutput() {
    throw open();
  }

  /**
   * Has {@code callback} told of the end of each run, once, with what went wrong: {@link
   * #waitUntilDone} for those who do not wait. Set before the run.
   */
  public void onDone(Consumer<Optional<StatusException>> callback) {
    throw open();
  }

  /** Ends the run with {@code CANCELLED}. */
  public void cancel() {
    throw open();
  }

  /** Hands out no more work until {@link #resume}. */
  public void pause() {
    throw open();
  }

  /** Hands out work again. */
  public void resume() {
    throw open();
  }

  /** Whether the run has had an error so far. */
  public boolean hasError() {
    throw open();
  }

  /** An output side packet, as soon as it is set. */
  public Packet outputSidePacket(String name) {
    throw open();
  }

  @Override
  public void close() {
    throw open();
  }
}
