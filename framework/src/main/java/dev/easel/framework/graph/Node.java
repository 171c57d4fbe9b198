package dev.easel.framework.graph;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.plan.NodePlan;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.stream.Input;
import dev.easel.framework.stream.Output;
import dev.easel.framework.stream.OutputStream;
import dev.easel.framework.stream.StreamOwner;
import dev.easel.framework.stream.SyncSet;
import dev.easel.framework.trace.GraphProfiler;
import org.jspecify.annotations.Nullable;

/**
 * One node of a run: its queues, its calculator, and where it stands in its life.
 *
 * <p><b>Threads:</b> the owner of the run, except {@link #callUser}, which the lane's thread runs.
 */
final class Node extends StreamOwner {
  private final GraphRun run;
  private final NodeShape shape;
  private final int id;
  private final Lane lane;
  private final Input[] inputs;
  private final Output[] outputs;

  /** The only input, where the default rule holds and there is one. */
  private final @Nullable Input only;

  /** The only output, if there is one. */
  private final @Nullable Output onlyOutput;

  private final @Nullable SyncSet sync;
  private final @Nullable HandledInputs handled;
  private final @Nullable ParallelCalls parallel;
  private final @Nullable SourceTurns turns;
  private final @Nullable ProfiledCalls profiled;
  private final Call call;
  private final Calculator calculator;
  private final @Nullable NodeSidePackets sides;
  private boolean offsets;
  private boolean opened;
  private boolean closed;
  private boolean needsClose;
  private boolean closePrepared;
  private int inFlight;
  private int headersMissing;
  private long passed = Timestamp.UNSET;

  /** Whether the next run of the node is its opening. */
  boolean opening;

  Node(
      GraphRun run,
      NodeShape shape,
      Lane lane,
      OutputStream[] streams,
      int limit,
      @Nullable GraphProfiler profiler) {
    this.run = run;
    this.shape = shape;
    this.lane = lane;
    id = shape.id;
    headersMissing = shape.headers;
    calculator = shape.maker.get();
    inputs = NodePorts.inputs(this, shape, limit);
    outputs = NodePorts.outputs(this, shape, streams);
    onlyOutput = outputs.length == 1 ? outputs[0] : null;
    NodePlan plan = shape.plan;
    sides = shape.hasSides ? new NodeSidePackets(this, plan) : null;
    call = new Call(this, NodePorts.byTag(plan, inputs), NodePorts.byTag(plan, outputs));
    handled = plan.handler() == null ? null : new HandledInputs(this, inputs, run.handler(plan));
    only = shape.byOneInput ? inputs[0] : null;
    sync =
        shape.byDefault && only == null ? new SyncSet(inputs, plan.processTimestampBounds()) : null;
    parallel = shape.inParallel ? new ParallelCalls(this) : null;
    turns = shape.isSource ? new SourceTurns(this) : null;
    profiled = profiler == null ? null : new ProfiledCalls(this, profiler);
  }

  // ---- what others ask

  GraphRun run() {
    return run;
  }

  NodePlan plan() {
    return shape.plan;
  }

  int id() {
    return id;
  }

  @Override
  protected String name() {
    return shape.plan.name();
  }

  Input[] inputs() {
    return inputs;
  }

  Output[] outputs() {
    return outputs;
  }

  /** The node's side packets; null if it has none and is not made of nothing else. */
  @Nullable NodeSidePackets sides() {
    return sides;
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

  /** The header of an input is known; opens the node when none is missing. */
  void headerArrived() {
    headersMissing--;
    openIfReady();
  }

  void openIfReady() {
    if (headersMissing == 0 && (sides == null || sides.areComplete()) && !opened) {
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
  protected boolean takesAtOnce() {
    return only != null && inFlight == 0 && parallel == null && opened && !closed;
  }

  @Override
  protected void packetArrived(Input input) {
    if (opened && mayBegin() && (sync == null || sync.concerns(input))) {
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
    if (opened && mayBegin() && (sync == null || sync.concerns(input))) {
      run.recheck(this);
    }
  }

  @Override
  protected void becameFull(Input input) {
    run.throttle().becameFull(shape.plan.producers().get(input.id()));
  }

  @Override
  protected void becameNotFull(Input input) {
    run.throttle().becameNotFull(shape.plan.producers().get(input.id()));
  }

  @Override
  protected String inputName(int input) {
    return shape.plan.inputs().name(input);
  }

  @Override
  protected void mistaken(StatusException how) {
    run.accept(how);
  }

  @Override
  protected void refused(Input input, StatusException why) {
    run.fail(NodePorts.withSender(why, shape.plan.producers().get(input.id()), run.nodes()));
  }

  /** Runs the node as often as its queues and its limit of calls allow. */
  void evaluate() {
    while (opened && !closed && mayBegin()) {
      boolean more =
          only != null ? evaluateOnly(only) : sync != null ? evaluateSync(sync) : evaluateHandled();
      if (!more) {
        return;
      }
    }
  }

  private boolean mayBegin() {
    return parallel == null ? inFlight == 0 : inFlight < shape.plan.maxInFlight();
  }

  private boolean evaluateOnly(Input input) {
    if (!input.isQueueEmpty()) {
      begin(input.takeFirst());
      return true;
    }
    if (input.bound() >= Timestamp.ONE_OVER_POST_STREAM) {
      beginClose();
    } else if (offsets) {
      passOn(input.bound());
    }
    return false;
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

  @Override
  protected void begin(long t) {
    inFlight++;
    if (parallel == null) {
      call.at(t);
    } else {
      parallel.prepare(t, inputs);
    }
    run.schedule(this);
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
    if (bound <= passed || (parallel != null && !parallel.mayPassOn(bound))) {
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
    if (profiled == null) {
      callCalculator(with);
    } else {
      profiled.call(with, opening);
    }
  }

  void callCalculator(Call with) {
    with.begin();
    try {
      if (opening) {
        open(with);
      } else if (with.inputTimestamp() == Timestamp.DONE) {
        calculator.close(with);
      } else {
        calculator.process(with);
      }
    } catch (Throwable t) {
      with.thrown = t;
    }
  }

  private void open(Call with) throws Exception {
    if (sides == null) {
      calculator.open(with);
    } else {
      sides.open(calculator, with);
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
      NodePorts.close(inputs);
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
    if (only != null) {
      only.endCall();
    } else {
      for (Input input : inputs) {
        input.endCall();
      }
    }
    if (ended.thrown != null) {
      inFlight--;
      processFailed(ended.thrown);
      return;
    }
    long t = ended.inputTimestamp();
    if (onlyOutput != null) {
      onlyOutput.stream().flush(onlyOutput, t);
    } else {
      for (Output output : outputs) {
        output.stream().flush(output, t);
      }
    }
    if (Timestamp.isOrdinary(t)) {
      // What the outputs now say follows from all bounds up to this one.
      passed = t + 1;
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
    run.fail(RunErrors.thrown(what + name() + "\" failed: ", thrown));
  }

  // ---- closing

  private void closed(Call ended) {
    inFlight--;
    needsClose = false;
    closed = true;
    NodePorts.finish(outputs);
    NodePorts.clear(inputs);
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
    if (closed && !needsClose) {
      return;
    }
    if (needsClose) {
      needsClose = false;
      NodePorts.close(inputs);
      NodePorts.restart(outputs);
      call.at(Timestamp.DONE);
      callCalculator(call);
    }
    closed = true;
    NodePorts.clear(inputs);
    NodePorts.abandon(outputs);
  }
}
