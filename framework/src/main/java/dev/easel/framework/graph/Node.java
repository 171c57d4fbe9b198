package dev.easel.framework.graph;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.InputPort;
import dev.easel.framework.calculator.InputQueue;
import dev.easel.framework.calculator.InputStreamHandler;
import dev.easel.framework.calculator.NodeOptions;
import dev.easel.framework.calculator.OutputPort;
import dev.easel.framework.calculator.OutputSidePacket;
import dev.easel.framework.calculator.Ports;
import dev.easel.framework.config.NodePlan;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.stream.Input;
import dev.easel.framework.stream.Output;
import dev.easel.framework.stream.OutputStream;
import dev.easel.framework.stream.StreamOwner;
import dev.easel.framework.stream.SyncSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One node of a run: its queues, its calculator, and where it stands in its life.
 *
 * <p><b>Threads:</b> the owner of the run, except {@link #callUser}, which the lane's thread runs.
 */
final class Node extends StreamOwner {
  private static final Input[] NO_INPUTS = {};

  private final GraphRun run;
  private final NodePlan plan;
  private final Lane lane;
  private final Input[] inputs;
  private final Output[] outputs;
  private final @Nullable SyncSet sync;
  private final @Nullable InputStreamHandler handler;
  private final @Nullable ParallelCalls parallel;
  private final @Nullable Batch batch;
  private final Call call;
  private final Calculator calculator;
  private final NodeSidePackets sides;
  private boolean offsets;
  private boolean opened;
  private boolean closed;
  private boolean needsClose;
  private boolean closePrepared;
  private boolean stoppedSource;
  private int inFlight;
  private int headersMissing;
  private int fullDownstream;

  /** Whether the next run of the node is its opening. */
  boolean opening;

  /** Whether a source was activated. */
  boolean active;

  Node(GraphRun run, NodePlan plan, Lane lane, OutputStream[] streams) {
    this.run = run;
    this.plan = plan;
    this.lane = lane;
    inputs = inputs(plan);
    outputs = outputs(plan, streams);
    sides = new NodeSidePackets(this, plan);
    calculator = plan.maker().get();
    call = new Call(this, inputPorts(), outputPorts(outputs));
    handler = plan.handler() == null ? null : startHandler(plan);
    sync =
        handler == null && inputs.length > 0
            ? new SyncSet(inputs, plan.processTimestampBounds())
            : null;
    parallel = plan.maxInFlight() > 1 ? new ParallelCalls(this) : null;
    batch = handler != null && handler.batchSize() > 1 ? new Batch(handler.batchSize()) : null;
    for (boolean backEdge : plan.backEdges()) {
      headersMissing += backEdge ? 0 : 1;
    }
  }

  private Input[] inputs(NodePlan p) {
    int count = p.inputs().size();
    Input[] result = count == 0 ? NO_INPUTS : new Input[count];
    for (int id = 0; id < count; id++) {
      result[id] = new Input(this, id, p.inputs().name(id), p.inputChecks().get(id).orNull());
    }
    return result;
  }

  private Output[] outputs(NodePlan p, OutputStream[] streams) {
    Output[] result = new Output[p.outputs().size()];
    for (int id = 0; id < result.length; id++) {
      OutputStream stream = streams[p.firstOutput() + id];
      if (p.timestampOffset().isPresent()) {
        stream.offset(p.timestampOffset().getAsLong());
      }
      result[id] = new Output(stream, run::fail);
    }
    return result;
  }

  private Ports<InputPort> inputPorts() {
    return new Ports<>(plan.inputs(), inputs);
  }

  Ports<OutputPort> outputPorts(Output[] of) {
    return new Ports<>(plan.outputs(), of);
  }

  private InputStreamHandler startHandler(NodePlan p) {
    InputStreamHandler made = run.handler(p);
    List<InputQueue> queues = new ArrayList<>();
    for (Input input : inputs) {
      queues.add(input.asQueue());
      if (made.isToldOfPackets()) {
        input.tellOfPackets();
      }
    }
    made.start(queues);
    return made;
  }

  // ---- what others ask

  GraphRun run() {
    return run;
  }

  NodePlan plan() {
    return plan;
  }

  int id() {
    return plan.id();
  }

  String name() {
    return plan.name();
  }

  Input[] inputs() {
    return inputs;
  }

  Output[] outputs() {
    return outputs;
  }

  NodeOptions options() {
    return sides.options();
  }

  NodeSidePackets sides() {
    return sides;
  }

  Ports<Packet> sideInputs() {
    return sides.inputs();
  }

  Ports<OutputSidePacket> sideOutputs() {
    return sides.outputs();
  }

  boolean isClosed() {
    return closed;
  }

  boolean isOpened() {
    return opened;
  }

  boolean isSource() {
    return plan.isSource();
  }

  Lane lane() {
    return lane;
  }

  /** The order among sources: by layer, by the time they have reached, by place. */
  boolean comesBefore(Node other) {
    if (plan.sourceLayer() != other.plan.sourceLayer()) {
      return plan.sourceLayer() < other.plan.sourceLayer();
    }
    long own = reached();
    long others = other.reached();
    return own != others ? own < others : id() < other.id();
  }

  private long reached() {
    long lowest = Timestamp.MAX;
    for (Output output : outputs) {
      lowest = Math.min(lowest, output.stream().bound());
    }
    return lowest;
  }

  // ---- opening

  /** Counts the headers and side packets that are missing; opens the node when none is. */
  void headerArrived(int input) {
    if (!plan.backEdges().get(input)) {
      headersMissing--;
      openIfReady();
    }
  }

  void openIfReady() {
    if (headersMissing == 0 && sides.areComplete() && !opened) {
      run.scheduleOpen(this);
    }
  }

  private void opened() {
    if (call.thrown != null) {
      fail("Calculator::Open() for node \"", call.thrown);
      return;
    }
    needsClose = true;
    for (Output output : outputs) {
      offsets |= output.stream().hasOffset();
      output.stream().flush(output, Timestamp.UNSTARTED);
    }
    opened = true;
    run.headersKnown(this);
    if (isSource()) {
      call.at(0);
      run.sourceOpened(this);
    } else if (inputs.length > 0) {
      evaluate();
    }
  }

  // ---- readiness

  @Override
  protected void packetArrived(Input input) {
    if (opened && inFlight < plan.maxInFlight() && (sync == null || sync.concerns(input))) {
      evaluate();
    }
  }

  @Override
  protected void packetQueued(Input input) {
    if (handler != null) {
      handler.packetQueued(input.id());
    }
  }

  @Override
  protected void boundRose(Input input) {
    if (opened && inFlight < plan.maxInFlight() && (sync == null || sync.concerns(input))) {
      run.recheck(this);
    }
  }

  @Override
  protected void becameFull(Input input) {
    run.throttle().becameFull(plan.producers().get(input.id()));
  }

  @Override
  protected void becameNotFull(Input input) {
    run.throttle().becameNotFull(plan.producers().get(input.id()));
  }

  @Override
  protected void refused(StatusException why) {
    run.fail(why);
  }

  /** Runs the node as often as its queues and its limit of calls allow. */
  void evaluate() {
    while (opened && !closed && inFlight < plan.maxInFlight()) {
      boolean more = sync != null ? evaluateSync(sync) : evaluateHandler();
      if (!more) {
        return;
      }
    }
  }

  private boolean evaluateSync(SyncSet set) {
    int state = set.check();
    if (state == SyncSet.READY) {
      long t = set.time();
      set.take(t);
      begin(t);
      return true;
    }
    if (state == SyncSet.CLOSE) {
      beginClose();
    } else if (offsets) {
      passOn(set.time());
    }
    return false;
  }

  private boolean evaluateHandler() {
    InputStreamHandler by = handler;
    if (by == null) {
      return false;
    }
    try {
      InputStreamHandler.Readiness found = by.readiness();
      switch (found.state()) {
        case READY -> {
          if (!by.isLate()) {
            by.fill(found.timestamp(), this::put);
          }
          return batch == null ? begin(found.timestamp()) : collect(batch, found.timestamp());
        }
        case CLOSE -> beginClose();
        case NOT_READY ->
            passOn(batch != null && !batch.isEmpty() ? batch.first() : found.timestamp());
      }
    } catch (RuntimeException e) {
      closed = true;
      fail("InputStreamHandler of node \"", e);
    }
    return false;
  }

  private void put(int id, Packet packet, boolean done) {
    inputs[id].put(packet, done);
  }

  private boolean collect(Batch to, long t) {
    to.add(t, inputs);
    if (to.isFull()) {
      beginBatch(to);
    }
    return true;
  }

  private boolean begin(long t) {
    inFlight++;
    if (parallel == null) {
      call.at(t);
    } else {
      parallel.prepare(t, inputs);
    }
    run.schedule(this);
    return true;
  }

  private void beginBatch(Batch of) {
    of.start(inputs);
    begin(of.first());
  }

  private void beginClose() {
    if (batch != null && !batch.isEmpty()) {
      beginBatch(batch);
      return;
    }
    if (inFlight == 0 && !closePrepared && (parallel == null || parallel.isIdle())) {
      closePrepared = true;
      inFlight++;
      call.at(Timestamp.DONE);
      run.schedule(this);
    }
  }

  private void passOn(long bound) {
    if (parallel != null && !parallel.mayPassOn(bound)) {
      return;
    }
    for (Output output : outputs) {
      passOn(output, bound);
    }
  }

  private void passOn(Output output, long bound) {
    OutputStream stream = output.stream();
    long before = stream.bound();
    stream.passOn(bound);
    if (stream.bound() != before && parallel == null) {
      output.restart();
    }
  }

  // ---- sources and throttling

  void downstreamFull() {
    fullDownstream++;
  }

  void downstreamNotFull() {
    fullDownstream--;
    if (fullDownstream == 0 && active && !closed) {
      scheduleSource();
    }
  }

  boolean isThrottled() {
    return fullDownstream > 0;
  }

  /** Has a source run once more, unless it is throttled, running already, or ended. */
  void scheduleSource() {
    if (inFlight == 0 && !closed && fullDownstream == 0 && !run.hasFailed()) {
      inFlight++;
      lane.addSource(this);
    }
  }

  // ---- running

  /** Runs the calculator. Nothing of the run's state is touched, so it need not be owned. */
  void callUser(Call with) {
    with.begin();
    try {
      if (opening) {
        sides.open(calculator, with);
      } else if (with.inputTimestamp() == Timestamp.DONE) {
        calculator.close(with);
      } else {
        calculator.process(with);
      }
    } catch (Throwable t) {
      with.thrown = t;
    }
  }

  private boolean isStopping() {
    return isSource() && (stoppedSource || run.isStopping());
  }

  /** Prepares the call that is to be run next. */
  Call nextCall() {
    if (parallel != null && !opening && !closePrepared) {
      Call next = parallel.take();
      if (handler != null && handler.isLate()) {
        handler.fill(next.inputTimestamp(), this::put);
        parallel.reload(next);
      }
      return next;
    }
    if (opening) {
      call.at(Timestamp.UNSTARTED);
    } else if (call.inputTimestamp() == Timestamp.DONE || isStopping()) {
      call.at(Timestamp.DONE);
      closeInputs();
    } else if (handler != null && handler.isLate()) {
      handler.fill(call.inputTimestamp(), this::put);
    }
    return call;
  }

  /** Deals with what a call left behind. */
  void complete(Call ended) {
    if (opening) {
      opening = false;
      opened();
    } else if (ended.inputTimestamp() == Timestamp.DONE) {
      closed(ended);
    } else if (parallel != null) {
      parallel.complete(ended);
    } else {
      processed(ended);
    }
  }

  private void processed(Call ended) {
    for (Input input : inputs) {
      input.endCall();
    }
    if (ended.thrown != null) {
      inFlight--;
      processFailed(ended.thrown);
      return;
    }
    long t = ended.inputTimestamp();
    Output[] all = outputs;
    for (int i = 0; i < all.length; i++) {
      all[i].stream().flush(all[i], t);
    }
    if (ended.isStopped() && stop()) {
      return;
    }
    if (batch != null && batch.next(inputs)) {
      call.at(batch.time());
      run.schedule(this);
      return;
    }
    inFlight--;
    next();
  }

  /** A source is closed; any other node ends the sources. */
  boolean stop() {
    if (!isSource()) {
      run.stopSources();
      return false;
    }
    stoppedSource = true;
    lane.addSource(this);
    return true;
  }

  void callEnded() {
    inFlight--;
  }

  void processFailed(Throwable thrown) {
    fail("Calculator::Process() for node \"", thrown);
  }

  void next() {
    if (isSource()) {
      if (active) {
        scheduleSource();
      }
    } else {
      evaluate();
    }
  }

  private void fail(String what, Throwable thrown) {
    run.fail(RunErrors.thrown(what + plan.name() + "\" failed: ", thrown));
  }

  // ---- closing

  private void closeInputs() {
    for (Input input : inputs) {
      input.close();
    }
  }

  private void closed(Call ended) {
    inFlight--;
    needsClose = false;
    closed = true;
    for (Output output : outputs) {
      output.stream().finish(output);
    }
    for (Input input : inputs) {
      input.clear();
    }
    if (ended.thrown != null) {
      fail("Calculator::Close() for node \"", ended.thrown);
    }
  }

  /** Takes note of a call that is not waited for any more; the node is not closed then. */
  void abandon() {
    needsClose = false;
  }

  /** Closes a node that the run's end caught open; what it sends and throws counts no more. */
  void closeAfterRun() {
    if (needsClose) {
      needsClose = false;
      closeInputs();
      for (Output output : outputs) {
        output.restart();
      }
      call.at(Timestamp.DONE);
      call.begin();
      try {
        calculator.close(call);
      } catch (Throwable t) {
        call.thrown = t;
      }
    }
    closed = true;
    Arrays.stream(inputs).forEach(Input::clear);
    Arrays.stream(outputs).forEach(o -> o.stream().abandon());
  }

  /** A setting that is refused in a call is an error of the run. */
  void mistake(StatusCode code, String message) {
    run.fail(new StatusException(code, message));
  }

  /** Limits all queues. */
  void limit(int size) {
    for (Input input : inputs) {
      input.limit(size);
    }
  }
}
