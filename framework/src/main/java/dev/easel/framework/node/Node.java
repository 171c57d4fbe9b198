package dev.easel.framework.node;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.plan.NodePlan;
import dev.easel.framework.sidepacket.NoSidePackets;
import dev.easel.framework.sidepacket.NodeSidePackets;
import dev.easel.framework.sidepacket.RunSidePackets;
import dev.easel.framework.sidepacket.SidePackets;
import dev.easel.framework.status.RunErrors;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.stream.HandledInputs;
import dev.easel.framework.stream.Input;
import dev.easel.framework.stream.Intake;
import dev.easel.framework.stream.JoinedInputs;
import dev.easel.framework.stream.NoInputs;
import dev.easel.framework.stream.Output;
import dev.easel.framework.stream.OutputStream;
import dev.easel.framework.stream.StreamOwner;

/**
 * One node of a run: its queues, its calculator, and where it stands in its life.
 *
 * <p><b>Threads:</b> the owner of the run, except {@link #callUser}, which the lane's thread runs.
 */
public final class Node extends StreamOwner {
  private final NodeRun run;
  private final NodeShape shape;
  private final int id;

  /** As the shape says; here it is at hand where every packet asks for it. */
  private final int lane;

  private final Input[] inputs;
  private final Output[] outputs;
  private final Intake intake;
  private final Calls calls;
  private final Call main;
  private final Turns turns;
  private final CallRecorder recorder;

  /** Whether calls note when they became ready. */
  private final boolean isTimed;

  private final Calculator calculator;
  private final SidePackets sides;

  /** Calls run several at once. */
  private static final int PARALLEL = 1;

  /** A handler chooses what the node takes in. */
  private static final int HANDLED = 2;

  /** The node is a source. */
  private static final int SOURCE = 4;

  /** The next call is the node's opening. */
  private static final int OPENING = 8;

  /** The next call is the node's closing. */
  private static final int CLOSING = 16;

  /** A call has been suspended. */
  private static final int WAITED = 32;

  /**
   * What is to be thought of between two calls; 0 for most nodes most of the time, which then take
   * the short way.
   */
  private int unusual;

  /** Whether a packet that finds the node idle is that of its next call. */
  private final boolean direct;

  private boolean offsets;
  private boolean opened;
  private boolean closed;
  private boolean needsClose;
  private boolean tapped;
  private int inFlight;
  private int headersMissing;
  private long passed = Timestamp.UNSET;

  /** A node of a run. */
  public Node(
      NodeRun run,
      NodeShape shape,
      OutputStream[] streams,
      int limit,
      RunSidePackets sidePackets,
      CallRecorder recorder) {
    this.run = run;
    this.shape = shape;
    this.recorder = recorder;
    isTimed = recorder.asksWhenReady();
    id = shape.id;
    lane = shape.lane;
    headersMissing = shape.headers;
    calculator = shape.maker.get();
    inputs = NodePorts.inputs(this, shape, limit);
    outputs = NodePorts.outputs(this, shape, streams);
    NodePlan plan = shape.plan;
    sides = shape.hasSides ? new NodeSidePackets(plan, sidePackets) : NoSidePackets.NOTHING;
    intake = intake(shape, inputs);
    turns = shape.isSource ? new SourceTurns(this) : Turns.NONE;
    if (shape.inParallel) {
      main = new Call(this, NodePorts.byTag(plan, inputs), NodePorts.byTag(plan, outputs));
      calls = new ParallelCalls(this);
    } else {
      SingleCall only =
          new SingleCall(this, NodePorts.byTag(plan, inputs), NodePorts.byTag(plan, outputs));
      main = only;
      calls = only;
    }
    direct = shape.byOneInput && !shape.inParallel;
    unusual =
        (shape.inParallel ? PARALLEL : 0)
            | (!shape.byDefault && inputs.length > 0 ? HANDLED : 0)
            | (shape.isSource ? SOURCE : 0);
  }

  private boolean is(int what) {
    return (unusual & what) != 0;
  }

  private static Intake intake(NodeShape shape, Input[] inputs) {
    if (shape.byOneInput) {
      return inputs[0];
    }
    if (shape.byDefault) {
      return new JoinedInputs(inputs, shape.plan.processTimestampBounds());
    }
    return inputs.length == 0 ? NoInputs.NOTHING : new HandledInputs(inputs, shape.newHandler());
  }

  // ---- what others ask

  NodeRun run() {
    return run;
  }

  /** What the graph says of the node. */
  public NodePlan plan() {
    return shape.plan;
  }

  /** The node's number; higher ones are further downstream. */
  public int id() {
    return id;
  }

  /** The number of the node's lane. */
  public int lane() {
    return lane;
  }

  /** What is known of how long its calls take. */
  public Pace pace() {
    return shape.pace;
  }

  @Override
  public String name() {
    return shape.plan.name();
  }

  /** Whether calls note when they became ready. */
  boolean isTimed() {
    return isTimed;
  }

  /** Its input queues. */
  public Input[] inputs() {
    return inputs;
  }

