package dev.easel.framework.calls;

import dev.easel.framework.packet.Packet;
import dev.easel.framework.plan.GraphPlan;
import dev.easel.framework.plan.NodePlan;
import dev.easel.framework.proto.GraphTrace.EventType;
import dev.easel.framework.trace.MicrosClock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The calls and packets of one run, without what the packets hold. Of a long run it has the first
 * ones, and how many more there were.
 *
 * <p>They are noted as numbers and words, since a note must cost far less than a short call: five
 * numbers and the thread's name for a call, behind them the stream of each packet, and the packets'
 * timestamps where one differs from the call's. They become objects when somebody reads them.
 *
 * <p><b>Threads:</b> any.
 */
public final class RunTrace implements CallLog {
  /** With the room that nothing is in yet. */
  private static final int CALL_BYTES = 64;

  private static final int PACKET_BYTES = 16;
  private static final int NUMBERS = 5;
  private static final int FIRST_ROOM = 256;
  private static final int HALF = 32;

  /** Beside the number of packets that a call sent: each packet's timestamp stands there. */
  private static final int DIFFER = 1 << 30;

  private final List<Node> nodes = new ArrayList<>();
  private final long mostBytes;
  private final MicrosClock clock = new MicrosClock();
  private final HopNotes hops = new HopNotes();

  // Guarded by this object.
  private long[] numbers = new long[FIRST_ROOM];
  private String[] words = new String[FIRST_ROOM];
  private int numbersEnd;
  private int wordsEnd;
  private int lastNumber;
  private int lastWord;
  private int count;
  private final Map<Integer, Thrown> failures = new HashMap<>();
  private long bytes;
  private long leftOut;

  /** A node by its place in the graph. */
  public record Node(String name, String calculator) {}

  /** A packet on its way. */
  public record Hop(String stream, long timestamp) {}

  /**
   * One call.
   *
   * @param node the node's place, or -1 for the application, which added a packet
   * @param start when it began, microseconds since 1970
   * @param end when it ended
   * @param thread the thread on which it ended
   * @param failure what it threw; empty if it did not
   */
  public record Call(
      int node,
      EventType type,
      long inputTimestamp,
      long start,
      long end,
      String thread,
      List<Hop> inputs,
      List<Hop> outputs,
      Optional<Thrown> failure) {}

  /** Notes the packets of a call. */
  private final class HopNotes implements Hops {
    private int took;
    private int sent;
    private long usual;
    private boolean differ;

    private void begin(long timestamp) {
      took = 0;
      sent = 0;
      usual = timestamp;
      differ = false;
    }

    private void add(String stream, long timestamp) {
      differ |= timestamp != usual;
      RunTrace.this.add(stream, timestamp);
    }

    @Override
    public void took(String stream, long timestamp) {
      took++;
      add(stream, timestamp);
    }

    @Override
    public void sent(String stream, long timestamp) {
      sent++;
      add(stream, timestamp);
    }
  }

  /** A trace of a run that begins; it takes so many bytes at most, by estimate. */
  public RunTrace(GraphPlan graph, long mostBytes) {
    // Names alone: a trace outlives its graph, whose classes may be replaced.
    for (NodePlan node : graph.nodes()) {
      nodes.add(new Node(node.name(), node.type()));
    }
    this.mostBytes = mostBytes;
  }

  @Override
  public void added(String stream, Packet packet) {
    long now = System.nanoTime();
    long timestamp = packet.timestamp();
    synchronized (this) {
      begin(-1, EventType.PROCESS, timestamp, now, now);
      hops.sent(stream, timestamp);
      end(null);
    }
  }

  @Override
  public synchronized void called(
      int node,
      EventType type,
      long inputTimestamp,
      long start,
      long end,
      @Nullable Throwable thrown,
      Packets packets) {
    begin(node, type, inputTimestamp, start, end);
    packets.tell(hops);
    end(thrown);
  }

  private void begin(int node, EventType type, long inputTimestamp, long start, long end) {
    lastNumber = numbersEnd;
    lastWord = wordsEnd;
    add(((long) node << HALF) | type.getNumber());
    add(0); // how many packets, which nobody knows yet
    add(inputTimestamp);
    add(start);
    add(end);
    add(Thread.currentThread().getName());
    hops.begin(inputTimestamp);
  }

  private void end(@Nullable Throwable thrown) {
    long more = CALL_BYTES + (long) PACKET_BYTES * (hops.took + hops.sent);
    // What ended the run is worth more than its bytes.
    if (bytes + more > mostBytes && thrown == null) {
      leftOut++;
      numbersEnd = lastNumber;
      wordsEnd = lastWord;
      return;
    }
    bytes += more;
    if (!hops.differ) {
      numbersEnd = lastNumber + NUMBERS;
    }
    long counts = ((long) hops.took << HALF) | (hops.differ ? DIFFER : 0) | hops.sent;
    numbers[lastNumber + 1] = counts;
    if (thrown != null) {
      failures.put(count, Thrown.of(thrown));
    }
    count++;
  }

  private void add(String stream, long timestamp) {
    add(timestamp);
    add(stream);
  }

  private void add(long number) {
    if (numbersEnd == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * numbers.length);
    }
    numbers[numbersEnd++] = number;
  }

  private void add(String word) {
    if (wordsEnd == words.length) {
      words = Arrays.copyOf(words, 2 * words.length);
    }
    words[wordsEnd++] = word;
  }

  /** The nodes of the graph. */
  public List<Node> nodes() {
    return List.copyOf(nodes);
  }

  /** The calls so far, in the order of their ends. */
  public synchronized List<Call> calls() {
    List<Call> calls = new ArrayList<>(count);
    int number = 0;
    int word = 0;
    for (int i = 0; i < count; i++) {
      int took = took(number);
      int sent = sent(number);
      calls.add(
          new Call(
              node(number),
              type(number),
              numbers[number + 2],
              clock.at(numbers[number + 3]),
              clock.at(numbers[number + 4]),
              words[word],
              hops(number, 0, took, word + 1),
              hops(number, took, sent, word + 1 + took),
              failure(i)));
      number = next(number);
      word += 1 + took + sent;
    }
    return calls;
  }

  private int node(int number) {
    return (int) (numbers[number] >> HALF);
  }

  private EventType type(int number) {
    return EventType.forNumber((int) numbers[number]);
  }

  private int took(int number) {
    return (int) (numbers[number + 1] >> HALF);
  }

  private int sent(int number) {
    return (int) numbers[number + 1] & ~DIFFER;
  }

  private boolean differs(int number) {
    return ((int) numbers[number + 1] & DIFFER) != 0;
  }

  private int next(int number) {
    return number + NUMBERS + (differs(number) ? took(number) + sent(number) : 0);
  }

  private Optional<Thrown> failure(int call) {
    return failures.isEmpty() ? Optional.empty() : Optional.ofNullable(failures.get(call));
  }

  private List<Hop> hops(int number, int first, int many, int word) {
    List<Hop> found = new ArrayList<>(many);
    for (int i = 0; i < many; i++) {
      int at = differs(number) ? number + NUMBERS + first + i : number + 2;
      found.add(new Hop(words[word + i], numbers[at]));
    }
    return List.copyOf(found);
  }

  /** How many calls there are so far. */
  public synchronized int count() {
    return count;
  }

  /** How much memory it takes, by estimate. */
  public synchronized long bytes() {
    return bytes;
  }

  /** How many calls there were no room for. */
  public synchronized long leftOut() {
    return leftOut;
  }
}
