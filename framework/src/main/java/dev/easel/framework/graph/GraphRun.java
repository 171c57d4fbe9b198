package dev.easel.framework.graph;

import dev.easel.framework.calculator.GraphService;
import dev.easel.framework.calculator.InputStreamHandler;
import dev.easel.framework.calculator.InputStreamHandlerFactory;
import dev.easel.framework.config.GraphPlan;
import dev.easel.framework.config.NodePlan;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.scheduler.Mailbox;
import dev.easel.framework.scheduler.Ownership;
import dev.easel.framework.scheduler.ReadySet;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.stream.Input;
import dev.easel.framework.stream.Output;
import dev.easel.framework.stream.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
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
final class GraphRun {
  /** After so many nodes an executor's thread is given back for others to use. */
  private static final int TURN = 4096;

  private static final int APPLICATION_TURN = 64;

  private final RunSetup setup;
  private final GraphPlan plan;
  private final Ownership ownership = new Ownership();
  private final Mailbox<Order> mailbox = new Mailbox<>();
  private final Waiters waiters = new Waiters();
  private final RunErrors errors = new RunErrors();
  private final Throttle throttle;
  private final Sources sources;
  private final RunSidePackets sidePackets;
  private final Lane[] lanes;
  private final OutputStream[] streams;
  private final Node[] nodes;
  private final GraphInput[] inputs;
  private final ReadySet recheck;
  private final boolean shared;
  private final Grace grace;

  private @Nullable Call soloCall;
  private @Nullable Thread soloThread;

  private final List<Call> calls = new ArrayList<>(0);
  private int openInputs;
  private int running;
  private boolean started;
  private boolean paused;
  private boolean terminated;
  private boolean wake;
  private volatile boolean idle;
  private volatile boolean cancelled;
  private volatile boolean stopping;
  private volatile boolean finishing;
  private volatile boolean applicationWork;
  private volatile boolean over;
  private volatile boolean observed;
  private volatile boolean done;
  private volatile Optional<StatusException> status = Optional.empty();

  GraphRun(RunSetup setup) {
    this.setup = setup;
    plan = setup.plan();
    grace = new Grace(setup.grace(), this::giveUp);
    throttle = new Throttle(this, plan);
    sources = new Sources(this);
    sidePackets = new RunSidePackets(this, plan, setup.constants());
    lanes = setup.lanes(this);
    shared = lanes.length > 1 || lanes[0].width() > 1;
    streams = new OutputStream[plan.streams().size()];
    for (int i = 0; i < streams.length; i++) {
      GraphPlan.Stream stream = plan.streams().get(i);
      streams[i] = new OutputStream(stream.name(), stream.check().orNull());
    }
    nodes = new Node[plan.nodes().size()];
    for (int i = 0; i < nodes.length; i++) {
      NodePlan node = plan.nodes().get(i);
      nodes[i] = new Node(this, node, lanes[setup.lane(node)], streams);
    }
    inputs = new GraphInput[plan.graphInputs().size()];
    openInputs = inputs.length;
    recheck = new ReadySet(nodes.length);
    connect();
  }

  private void connect() {
    for (int i = 0; i < streams.length; i++) {
      List<GraphPlan.Consumer> to = plan.streams().get(i).consumers();
      Input[] consumers = new Input[to.size()];
      for (int c = 0; c < consumers.length; c++) {
        consumers[c] = nodes[to.get(c).node()].inputs()[to.get(c).input()];
      }
      streams[i].connect(consumers);
      int input = i - plan.firstGraphInput();
      if (input >= 0) {
        inputs[input] = new GraphInput(plan.streams().get(i), streams[i]);
        inputs[input].connect(consumers);
      }
    }
    setup.taps(this).forEach((stream, taps) -> streams[stream].tap(taps));
  }

  // ---- start

  /** Opens the nodes. Once, before anything else is asked of the run. */
  void start(Map<String, Packet> given, Map<String, Packet> headers) {
    ownership.acquire();
    for (Node node : nodes) {
      node.sides().start(given);
      node.limit(plan.maxQueueSize());
      if (node.isSource()) {
        sources.add(node);
      }
    }
    setup.inputLimits().forEach((input, size) -> inputs[input].limit(size));
    for (Node node : nodes) {
      node.openIfReady();
    }
    for (int i = 0; i < inputs.length; i++) {
      OutputStream stream = inputs[i].stream();
      Packet header = headers.get(stream.name());
      if (header != null) {
        stream.setHeader(header);
      }
      lockIntro(stream, plan.firstGraphInput() + i);
    }
    started = true;
    leave();
  }

  private void lockIntro(OutputStream stream, int number) {
    stream.lockIntro();
    for (GraphPlan.Consumer to : plan.streams().get(number).consumers()) {
      nodes[to.node()].headerArrived(to.input());
    }
  }

  void headersKnown(Node node) {
    for (int i = 0; i < node.outputs().length; i++) {
      lockIntro(node.outputs()[i].stream(), node.plan().firstOutput() + i);
    }
  }

