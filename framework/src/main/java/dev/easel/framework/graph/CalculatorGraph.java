package dev.easel.framework.graph;

import dev.easel.framework.calculator.Counter;
import dev.easel.framework.calculator.GraphService;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.plan.GraphPlan;
import dev.easel.framework.proto.CalculatorProfile;
import dev.easel.framework.proto.GraphProfile;
import dev.easel.framework.proto.GraphRuntimeInfo;
import dev.easel.framework.run.GraphInput;
import dev.easel.framework.run.GraphRun;
import dev.easel.framework.run.Poller;
import dev.easel.framework.run.Profiling;
import dev.easel.framework.run.RunSetup;
import dev.easel.framework.service.Counters;
import dev.easel.framework.sidepacket.ConstantNodes;
import dev.easel.framework.sidepacket.GeneratedSidePackets;
import dev.easel.framework.sidepacket.StatusHandlers;
import dev.easel.framework.status.RunErrors;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A graph that runs: one run at a time, any number one after another.
 *
 * <p><b>Threads:</b> any. Who starts a run while another one is going on, or being started, is
 * refused; so is who changes what the next run is made of. Packets of one input stream are added by
 * one thread at a time, since their timestamps have to rise.
 *
 * <p><b>Ownership:</b> whoever made it closes it; closing cancels a run and waits for its end.
 *
 * <p><b>Failure:</b> {@link StatusException}; that of a run comes out of the waiting calls and
 * {@link #onDone}.
 */
public final class CalculatorGraph implements AutoCloseable {
  private final GraphDescription description;
  private final GraphPlan plan;
  private final GraphExecutors executors;
  private final boolean ownsExecutors;
  private final GraphServices services;
  private final Counters counters = new Counters();
  private final GeneratedSidePackets generated;
  private final Profiling profiling;

  private final GraphRuns runs;
  private volatile Map<String, Packet> givenSidePackets;
  private volatile AddMode addMode = AddMode.WAIT_TILL_NOT_FULL;

  /** A graph of {@code description} with nothing from the application. */
  public CalculatorGraph(GraphDescription description) {
    this(description, GraphSettings.standard());
  }

  /** A graph of {@code description}. */
  public CalculatorGraph(GraphDescription description, GraphSettings settings) {
    this(description, settings, Map.of());
  }

  /**
   * A graph of {@code description} with side packets for all its runs. Packet generators that need
   * no others run at once, and never again.
   */
  public CalculatorGraph(
      GraphDescription description, GraphSettings settings, Map<String, Packet> sidePackets) {
    this.description = description;
    this.plan = description.plan();
    this.profiling = Profiling.of(plan, settings.live(), settings.calls());
    this.generated = new GeneratedSidePackets(plan, sidePackets);
    this.givenSidePackets = generated.atFirst();
    this.ownsExecutors = settings.opened().isEmpty();
    this.executors = settings.opened().orElseGet(() -> GraphExecutors.open(description, settings));
    this.services = new GraphServices(plan, settings, profiling);
    this.runs =
        new GraphRuns(
            new RunSetup(
                plan,
                executors.shape(),
                executors,
                settings.services(),
                counters,
                new ConstantNodes(),
                new StatusHandlers(plan.statusHandlers(), Map.of()),
                profiling,
                settings.grace(),
                settings.givenUp(),
                RunSetup.Wishes.NONE));
  }

  /** What the graph was made of. */
  public GraphDescription description() {
    return description;
  }

  // ---- before a run

  /** Has {@code callback} told of every error of a run, on the thread where it happened. */
  public void setErrorCallback(Consumer<StatusException> callback) {
    runs.change("setErrorCallback", wishes -> wishes.withOnError(callback));
  }

  /** Has {@code observer} told of every packet of a stream, before the next run. */
  public void observeOutputStream(String name, Consumer<Packet> observer) {
    observeOutputStream(name, observer, false);
  }

  /**
   * The same, also of bounds: as an empty packet at the last settled timestamp.
   *
   * <p>The observer is called on the thread that runs the stream's producer, one call at a time and
   * in order; while it does not return, the producer does not go on.
   */
  public void observeOutputStream(String name, Consumer<Packet> observer, boolean bounds) {
    RunSetup.Observation added = new RunSetup.Observation(streamNumber(name), observer, bounds);
    runs.change("observeOutputStream", wishes -> wishes.with(added));
  }

  /** Adds a poller of a stream, before the next run. */
  public OutputStreamPoller addOutputStreamPoller(String name) {
    return addOutputStreamPoller(name, false);
  }

  /** The same, also for bounds. */
  public OutputStreamPoller addOutputStreamPoller(String name, boolean bounds) {
    Poller poller = new Poller(streamNumber(name), name, bounds);
    runs.change("addOutputStreamPoller", wishes -> wishes.with(poller));
    return new StreamPoller(poller);
  }

  private int streamNumber(String name) {
    Integer number = plan.streamNumbers().get(name);
    if (number == null) {
      throw new StatusException(
          StatusCode.NOT_FOUND,
          "Unable to attach observer to output stream \"" + name + "\" because it doesn't exist.");
    }
    return number;
  }

  /** What adding to a full input does; waiting is the default. */
  public void setAddMode(AddMode mode) {
    addMode = mode;
  }

  /** Limits the queues behind one graph input, -1 for no limit, before the next run. */
  public void setInputStreamMaxQueueSize(String name, int size) {
    int id = inputId(name, "SetInputStreamMaxQueueSize");
    runs.changeAnyTime(wishes -> wishes.withInputLimit(id, size));
  }

  /**
   * Has {@code callback} told of the end of each run, once, with what went wrong: {@link
   * #waitUntilDone} for those who do not wait. Set before the run; called on a thread of the
   * default executor.
   */
  public void onDone(Consumer<Optional<StatusException>> callback) {
    runs.change("onDone", wishes -> wishes.withOnDone(callback));
  }

  /**
   * Gives calculators a service, in place of one that was there, from the next run on. Subgraphs
   * are given theirs when the graph is loaded.
   *
   * <p><b>Failure:</b> {@code INTERNAL} for {@link GraphService#RESOURCES}, which belongs into the
   * settings.
   */
  public <T> void setService(GraphService<T> service, T object) {
    runs.change(
        "setService",
        wishes -> {
          services.set(service, object);
          return wishes;
        });
  }

  /** A service that the application gave, or that a run made by default. */
  public <T> Optional<T> service(GraphService<T> service) {
    return services.get(service);
  }

  // ---- a run

  /** Starts a run with these side packets. */
  public void startRun(Map<String, Packet> sidePackets) {
    startRun(sidePackets, Map.of());
  }

  /** Starts a run with side packets and headers of graph inputs. */
  public void startRun(Map<String, Packet> sidePackets, Map<String, Packet> streamHeaders) {
    runs.beginStart();
    GraphRun next;
    try {
      Map<String, Packet> all = beforeRun(sidePackets);
      next = new GraphRun(setup(all));
      if (givenSidePackets != all) {
        givenSidePackets = all;
      }
      runs.begun(next);
    } finally {
      runs.endStart();
    }
    next.start(givenSidePackets, streamHeaders);
  }

  /** Checks the side packets, makes further ones, then tells the status handlers how that went. */
  private Map<String, Packet> beforeRun(Map<String, Packet> given) {
    if (plan.statusHandlers().isEmpty()) {
      return generated.with(given);
    }
    Map<String, Packet> all = new HashMap<>(generated.atFirst());
    all.putAll(given);
    Optional<StatusException> status = Optional.empty();
    try {
      all = generated.with(given);
    } catch (StatusException e) {
      status = Optional.of(e);
    }
    RunErrors errors = new RunErrors();
    new StatusHandlers(plan.statusHandlers(), all).beforeRun(status, errors);
    Optional<StatusException> failure =
        status.isPresent() ? status : errors.combined(RunErrors.RUN_FAILED);
    if (failure.isPresent()) {
      throw failure.get();
    }
    return all;
  }

  private RunSetup setup(Map<String, Packet> sidePackets) {
    RunSetup setup = runs.next();
    boolean tells = !plan.statusHandlers().isEmpty();
    return services.areAsked() || tells
        ? setup.with(services.forRun(), new StatusHandlers(plan.statusHandlers(), sidePackets))
        : setup;
  }

  /** Starts a run and waits for its end; only for graphs without inputs. */
  public void run(Map<String, Packet> sidePackets) {
    if (plan.graphInputs().size() > 0) {
      throw new StatusException(
          StatusCode.INTERNAL,
          "When using graph input streams, call StartRun() instead of Run() so that"
              + " AddPacketToInputStream() and CloseInputStream() can be called.");
    }
    startRun(sidePackets);
    waitUntilDone();
  }

  private int inputId(String name, String call) {
    for (int id = 0; id < plan.graphInputs().size(); id++) {
      if (plan.graphInputs().name(id).equals(name)) {
        return id;
      }
    }
    throw new StatusException(
        StatusCode.INTERNAL,
        "%s called on input stream \"%s\" which is not a graph input stream."
            .formatted(call, name));
  }

  /** Adds a packet to a graph input. */
  public void addPacketToInputStream(String name, Packet packet) {
    int id = inputId(name, "AddPacketToInputStream");
    GraphRun current = runs.current();
    if (current == null || current.isTold()) {
      throw new StatusException(
          StatusCode.FAILED_PRECONDITION,
          "CalculatorGraph::AddPacketToInputStream() is called before StartRun()");
    }
    GraphInput input = current.graphInput(id);
    throwErrors(current);
    if (input.isFull()) {
      waitForRoom(current, input);
    }
    StatusException mistake = input.mistake(packet);
    if (mistake != null) {
      current.failFromOutside(mistake);
    }
    throwErrors(current);
    profiling.added(name, packet);
    current.add(input, packet);
    current.applicationThreads().afterOrder();
  }

  private static void throwErrors(GraphRun of) {
    if (of.hasFailed()) {
      Optional<StatusException> errors = of.errorsSoFar(RunErrors.HAS_ERRORS);
      if (errors.isPresent()) {
        throw errors.get();
      }
    }
  }

  private void waitForRoom(GraphRun current, GraphInput input) {
    if (addMode == AddMode.ADD_IF_NOT_FULL) {
      throw new StatusException(StatusCode.UNAVAILABLE, "Graph is throttled.");
    }
    current.applicationThreads().awaitRoom(input);
    throwErrors(current);
  }

  /** Promises that no packet below {@code bound} follows on a graph input. */
  public void setInputStreamTimestampBound(String name, long bound) {
    int id = inputId(name, "SetInputStreamTimestampBound");
    GraphRun current = runs.started("SetInputStreamTimestampBound");
    GraphInput input = current.graphInput(id);
    StatusException mistake = input.boundMistake(bound);
    if (mistake != null) {
      current.failFromOutside(mistake);
    } else {
      current.bound(input, bound);
    }
  }

  /** Ends one graph input. */
  public void closeInputStream(String name) {
    int id = inputId(name, "CloseInputStream");
    GraphRun current = runs.started("CloseInputStream");
    close(current, current.graphInput(id));
  }

  private static void close(GraphRun current, GraphInput input) {
    if (input.askClose()) {
      current.close(input);
    }
  }

  /** Ends all graph inputs. */
  public void closeAllInputStreams() {
    runs.started("CloseAllInputStreams").closeAll(false);
  }

  /** Ends all graph inputs, and all sources at their next turn. */
  public void closeAllPacketSources() {
    runs.started("CloseAllPacketSources").closeAll(true);
  }

  /** Waits until nothing is queued or running; throws what has gone wrong so far. */
  public void waitUntilIdle() {
    GraphRun current = runs.started("WaitUntilIdle");
    current.applicationThreads().awaitIdle();
    if (!current.isTold()) {
      Optional<StatusException> errors = current.errorsSoFar(RunErrors.RUN_FAILED);
      if (errors.isPresent()) {
        throw errors.get();
      }
    }
  }

  /** Waits until the run has ended; throws what went wrong, once. */
  public void waitUntilDone() {
    GraphRun current = runs.started("WaitUntilDone");
    current.applicationThreads().awaitDone();
    Optional<StatusException> status = current.tell();
    if (status.isPresent()) {
      throw status.get();
    }
  }

  /** Waits for the next observed packet; {@code OUT_OF_RANGE} when the run has ended. */
  public void waitForObservedOutput() {
    GraphRun current = runs.started("WaitForObservedOutput");
    if (!current.applicationThreads().awaitObserved()) {
      throw new StatusException(StatusCode.OUT_OF_RANGE, "Graph is done.");
    }
  }

  /** Ends the run with {@code CANCELLED}. */
  public void cancel() {
    GraphRun current = runs.current();
    if (current != null && !current.isDone()) {
      current.cancel();
    }
  }

  /** Hands out no more work until {@link #resume}. */
  public void pause() {
    GraphRun current = runs.current();
    if (current != null) {
      current.pause();
    }
  }

  /** Hands out work again. */
  public void resume() {
    GraphRun current = runs.current();
    if (current != null) {
      current.resume();
    }
  }

  /** Whether the run has had an error so far. */
  public boolean hasError() {
    GraphRun current = runs.current();
    return current != null && !current.isTold() && current.hasFailed();
  }

  /**
   * How long the calls of each node took since the runs began or the last profile was captured, in
   * microseconds; zeros unless the graph has {@code profiler_config { enable_profiler: true }}.
   */
  public List<CalculatorProfile> calculatorProfiles() {
    return profiling.calculatorProfiles(plan);
  }

  /** What was profiled and traced since the last capture, with the graph's config. */
  public GraphProfile captureProfile() {
    return profiling.profiles(plan).capture(true);
  }

  /**
   * What every node has in its queues and has sent, exact while nothing runs. The times of the last
   * {@code process} calls (microseconds since 1970) are 0 unless the graph has a profiler, a tracer
   * or {@code runtime_info { enable_graph_runtime_info: true }}.
   *
   * <p><b>Failure:</b> {@code INTERNAL} before the first run.
   */
  public GraphRuntimeInfo runtimeInfo() {
    return profiling.runtimeInfo(runs.started("GetGraphRuntimeInfo"));
  }

  /**
   * A counter of the graph. That of a node is called {@code <node's name>-<name>}; it counts on
   * from run to run.
   */
  public Counter counter(String name) {
    return counters.get(name);
  }

  /** The values of all counters by name. */
  public Map<String, Long> counters() {
    return counters.values();
  }

  /**
   * An output side packet, as soon as it is set, also after the run; what packet generators made of
   * the side packets that the graph was made with is there before the first run.
   *
   * <p><b>Failure:</b> {@code NOT_FOUND} when there is none of that name, {@code UNAVAILABLE} when
   * it is not set yet.
   */
  public Packet outputSidePacket(String name) {
    Integer number = plan.sidePacketNumbers().get(name);
    GraphRun current = runs.current();
    if (number == null) {
      return givenOutside(name);
    }
    return Optional.ofNullable(current)
        .flatMap(r -> r.sidePackets().value(number))
        .orElseThrow(() -> unavailable(name));
  }

  private Packet givenOutside(String name) {
    boolean generates = plan.isGenerated(name);
    Packet given = givenSidePackets.get(name);
    if (given != null && (generates || plan.requiredSidePackets().containsKey(name))) {
      return given;
    }
    if (generates) {
      throw unavailable(name);
    }
    throw new StatusException(
        StatusCode.NOT_FOUND,
        "Unable to get the output side packet \"" + name + "\" because it doesn't exist.");
  }

  private static StatusException unavailable(String name) {
    return new StatusException(
        StatusCode.UNAVAILABLE, "The output side packet \"" + name + "\" is unavailable.");
  }

  @Override
  public void close() {
    runs.close();
    try {
      GraphRun current = runs.current();
      if (current != null && !current.isDone()) {
        current.cancel();
        current.applicationThreads().awaitDone();
      }
    } finally {
      if (ownsExecutors) {
        executors.close();
      }
    }
  }
}
