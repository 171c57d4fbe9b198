package dev.easel.framework.graph;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.NodeOptions;
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
import org.jspecify.annotations.Nullable;

/**
 * One node of a run: its queues, its calculator, and where it stands in its life.
 *
 * <p><b>Threads:</b> the owner of the run, except {@link #callUser}, which the lane's thread runs.
 */
final class Node extends StreamOwner {
  private final GraphRun run;
  private final NodePlan plan;
  private final Lane lane;
  private final NodePorts ports;
  private final Input[] inputs;
  private final Output[] outputs;
  private final @Nullable SyncSet sync;
  private final @Nullable HandledInputs handled;
  private final @Nullable ParallelCalls parallel;
  private final @Nullable SourceTurns turns;
  private final Call call;
  private final Calculator calculator;
  private final NodeSidePackets sides;
  private boolean offsets;
  private boolean opened;
  private boolean closed;
  private boolean needsClose;
  private boolean closePrepared;
  private int inFlight;
  private int headersMissing;

  /** Whether the next run of the node is its opening. */
  boolean opening;

  Node(GraphRun run, NodePlan plan, Lane lane, OutputStream[] streams) {
    this.run = run;
    this.plan = plan;
    this.lane = lane;
    ports = new NodePorts(this, plan, streams);
    inputs = ports.inputs();
    outputs = ports.outputs();
    sides = new NodeSidePackets(this, plan);
    calculator = plan.maker().get();
    call = new Call(this, ports.byTag(), ports.byTag(outputs));
    handled = plan.handler() == null ? null : new HandledInputs(this, inputs, run.handler(plan));
    sync =
        handled == null && inputs.length > 0
            ? new SyncSet(inputs, plan.processTimestampBounds())
            : null;
    parallel = plan.maxInFlight() > 1 ? new ParallelCalls(this) : null;
    turns = plan.isSource() ? new SourceTurns(this) : null;
    headersMissing = ports.headersToWaitFor();
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

  NodePorts ports() {
    return ports;
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

  Lane lane() {
    return lane;
  }

  /** When a source is to run; null for other nodes. */
  @Nullable SourceTurns turns() {
    return turns;
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
    if (turns != null) {
      call.at(0);
      run.sourceOpened(turns);
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
    if (handled != null) {
      handled.packetQueued(input.id());
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
      boolean more = sync != null ? evaluateSync(sync) : evaluateHandled();
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

  private boolean evaluateHandled() {
    try {
      return handled != null && handled.evaluate();
    } catch (RuntimeException e) {
      closed = true;
      fail("InputStreamHandler of node \"", e);
      return false;
    }
  }

  /** Schedules a call whose packets the inputs hold; true. */
  boolean begin(long t) {
    inFlight++;
    if (parallel == null) {
      call.at(t);
    } else {
      parallel.prepare(t, inputs);
    }
    run.schedule(this);
    return true;
  }

  /** Schedules the closing, once no call is outstanding. */
  void beginClose() {
    if (inFlight == 0 && !closePrepared && (parallel == null || parallel.isIdle())) {
      closePrepared = true;
      inFlight++;
      call.at(Timestamp.DONE);
      run.schedule(this);
    }
  }

  /** Passes a bound of the inputs on to the outputs that have an offset. */
  void passOn(long bound) {
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

  /** Has a source run once more, unless it is running already or has ended. */
  void scheduleSource(SourceTurns source) {
    if (inFlight == 0 && !closed && !run.hasFailed()) {
      inFlight++;
      lane.addSource(source);
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
    return turns != null && (turns.isStopped() || run.isStopping());
  }

  /** Prepares the call that is to be run next. */
  Call nextCall() {
    if (parallel != null && !opening && !closePrepared) {
      Call next = parallel.take();
      if (handled != null && handled.fillLate(next.inputTimestamp())) {
        parallel.reload(next);
      }
      return next;
    }
    if (opening) {
      call.at(Timestamp.UNSTARTED);
    } else if (call.inputTimestamp() == Timestamp.DONE || isStopping()) {
      call.at(Timestamp.DONE);
      ports.closeInputs();
    } else if (handled != null) {
      handled.fillLate(call.inputTimestamp());
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
    if (handled != null && handled.nextOfBatch()) {
      call.at(handled.batchTime());
      run.schedule(this);
      return;
    }
    inFlight--;
    next();
  }

  /** A source is closed; any other node ends the sources. */
  boolean stop() {
    if (turns == null) {
      run.stopSources();
      return false;
    }
    turns.stop();
    lane.addSource(turns);
    return true;
  }

  void callEnded() {
    inFlight--;
  }

  void processFailed(Throwable thrown) {
    fail("Calculator::Process() for node \"", thrown);
  }

  void next() {
    if (turns != null) {
      turns.schedule();
    } else {
      evaluate();
    }
  }

  private void fail(String what, Throwable thrown) {
    run.fail(RunErrors.thrown(what + plan.name() + "\" failed: ", thrown));
  }

  // ---- closing

  private void closed(Call ended) {
    inFlight--;
    needsClose = false;
    closed = true;
    ports.finishOutputs();
    ports.clearInputs();
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
      ports.closeInputs();
      ports.restartOutputs();
      call.at(Timestamp.DONE);
      call.begin();
      try {
        calculator.close(call);
      } catch (Throwable t) {
        call.thrown = t;
      }
    }
    closed = true;
    ports.clearInputs();
    ports.abandonOutputs();
  }

  /** A setting that is refused in a call is an error of the run. */
  void mistake(StatusCode code, String message) {
    run.fail(new StatusException(code, message));
  }
}
