package dev.easel.framework.run;

import dev.easel.framework.calculator.Counter;
import dev.easel.framework.calculator.GraphService;
import dev.easel.framework.node.Call;
import dev.easel.framework.node.Node;
import dev.easel.framework.node.SourceTurns;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.plan.GraphPlan;
import dev.easel.framework.schedule.Lane;
import dev.easel.framework.schedule.RunState;
import dev.easel.framework.schedule.Scheduler;
import dev.easel.framework.scheduler.IdleThreads;
import dev.easel.framework.scheduler.Mailbox;
import dev.easel.framework.scheduler.Ownership;
import dev.easel.framework.scheduler.ReadySet;
import dev.easel.framework.scheduler.RunSignal;
import dev.easel.framework.sidepacket.RunSidePackets;
import dev.easel.framework.status.RunErrors;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run of a graph, from start to end.
 *
 * <p>All scheduling state is plain and belongs to the thread that has {@link Ownership}. Others
 * leave an {@link Order} in the mailbox, which the owner empties before it gives up. Nothing
 * foreign is called by the owner but observers of bounds: threads are asked for after the ownership
 * was given up.
 *
 * <p><b>Threads:</b> as each method says; without a word, the owner.
 */
public final class GraphRun extends RunState implements RunSidePackets.Listener {
  private static final VarHandle QUIET;