  // ---- what nodes ask

  Node node(int id) {
    return nodes[id];
  }

  Node[] nodes() {
    return nodes;
  }

  GraphInput graphInput(int id) {
    return inputs[id];
  }

  OutputStream stream(int number) {
    return streams[number];
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

  void sourceOpened(Node node) {
    sources.opened(node);
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
  <T> Optional<T> service(GraphService<T> service) {
    return Optional.ofNullable(setup.services().get(service.name())).map(service.type()::cast);
  }

  /** A calculator's thread. */
  Optional<StatusException> statusForClose() {
    return terminated ? status : Optional.empty();
  }

  /** A calculator's thread. */
  void sidePacketSet(int number, Packet packet) {
    perform(new Order.Task(() -> deliverSidePacket(number, packet)));
  }

  private void deliverSidePacket(int number, Packet packet) {
    for (Node node : nodes) {
      List<Integer> producers = node.plan().sideProducers();
      for (int id = 0; id < producers.size(); id++) {
        if (producers.get(id) == number) {
          node.sides().arrived(id, packet);
        }
      }
    }
  }

  // ---- errors

  /** Any thread. */
  void fail(StatusException error) {
    errors.add(error);
    setup.failed(error);
    grace.begin();
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
    boolean first = !over && !cancelled;
    cancelled |= first;
    return first;
  }

  // ---- what the application asks, on any thread

  void add(GraphInput input, Packet packet) {
    if (ownership.tryAcquire()) {
      readMail();
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
    perform(
        new Order.Task(
            () -> {
              input.close();
              openInputs--;
            }));
  }

  void closeSources() {
    perform(new Order.Task(this::stopSources));
  }

  void pause() {
    perform(new Order.Task(() -> paused = !terminated && !errors.hasFailed()));
  }

  void resume() {
    perform(new Order.Task(() -> paused = false));
  }

  /** Has the owner of the run carry something out, or this thread if nobody is. */
  void perform(Order order) {
    if (ownership.tryAcquire()) {
      readMail();
      order.carryOut(this);
      leave();
    } else {
      post(order);
    }
  }

  private void post(Order order) {
    idle = false;
    mailbox.post(order);
    if (ownership.tryAcquire()) {
      leave();
    }
  }

  private void readMail() {
    if (idle) {
      idle = false;
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
  private void leave() {
    do {
      settle();
      if (terminated) {
        handOverFinish();
        return;
      }
      ownership.release();
      if (wake) {
        wake = false;
        waiters.wake();
      }
    } while (!mailbox.isEmpty() && ownership.tryAcquire());
  }

  private void settle() {
    do {
      readMail();
      recheckAll();
      if (running == 0 && started && !terminated) {
        handleIdle();
      }
    } while (!terminated && (!mailbox.isEmpty() || !recheck.isEmpty()));
    if (!terminated && !paused) {
      askForWorkers();
    }
    if (running == 0 && isNothingReady() && mailbox.isEmpty()) {
      idle = true;
      wake = true;
    }
  }

  private void recheckAll() {
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
        applicationWork = !lane.isEmpty();
        wake |= applicationWork;
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
      terminated = running == 0;
    }
  }

  private void handleIdle() {
    while (isNothingReady() && !paused && !terminated) {
      sources.dropClosed();
      boolean sourcesLeft = sources.isAnyActive() || sources.isAnyWaiting();
      if (errors.hasFailed() || (!sourcesLeft && openInputs == 0)) {
        terminated = true;
      } else if (!sources.isAnyActive() && sources.isAnyWaiting()) {
        if (!sources.activateNextLayer(openInputs == 0) && !errors.hasFailed()) {
          return;
        }
      } else if (!(sources.isAnyActive() || throttle.holdsInputs())
          || !throttle.resolveDeadlock()) {
        return;
      }
      recheckAll();
    }
  }

  // ---- running nodes

  /** An executor's thread: runs nodes of a lane until none is ready. */
  void work(Lane lane) {
    if (ownership.acquireUnless(() -> over)) {
      work(lane, TURN);
    }
  }

  private void work(Lane lane, int turns) {
    if (terminated) {
      return;
    }
    if (shared) {
      workShared(lane, turns);
    } else {
      workAlone(lane, turns);
    }
  }

  private void workAlone(Lane lane, int turns) {
    soloThread = Thread.currentThread();
    for (int turn = 0; turn < turns; turn++) {
      if (!mailbox.isEmpty()) {
        readMail();
      }
      Node node = paused ? null : lane.take();
      if (node == null) {
        settle();
        node = paused || terminated ? null : lane.take();
        if (node == null) {
          lane.workers--;
          leaveLane(lane);
          return;
        }
      }
      Call call = node.nextCall();
      soloCall = call;
      if (errors.hasFailed()) {
        grace.working();
      }
      node.callUser(call);
      if (errors.hasFailed() && !grace.returned()) {
        return;
      }
      node.complete(call);
      if (!recheck.isEmpty()) {
        recheckAll();
      }
    }
    lane.workers--;
    leave();
  }

  private void workShared(Lane lane, int turns) {
    for (int turn = 0; turn < turns; turn++) {
      Node node = paused ? null : lane.take();
      if (node == null) {
        settle();
        node = paused || terminated ? null : lane.take();
        if (node == null) {
          lane.workers--;
          leaveLane(lane);
          return;
        }
      }
      Call call = node.nextCall();
      running++;
      lane.busy++;
      calls.add(call);
      call.thread = Thread.currentThread();
      settle();
      ownership.release();
      wakeIfAsked();
      node.callUser(call);
      tap(node, call);
      if (!ownership.acquireUnless(() -> over)) {
        return;
      }
      if (call.abandoned) {
        leave();
        return;
      }
      calls.remove(call);
      running--;
      lane.busy--;
      node.complete(call);
    }
    lane.workers--;
    leave();
  }

  private void wakeIfAsked() {
    if (wake) {
      wake = false;
      waiters.wake();
    }
  }

  private static void tap(Node node, Call call) {
    if (call.thrown == null && node.plan().maxInFlight() == 1) {
      for (Output output : node.outputs()) {
        if (output.hasPackets() && output.stream().hasTaps()) {
          output.tapPackets();
        }
      }
    }
  }

  private void leaveLane(Lane lane) {
    if (terminated && lane == lanes[0] && !lane.isApplicationThread()) {
      finish();
    } else {
      leave();
    }
  }

  // ---- the end

  /** The grace is over: ends the run without the calls that have not returned. */
  private void giveUp() {
    if (shared) {
      if (ownership.acquireUnless(() -> over)) {
        List.copyOf(calls).forEach(this::abandon);
        calls.clear();
        grace.again();
        leave();
      }
    } else if (!over && ownership.isOwned() && grace.takeOver()) {
      Call call = soloCall;
      if (call != null) {
        giveUpOn(call, soloThread);
      }
      terminated = true;
      finish();
    } else if (!over) {
      grace.again();
    }
  }

  private void abandon(Call call) {
    running--;
    call.node().lane().busy--;
    call.node().lane().workers--;
    giveUpOn(call, call.thread);
  }

  private void giveUpOn(Call call, @Nullable Thread thread) {
    call.abandoned = true;
    call.node().abandon();
    String name = thread == null ? "" : thread.getName();
    StatusCode code =
        errors.combined("").map(StatusException::code).orElse(StatusCode.DEADLINE_EXCEEDED);
    fail(
        new StatusException(
            code,
            "A call of node \"%s\" did not return within %s after the run had failed; its thread \"%s\" was interrupted and given up."
                .formatted(call.node().name(), grace.length(), name)));
    if (thread != null) {
      setup.executors().replace(thread);
    }
  }

  /** Nobody else becomes the owner any more: the ownership stays with whoever finishes. */
  private void handOverFinish() {
    over = true;
    Executor executor = lanes[0].executor();
    finishing = true;
    if (executor == null) {
      waiters.wake();
      return;
    }
    try {
      executor.execute(this::finish);
    } catch (RejectedExecutionException e) {
      finish();
    }
  }

  private void finish() {
    over = true;
    finishing = false;
    status = errors.combined(RunErrors.RUN_FAILED);
    for (Node node : nodes) {
      sidePackets.remember(node);
      node.closeAfterRun();
    }
    grace.end();
    setup.ended();
    done = true;
    waiters.wake();
    setup.tellDone(status);
  }

  /** A producer's thread: somebody outside was told of something. */
  void observed() {
    observed = true;
    waiters.wake();
  }

  /** The application's thread: whether somebody was told since the last question. */
  boolean takeObserved() {
    boolean was = observed;
    observed = false;
    return was;
  }

  boolean isDone() {
    return done;
  }

  Optional<StatusException> status() {
    return status;
  }

  /** The application's thread: waits, working itself where the graph asks for that. */
  void await(BooleanSupplier condition) throws InterruptedException {
    Lane application = null;
    for (Lane lane : lanes) {
      application = lane.isApplicationThread() ? lane : application;
    }
    if (application == null) {
      waiters.await(condition);
      return;
    }
    while (!condition.getAsBoolean()) {
      if (!help(application)) {
        waiters.await(() -> condition.getAsBoolean() || finishing || applicationWork);
      }
    }
  }

  /** The same; an interrupt becomes CANCELLED. */
  void awaitOrThrow(BooleanSupplier condition) {
    try {
      await(condition);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StatusException(StatusCode.CANCELLED, "interrupted while waiting for a graph", e);
    }
  }

  private boolean help(Lane lane) {
    if (finishing && claimFinish()) {
      finish();
      return true;
    }
    if (!applicationWork || !ownership.tryAcquire()) {
      return false;
    }
    lane.workers++;
    work(lane, APPLICATION_TURN);
    return true;
  }

  private synchronized boolean claimFinish() {
    boolean mine = finishing;
    finishing = false;
    return mine;
  }

  boolean isIdle() {
    return idle || done;
  }
}
