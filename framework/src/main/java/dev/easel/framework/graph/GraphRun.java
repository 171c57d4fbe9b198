package dev.easel.framework.graph;

import dev.easel.framework.calculator.Counter;
import dev.easel.framework.calculator.GraphService;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.plan.NodePlan;
import dev.easel.framework.policy.InputStreamHandler;
import dev.easel.framework.policy.InputStreamHandlerFactory;
import dev.easel.framework.scheduler.Crowd;
import dev.easel.framework.scheduler.Mailbox;
import dev.easel.framework.scheduler.Ownership;
import dev.easel.framework.scheduler.ReadySet;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.trace.GraphProfiler;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of a graph, from start to end.
 *
 * <p>All scheduling state is plain and belongs to the thread that has {@link Ownership}. Others
 * leave an {@link Order} in the mailbox, which the owner empties before it gives up. When a single
 * thread runs all nodes, it keeps the ownership while calculators work; otherwise calculators work
 * without it.
 *
 * <p><b>Threads:</b> as each method says; without a word, the owner.
 */
final class GraphRun implements Consumer<StatusException> {
  private static final VarHandle IDLE;

  static {
    try {
      IDLE = MethodHandles.lookup().findVarHandle(GraphRun.class, "idle", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final RunSetup setup;
  private final Ownership ownership = Ownership.held();
  private final Mailbox<Order> mailbox = new Mailbox<>();
  private final Waiters waiters = new Waiters();
  private final RunErrors errors = new RunErrors();
  private final Throttle throttle;
  private final @Nullable Sources sources;
  private final RunSidePackets sidePackets;
  private final Lane[] lanes;
  private final RunNodes wired;
  private final Node[] nodes;
  private final ReadySet recheck;
  private final RunEnd end;
  private final Workers workers;
  private final ApplicationThreads applicationThreads;

  private boolean started;
  private boolean paused;
  private boolean terminated;
  private boolean wake;
  private volatile boolean idle;
  private volatile boolean cancelled;
  private volatile boolean stopping;

  GraphRun(RunSetup setup) {
    this.setup = setup;
    throttle = new Throttle(this, setup.plan());
    sources = setup.shape().hasSources ? new Sources(this) : null;
    sidePackets = new RunSidePackets(this, setup.plan(), setup.constants());
    lanes = setup.lanes(this);
    end = new RunEnd(this, setup, errors, waiters);
    workers = new Workers(this, setup, errors, end, lanes);
    applicationThreads = new ApplicationThreads(this, end, waiters, lanes);
    wired = new RunNodes(this, setup, lanes);
    nodes = wired.all();
    recheck = new ReadySet(nodes.length);
  }

  /** Opens the nodes. Once, by the thread that made the run, which owns it until then. */
  void start(Map<String, Packet> given, Map<String, Packet> headers) {
    setup.profiling().start();
    wired.start(given, sources);
    wired.limit(setup.inputLimits());
    wired.open(headers);
    started = true;
    leave();
  }

  // ---- what nodes ask

  Node node(int id) {
    return nodes[id];
  }

  Node[] nodes() {
    return nodes;
  }

  GraphInput graphInput(int id) {
    return wired.inputs()[id];
  }

  void headersKnown(Node node) {
    wired.headersKnown(node);
  }

  Throttle throttle() {
    return throttle;
  }

  RunSidePackets sidePackets() {
    return sidePackets;
  }

  InputStreamHandler handler(NodePlan node) {
    InputStreamHandlerFactory factory = node.handler();
    if (factory == null) {
      throw new IllegalStateException("no handler for " + node.name());
    }
    return factory.create(node.handlerRequest());
  }

  void scheduleOpen(Node node) {
    if (!errors.hasFailed()) {
      node.lane().addOpen(node);
    }
  }

  void schedule(Node node) {
    if (!errors.hasFailed() && !terminated) {
      node.lane().add(node);
    }
  }

  void recheck(Node node) {
    recheck.add(node.id());
  }

  void sourceOpened(SourceTurns source) {
    if (sources != null) {
      sources.opened(source);
    }
  }

  void stopSources() {
    stopping = true;
  }

  boolean isStopping() {
    return stopping;
  }

  /** Any thread. */
  boolean hasFailed() {
    return errors.hasFailed();
  }

  /** Any thread. */
  boolean isCancelled() {
    return cancelled;
  }

  /** A calculator's thread. */
  Counter counter(String name) {
    return setup.counters().get(name);
  }

  <T> Optional<T> service(GraphService<T> service) {
    return Optional.ofNullable(setup.services().get(service.name())).map(service.type()::cast);
  }

  /** What records the calls, if the graph asks for that. */
  @Nullable GraphProfiler profiler() {
    return setup.profiling().profiler();
  }

  /** A calculator's thread. */
  Optional<StatusException> statusForClose() {
    return terminated ? end.status() : Optional.empty();
  }

  /** A calculator's thread. */
  void sidePacketSet(int number, Packet packet) {
    perform(new Order.Task(() -> wired.deliverSidePacket(number, packet)));
  }

  // ---- errors

  /** Any thread. */
  void fail(StatusException error) {
    errors.add(error);
    setup.failed(error);
    workers.graceBegins();
  }

  /** What a calculator did wrong, perhaps on a thread of its own, perhaps when all is over. */
  @Override
  public void accept(StatusException error) {
    if (!end.isOver()) {
      failFromOutside(error);
    }
  }

  /** Any thread, for an error that no call of a node is behind. */
  void failFromOutside(StatusException error) {
    fail(error);
    perform(new Order.Task(() -> {}));
  }

  /** Any thread. */
  Optional<StatusException> errorsSoFar(String comment) {
    return errors.combined(comment);
  }

  /** Any thread. */
  void cancel() {
    if (firstCancel()) {
      fail(new StatusException(StatusCode.CANCELLED, "The run was cancelled."));
      perform(new Order.Task(() -> paused = false));
    }
  }

  private synchronized boolean firstCancel() {
    boolean first = !end.isOver() && !cancelled;
    cancelled |= first;
    return first;
  }

  // ---- what the application asks, on any thread

  void add(GraphInput input, Packet packet) {
    if (enter()) {
      input.deliver(packet);
      leave();
    } else {
      input.posted();
      post(new Order.Add(input, packet));
    }
  }

  void bound(GraphInput input, long bound) {
    perform(new Order.Task(() -> input.stream().injectBound(bound)));
  }

  void close(GraphInput input) {
    if (enter()) {
      wired.close(input);
      leave();
    } else {
      post(new Order.Task(() -> wired.close(input)));
    }
  }

  /** Closes the graph inputs that nobody has closed, and then all sources if that is asked for. */
  void closeAll(boolean sourcesToo) {
    if (enter()) {
      closeAllNow(sourcesToo);
      leave();
    } else {
      post(new Order.Task(() -> closeAllNow(sourcesToo)));
    }
  }

  private void closeAllNow(boolean sourcesToo) {
    wired.closeInputs();
    if (sourcesToo) {
      stopSources();
    }
  }

  void pause() {
    perform(new Order.Task(() -> paused = !terminated && !errors.hasFailed()));
  }

  void resume() {
    perform(new Order.Task(() -> paused = false));
  }

  /** Has the owner of the run carry something out, or this thread if nobody is. */
  void perform(Order order) {
    if (enter()) {
      order.carryOut(this);
      leave();
    } else {
      post(order);
    }
  }

  private boolean enter() {
    boolean mine = ownership.tryAcquire();
    if (mine) {
      readMail();
    }
    return mine;
  }

  private void post(Order order) {
    IDLE.setRelease(this, false);
    mailbox.post(order);
    if (ownership.tryAcquire()) {
      leave();
    }
  }

  private void readMail() {
    if (idle) {
      IDLE.setRelease(this, false);
    }
    if (!mailbox.isEmpty()) {
      mailbox.drain(order -> order.carryOut(this));
      wake = true;
    }
  }

  void wakeWaiters() {
    wake = true;
  }

  // ---- the owner's work

  /** Brings everything into order and gives the ownership up, unless the run has ended. */
  void leave() {
    settle();
    leaveSettled();
  }

  private void leaveSettled() {
    while (!terminated) {
      release();
      if (mailbox.isEmpty() || !ownership.tryAcquire()) {
        return;
      }
      settle();
    }
    end.handOver(lanes[0].executor());
  }

  /** Gives the ownership up, then wakes those who wait for what has changed under it. */
  private void release() {
    boolean tell = wake;
    wake = false;
    // The volatile store in it makes all that was written before visible.
    ownership.release();
    if (tell) {
      waiters.wake();
    }
  }

  void settle() {
    do {
      readMail();
      recheckAll();
      if (workers.areIdle() && started && !terminated) {
        handleIdle();
      }
    } while (!terminated && (!mailbox.isEmpty() || !recheck.isEmpty()));
    if (!terminated && !paused) {
      askForWorkers();
    }
    if (workers.areIdle() && isNothingReady() && mailbox.isEmpty()) {
      IDLE.setRelease(this, true);
      wake = true;
    }
  }

  void recheckAll() {
    while (!recheck.isEmpty()) {
      nodes[recheck.takeLowest()].evaluate();
    }
  }

  private boolean isNothingReady() {
    for (Lane lane : lanes) {
      if (!lane.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private void askForWorkers() {
    for (Lane lane : lanes) {
      if (lane.isApplicationThread()) {
        applicationThreads.setWork(!lane.isEmpty());
        wake |= !lane.isEmpty();
      } else if (lane.wantsWorker()) {
        submit(lane);
      }
    }
  }

  private void submit(Lane lane) {
    try {
      lane.submit();
    } catch (RejectedExecutionException e) {
      lane.workers--;
      lane.clear();
      fail(
          new StatusException(
              StatusCode.UNAVAILABLE, "an executor of the graph takes no more tasks", e));
      terminated = workers.areIdle();
    }
  }

  private void handleIdle() {
    while (isNothingReady() && !paused && !terminated) {
      Sources all = sources;
      boolean active = all != null && all.isAnyActive();
      boolean waiting = all != null && all.isAnyWaiting();
      if (errors.hasFailed() || (!active && !waiting && wired.areInputsClosed())) {
        terminated = true;
      } else if (all != null && !active && waiting) {
        if (!all.activateNextLayer(wired.areInputsClosed()) && !errors.hasFailed()) {
          return;
        }
      } else if (!(active || throttle.holdsInputs()) || !throttle.resolveDeadlock()) {
        return;
      }
      recheckAll();
    }
  }

  // ---- what workers ask

  Ownership ownership() {
    return ownership;
  }

  Workers workers() {
    return workers;
  }

  boolean isTerminated() {
    return terminated;
  }

  void terminate() {
    terminated = true;
  }

  void readMailIfAny() {
    if (!mailbox.isEmpty()) {
      readMail();
    }
  }

  /** The node of a lane that is to run next; null if there is none, after everything settled. */
  @Nullable Node nextNode(Lane lane) {
    Node node = paused ? null : lane.take();
    if (node == null) {
      settle();
      node = paused || terminated ? null : lane.take();
    }
    return node;
  }

  /** Gives the ownership up while a calculator works. */
  void letOthersWork() {
    settle();
    release();
  }

  /** Gives the ownership up: {@link #nextNode} found nothing to do in the lane. */
  void leaveLane(Lane lane) {
    if (terminated && lane == lanes[0] && !(lane instanceof SeededLane)) {
      end.finish();
    } else {
      leaveSettled();
    }
  }

  // ---- waiting, on any thread

  /** All who wait for runs of the graph. */
  Crowd crowd() {
    return setup.executors().crowd();
  }

  ApplicationThreads applicationThreads() {
    return applicationThreads;
  }

  RunEnd end() {
    return end;
  }

  boolean isDone() {
    return end.isDone();
  }

  boolean isIdle() {
    return idle || end.isDone();
  }
}