  static {
    try {
      QUIET = MethodHandles.lookup().findVarHandle(GraphRun.class, "quiet", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final RunSetup setup;
  private final Ownership ownership = Ownership.held();
  private final Mailbox<Order> mailbox = new Mailbox<>();
  private final RunSignal signal = new RunSignal();
  private final RunErrors errors = new RunErrors();
  private final Throttle throttle;
  private final @Nullable Sources sources;
  private final RunSidePackets sidePackets;
  private final Lane[] lanes;
  private final Scheduler scheduler;
  private final RunNodes wired;
  private final ReadySet recheck;
  private final RunEnd end;
  private final ApplicationThreads applicationThreads;
  private final WantedThreads wanted = new WantedThreads(this);

  private boolean started;
  private boolean paused;
  private boolean terminated;
  private boolean wake;

  /** Whether nothing is ready and no call under way, as far as the mailbox was read. */
  private volatile boolean quiet;

  private volatile boolean stopping;
  private boolean cancelled;

  /** A run that begins; it belongs to the thread that makes it. */
  public GraphRun(RunSetup setup) {
    this.setup = setup;
    throttle = new Throttle(this, setup.plan());
    sources = setup.shape().hasSources ? new Sources(this) : null;
    sidePackets = new RunSidePackets(this, setup.plan(), setup.constants());
    end = new RunEnd(this, setup, errors);
    wired = new RunNodes(this, setup, sidePackets);
    lanes = setup.executors().lanes(this, wired.all());
    scheduler = lanes[0].scheduler();
    applicationThreads = new ApplicationThreads(this, lanes);
    recheck = new ReadySet(wired.all().length);
  }

  /** Opens the nodes. Once, by the thread that made the run, which owns it until then. */
  public void start(Map<String, Packet> given, Map<String, Packet> headers) {
    setup.profiling().start(this);
    wired.start(given, sources);
    wired.limit(setup.inputLimits());
    wired.open(headers);
    started = true;
    leave();
  }

  // ---- what nodes ask

  @Override
  public Node node(int id) {
    return wired.all()[id];
  }

  GraphPlan plan() {
    return setup.plan();
  }

  Node[] nodes() {
    return wired.all();
  }

  Scheduler scheduler() {
    return scheduler;
  }

  RunSignal signal() {
    return signal;
  }

  RunEnd end() {
    return end;
  }

  IdleThreads idle() {
    return setup.executors().idle();
  }

  /** An input stream of the graph. Any thread. */
  public GraphInput graphInput(int id) {
    return wired.inputs()[id];
  }

  @Override
  public void headersKnown(Node node) {
    wired.headersKnown(node);
  }

  @Override
  public void becameFull(int stream) {
    throttle.becameFull(stream);
  }

  @Override
  public void becameNotFull(int stream) {
    throttle.becameNotFull(stream);
  }

  @Override
  public String sender(int stream) {
    return wired.sender(stream);
  }

  /** What nodes have made. Any thread. */
  public RunSidePackets sidePackets() {
    return sidePackets;
  }

  @Override
  public Lane lane(Node node) {
    return lanes[node.lane()];
  }

  @Override
  public void scheduleOpen(Node node) {
    if (!errors.hasFailed()) {
      lane(node).addOpen(node);
    }
  }

  @Override
  public void schedule(Node node) {
    if (!errors.hasFailed() && !terminated) {
      lanes[node.lane()].add(node);
    }
  }

  @Override
  public void scheduleSource(SourceTurns source) {
    lane(source.node()).addSource(source);
  }

  @Override
  public void goesOn(Node node) {
    lane(node).add(node);
  }

  @Override
  public void recheck(Node node) {
    recheck.add(node.id());
  }

  @Override
  public void sourceOpened(SourceTurns source) {
    if (sources != null) {
      sources.opened(source);
    }
  }

  @Override
  public void stopSources() {
    stopping = true;
  }

  @Override
  public boolean isStopping() {
    return stopping;
  }

  @Override
  public void resumed(Call call) {
    perform(() -> scheduler.resumed(call));
  }

  @Override
  public boolean hasFailed() {
    return errors.hasFailed();
  }

  @Override
  public void listenForFailure(Runnable listener) {
    errors.listen(listener);
  }

  @Override
  public void forgetFailure(Runnable listener) {
    errors.forget(listener);
  }

  @Override
  public Counter counter(String name) {
    return setup.counters().get(name);
  }

  @Override
  public <T> Optional<T> service(GraphService<T> service) {
    return Optional.ofNullable(setup.services().get(service.name())).map(service.type()::cast);
  }

  @Override
  public Optional<StatusException> statusForClose() {
    return terminated ? end.status() : Optional.empty();
  }

  @Override
  public void sidePacketSet(int number, Packet packet) {
    perform(() -> wired.deliverSidePacket(number, packet));
  }

  // ---- errors

  @Override
  public void fail(StatusException error) {
    errors.add(error);
    failed(error);
  }

  /** The same of something that a node may tell too. */
  void failEcho(StatusException error) {
    if (errors.addEcho(error)) {
      failed(error);
    }
  }

  private void failed(StatusException error) {
    setup.failed(error);
    scheduler.graceBegins();
    // Those who poll look again at once; calls that wait are ended by the owner.
    signal.wake();
    post(new Order.Task(scheduler::endWaits));
  }

  @Override
  public void failFromOutside(StatusException error) {
    if (!end.isOver()) {
      fail(error);
    }
  }

  /** What has gone wrong so far, as one. Any thread. */
  public Optional<StatusException> errorsSoFar(String comment) {
    return errors.combined(comment);
  }

  /** Ends the run with CANCELLED, unless it is over or was cancelled before. Any thread. */
  public void cancel() {
    if (firstCancel()) {
      fail(new StatusException(StatusCode.CANCELLED, "The run was cancelled."));
      perform(() -> paused = false);
    }
  }

  private synchronized boolean firstCancel() {
    boolean first = !end.isOver() && !cancelled;
    cancelled |= first;
    return first;
  }

  // ---- what the application asks, on any thread

  /** Adds a packet to an input of the graph. */
  public void add(GraphInput input, Packet packet) {
    if (enter()) {
      input.deliver(packet);
      leave();
    } else {
      input.posted();
      post(new Order.Add(input, packet));
    }
  }

  /** Promises that no packet below a bound follows. */
  public void bound(GraphInput input, long bound) {
    perform(() -> input.stream().injectBound(bound));
  }

  /** Closes an input that was asked to close. */
  public void close(GraphInput input) {
    perform(() -> wired.close(input));
  }

  /** Closes the graph inputs that nobody has closed, and then all sources if that is asked for. */
  public void closeAll(boolean sourcesToo) {
    perform(
        () -> {
          wired.closeInputs();
          if (sourcesToo) {
            stopSources();
          }
        });
  }

  /** Hands out no more work until {@link #resume}. */
  public void pause() {
    perform(() -> paused = !terminated && !errors.hasFailed());
  }

  /** Hands out work again. */
  public void resume() {
    perform(() -> paused = false);
  }

  /** Has the owner of the run carry something out, or this thread if nobody is. */
  void perform(Runnable action) {
    if (enter()) {
      action.run();
      leave();
    } else {
      post(new Order.Task(action));
    }
  }

  @Override
  public void post(Runnable order) {
    post(new Order.Task(order));
  }

  private boolean enter() {
    boolean mine = ownership.tryAcquire();
    if (mine) {
      readMail();
    }
    return mine;
  }

  private void post(Order order) {
    mailbox.post(order);
    if (ownership.tryAcquire()) {
      leave();
    }
  }

  @Override
  public void readMail() {
    if (!mailbox.isEmpty()) {
      mailbox.drain(Order::carryOut);
      wake = true;
    }
  }

  void wakeWaiters() {
    wake = true;
  }

  // ---- the owner's work

  @Override
  public void leave() {
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

  /** Gives the ownership up, then wakes those who wait, and asks for the threads that it takes. */
  private void release() {
    boolean tell = wake;
    wake = false;
    List<Lane> threads = wanted.take();
    // The volatile store in it makes all that was written before visible.
    ownership.release();
    if (tell) {
      signal.wake();
    }
    wanted.ask(threads);
  }

  @Override
  public void settle() {
    do {
      readMail();
      recheckAll();
      if (started && !terminated && scheduler.isIdle()) {
        handleIdle();
      }
    } while (!terminated && (!mailbox.isEmpty() || !recheck.isEmpty()));
    if (!terminated && !paused) {
      askForThreads();
    }
    boolean nothing = isNothingReady() && scheduler.isIdle();
    if (nothing != quiet) {
      // Giving the ownership up is the fence; nobody believes this while somebody has it.
      QUIET.setRelease(this, nothing);
    }
    wake |= nothing;
  }

  @Override
  public void recheckAll() {
    if (!recheck.isEmpty()) {
      recheckSome();
    }
  }

  /** Apart from the question whether there is any, which every call of a node asks. */
  private void recheckSome() {
    Node[] nodes = wired.all();
    do {
      nodes[recheck.takeLowest()].evaluate();
    } while (!recheck.isEmpty());
  }

  private boolean isNothingReady() {
    for (Lane lane : lanes) {
      if (!lane.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private void askForThreads() {
    for (Lane lane : lanes) {
      if (lane.isApplicationThread()) {
        boolean work = scheduler.hasWork(lane);
        applicationThreads.setWork(work);
        wake |= work;
      } else if (lane.wantsWorker()) {
        wanted.add(lane);
      }
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

  // ---- what schedulers ask

  @Override
  public Ownership ownership() {
    return ownership;
  }

  @Override
  public boolean isOver() {
    return end.isOver();
  }

  @Override
  public boolean isTerminated() {
    return terminated;
  }

  @Override
  public void finishIfLeft() {
    end.finishIfLeft();
  }

  @Override
  public void endWithout() {
    terminated = true;
    end.finish();
  }

  @Override
  public void gaveUp(Node node, @Nullable Thread thread) {
    node.abandon();
    String name = thread == null ? "" : thread.getName();
    StatusCode code =
        errors.combined("").map(StatusException::code).orElse(StatusCode.DEADLINE_EXCEEDED);
    fail(
        new StatusException(
            code,
            "A call of node \"%s\" did not return within %s after the run had failed; its thread \"%s\" was interrupted and given up."
                .formatted(node.name(), setup.grace(), name)));
    if (thread != null) {
      setup.givenUp().gaveUp(node.name(), thread);
      if (!lane(node).executor().replace(thread)) {
        thread.interrupt();
      }
    }
  }

  @Override
  public void cameBack(int lane) {
    setup.givenUp().cameBack(Thread.currentThread());
    lanes[lane].executor().cameBack();
  }

  @Override
  public @Nullable Node nextNode(Lane lane) {
    Node node = paused ? null : lane.take();
    if (node == null) {
      settle();
      node = paused || terminated ? null : lane.take();
    }
    return node;
  }

  @Override
  public void letOthersWork() {
    settle();
    release();
  }

  @Override
  public void leaveLane(Lane lane) {
    if (terminated && lane == lanes[0] && scheduler.endsInPlace()) {
      end.finish();
    } else {
      leaveSettled();
    }
  }

  // ---- waiting, on any thread

  /** The application's threads that wait for the run. */
  public ApplicationThreads applicationThreads() {
    return applicationThreads;
  }

  /** Whether the run has ended. */
  public boolean isDone() {
    return end.isDone();
  }

  /** Whether the status came out of a wait for the end. */
  public boolean isTold() {
    return end.isTold();
  }

  /** The status of a run that has ended, for the first who asks; then nothing. */
  public Optional<StatusException> tell() {
    return end.tell();
  }

  /**
   * Whether everything that was added before this is asked is through. In this order: what is in
   * the mailbox was not read; who read it has the ownership until what follows from it is in order;
   * and then says here whether anything is left to do.
   */
  boolean isIdle() {
    return end.isDone() || (mailbox.isEmpty() && !ownership.isOwned() && quiet);
  }
}