  /** The ports of its output streams. */
  public Output[] outputs() {
    return outputs;
  }

  /** Takes the packets of a call that starts now, where they are chosen so late. */
  boolean takeLate(long t) {
    return is(HANDLED) && intake.takeLate(t);
  }

  /** The node's side packets. */
  public SidePackets sides() {
    return sides;
  }

  /** Whether the node is closed. */
  public boolean isClosed() {
    return closed;
  }

  /** Whether the node was opened. */
  public boolean isOpened() {
    return opened;
  }

  /** When a source is to run; only for nodes without inputs. */
  public SourceTurns turns() {
    return (SourceTurns) turns;
  }

  /** The only call that there is at a time, where calls are not parallel. */
  public Call mainCall() {
    return main;
  }

  /** Whether calls of the node may run several at once. */
  public boolean isParallel() {
    return shape.inParallel;
  }

  // ---- opening

  /** Somebody outside is told of what the node sends. */
  public void tapped() {
    tapped = true;
  }

  /** The header of an input is known; opens the node when none is missing. */
  public void headerArrived() {
    headersMissing--;
    openIfReady();
  }

  /** Opens the node if it waits for nothing. */
  public void openIfReady() {
    if (headersMissing == 0 && (!shape.hasSides || sides.areComplete()) && !opened) {
      run.scheduleOpen(this);
    }
  }

  /** The next call is the node's opening. */
  public void beginOpening() {
    unusual |= OPENING;
  }

  private void opened() {
    Throwable thrown = main.thrown();
    if (thrown != null) {
      fail("Calculator::Open() for node \"", thrown);
      return;
    }
    needsClose = true;
    for (Output output : outputs) {
      offsets |= output.stream().hasOffset();
      output.stream().flush(output, Timestamp.UNSTARTED);
    }
    opened = true;
    run.headersKnown(this);
    if (inputs.length > 0) {
      evaluate();
    } else {
      main.at(0);
      turns.opened(run);
    }
  }

  // ---- readiness

  @Override
  protected boolean takesAtOnce() {
    return direct && inFlight == 0 && opened && !closed;
  }

  @Override
  protected void packetArrived(Input input) {
    if (opened && mayBegin() && intake.concerns(input)) {
      evaluate();
    }
  }

  @Override
  protected void packetQueued(Input input) {
    intake.packetQueued(input);
  }

  @Override
  protected void boundRose(Input input) {
    if (opened && mayBegin() && intake.concerns(input)) {
      run.recheck(this);
    }
  }

  @Override
  protected void becameFull(Input input) {
    run.becameFull(shape.plan.producers().get(input.id()));
  }

  @Override
  protected void becameNotFull(Input input) {
    run.becameNotFull(shape.plan.producers().get(input.id()));
  }

  @Override
  protected String inputName(int input) {
    return shape.plan.inputs().name(input);
  }

  @Override
  protected void mistaken(StatusException how) {
    run.failFromOutside(how);
  }

  @Override
  protected void refused(Input input, StatusException why) {
    String sender = run.sender(shape.plan.producers().get(input.id()));
    run.fail(
        sender.isEmpty()
            ? why
            : new StatusException(
                why.code(),
                "%s The stream is sent by node \"%s\".".formatted(why.message(), sender)));
  }

  /** Runs the node as often as its queues and its limit of calls allow. */
  public void evaluate() {
    while (opened && !closed && mayBegin()) {
      int found = look();
      if (found == Intake.READY) {
        begin(intake.time());
      } else if (found != Intake.AGAIN) {
        nothingToTake(found);
        return;
      }
    }
  }

  private boolean mayBegin() {
    return inFlight == 0 || (is(PARALLEL) && calls.mayBegin(inFlight));
  }

  private void nothingToTake(int found) {
    if (found == Intake.CLOSE) {
      beginClose();
    } else if (offsets) {
      passOn(intake.time());
    }
  }

  private int look() {
    try {
      return intake.look();
    } catch (RuntimeException e) {
      closed = true;
      fail("InputStreamHandler of node \"", e);
      return Intake.AGAIN;
    }
  }

  @Override
  protected void begin(long t) {
    inFlight++;
    if (is(PARALLEL)) {
      calls.prepare(t, inputs);
    } else {
      main.at(t);
    }
    run.schedule(this);
  }

  /** Schedules the closing, once no call is outstanding. */
  private void beginClose() {
    if (inFlight == 0 && !is(CLOSING) && calls.isIdle()) {
      unusual |= CLOSING;
      inFlight++;
      main.at(Timestamp.DONE);
      run.schedule(this);
    }
  }

  /** Passes a bound of the inputs on to the outputs that have an offset. */
  private void passOn(long bound) {
    if (bound <= passed || !calls.mayPassOn(bound)) {
      return;
    }
    for (Output output : outputs) {
      OutputStream stream = output.stream();
      long before = stream.bound();
      stream.passOn(bound);
      if (stream.bound() != before && !shape.inParallel) {
        output.restart();
      }
    }
  }

  /** Has a source run once more, unless it is running already or has ended. */
  void scheduleSource(SourceTurns source) {
    if (inFlight == 0 && !closed && !run.hasFailed()) {
      inFlight++;
      run.scheduleSource(source);
    }
  }

  /** The call that is to run now is not the only one. */
  void moreIsReady(boolean isAnyResumed) {
    if (isAnyResumed) {
      run.goesOn(this);
    } else {
      run.schedule(this);
    }
  }

  // ---- running

  /** Runs the calculator. Nothing of the run's state is touched, so it need not be owned. */
  public void callUser(Call with) {
    recorder.call(this, with, is(OPENING));
  }

  void callCalculator(Call with) {
    boolean isUsual = unusual == 0;
    if (!isUsual && with.isResumed()) {
      with.goOn();
      return;
    }
    with.begin();
    try {
      if (isUsual) {
        calculator.process(with);
      } else {
        callUnusual(with);
      }
    } catch (Throwable t) {
      with.threw(t);
    }
  }

  private void callUnusual(Call with) throws Exception {
    if (is(OPENING)) {
      if (!sides.repeat()) {
        calculator.open(with);
      }
    } else if (with.inputTimestamp() == Timestamp.DONE) {
      calculator.close(with);
    } else {
      calculator.process(with);
    }
  }

  /** The calculator's thread: tells those who tap the node's streams, before the call ends. */
  public void tellTaps(Call call) {
    if (tapped && call.thrown() == null && !shape.inParallel && !call.isSuspended()) {
      for (Output output : outputs) {
        if (output.hasPackets() && output.stream().hasTaps()) {
          output.tapPackets();
        }
      }
    }
  }

  private boolean isStopping() {
    return is(SOURCE) && (turns.isStopped() || run.isStopping());
  }

  /** A call is put aside. */
  void waits() {
    unusual |= WAITED;
  }

  /** Keeps a call that was put aside and is to go on. */
  public void resume(Call call) {
    calls.resumed(call);
  }

  /** Prepares the call that is to be run next. */
  public Call nextCall() {
    return unusual == 0 ? main : nextUnusual();
  }

  private Call nextUnusual() {
    if (is(OPENING)) {
      main.at(Timestamp.UNSTARTED);
      return main;
    }
    if (is(CLOSING) || (isStopping() && !main.isResumed())) {
      main.at(Timestamp.DONE);
      NodePorts.close(inputs);
      return main;
    }
    return calls.next();
  }

  /** Deals with what a call left behind. */
  public void complete(Call ended) {
    if (isTimed) {
      run.completedNanos = ended.endedNanos;
      dealWith(ended);
      run.completedNanos = 0;
    } else {
      dealWith(ended);
    }
  }

  private void dealWith(Call ended) {
    if (unusual == 0) {
      processed(ended);
    } else {
      completeUnusual(ended);
    }
  }

  private void completeUnusual(Call ended) {
    if (is(OPENING)) {
      unusual &= ~OPENING;
      opened();
    } else if (ended.inputTimestamp() == Timestamp.DONE) {
      closed(ended);
    } else if (ended.isWithdrawn()) {
      inFlight--;
    } else {
      calls.complete(ended);
    }
  }

  void processed(Call ended) {
    if (direct) {
      inputs[0].endCall();
    } else {
      intake.endCall();
    }
    Throwable thrown = ended.thrown();
    if (thrown != null) {
      inFlight--;
      processFailed(thrown);
      return;
    }
    long t = ended.inputTimestamp();
    Output[] to = outputs;
    if (to.length == 1) {
      Output output = to[0];
      output.stream().flush(output, t);
    } else {
      for (Output output : to) {
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
    if (is(HANDLED) && intake.nextOfBatch()) {
      main.at(intake.time());
      run.schedule(this);
      return;
    }
    inFlight--;
    next();
  }

  /** A source is closed; any other node ends the sources. */
  boolean stop() {
    if (!turns.stop()) {
      run.stopSources();
      return false;
    }
    run.scheduleSource(turns());
    return true;
  }

  void callEnded() {
    inFlight--;
  }

  void processFailed(Throwable thrown) {
    fail("Calculator::Process() for node \"", thrown);
  }

  void next() {
    if (!is(SOURCE) || !turns.again()) {
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
    Throwable thrown = ended.thrown();
    if (thrown != null) {
      fail("Calculator::Close() for node \"", thrown);
    }
  }

  /** Takes note of a call that is not waited for any more; the node is not closed then. */
  public void abandon() {
    needsClose = false;
  }

  /** Closes a node that the run's end caught open; what it sends and throws counts no more. */
  public void closeAfterRun() {
    if (closed && !needsClose) {
      return;
    }
    if (needsClose) {
      needsClose = false;
      unusual |= CLOSING;
      NodePorts.close(inputs);
      NodePorts.restart(outputs);
      main.at(Timestamp.DONE);
      callCalculator(main);
    }
    closed = true;
    NodePorts.clear(inputs);
    NodePorts.abandon(outputs);
  }
}
