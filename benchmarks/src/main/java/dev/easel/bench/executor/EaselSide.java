package dev.easel.bench.executor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.graph.GraphSettings;
import dev.easel.framework.packet.Packet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * Easel's half of the executor comparison: carries out the lines that mediapipe_side.py describes.
 */
public final class EaselSide {
  private static final long BUSY_NANOS = 20_000;

  private final ObjectMapper json = new ObjectMapper();
  private final long busyRounds = Busy.roundsFor(BUSY_NANOS);
  private final CalculatorRegistry registry = BenchRegistry.open(busyRounds);
  private final Map<String, GraphDescription> descriptions = new HashMap<>();
  private final Map<Integer, GraphSettings> pools = new HashMap<>();

  private EaselSide() {}

  /** Reads jobs from standard input until it ends. */
  public static void main(String[] args) throws IOException {
    EaselSide side = new EaselSide();
    PrintStream answers = System.out;
    System.setOut(System.err);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      answers.println(side.answer(side.json.readTree(line)));
      answers.flush();
    }
  }

  private ObjectNode answer(JsonNode job) {
    String what = job.get("do").asText();
    int packets = job.get("packets").asInt();
    String stream = job.get("stream").asText();
    GraphDescription description =
        descriptions.computeIfAbsent(
            job.get("graph").asText(),
            text -> GraphDescription.parse(text, "benchmark.pbtxt", registry));
    ObjectNode answer = json.createObjectNode();
    try {
      switch (what) {
        case "throughput" ->
            answer.put("seconds", throughput(description, settings(job), stream, packets) / 1e9);
        case "latency" -> put(answer, latency(description, stream, packets));
        case "runs" -> put(answer, runs(description, stream, packets));
        case "check" -> check(description, job, answer.putArray("packets"));
        case "allocation" -> answer.put("bytes_per_run", bytesPerRun(description, stream, packets));
        case "hops" -> answer.put("bytes_per_hop", bytesPerHop(description, stream, packets));
        case "plain" -> answer.put("seconds", plain(packets, job.get("threads").asInt()) / 1e9);
        case "idle" -> answer.put("cpu_percent", idlePercent(description, stream, packets));
        case "suspended" -> put(answer, new SuspendedCalls().measure(packets, 20_000));
        default -> throw new IllegalArgumentException("no such job: " + what);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer.put("error", e.toString());
    } catch (RuntimeException e) {
      answer.put("error", e.toString());
    }
    return answer;
  }

  private static void put(ObjectNode answer, SuspendedCalls.Figures figures) {
    answer.put("bytes_per_call", figures.bytesPerCall());
    answer.put("threads", figures.threads());
    answer.put("hand_off_nanos", figures.handOffNanos());
    answer.put("resume_nanos", figures.resumeNanos());
  }

  private static void put(ObjectNode answer, long[] nanos) {
    Arrays.sort(nanos);
    answer.put("p50_nanos", nanos[nanos.length / 2]);
    answer.put("p99_nanos", nanos[(int) (nanos.length * 99L / 100)]);
  }

  /** With a pool of as many threads as "pool" says for a default executor, as a server has one. */
  private GraphSettings settings(JsonNode job) {
    int threads = job.path("pool").asInt();
    return threads == 0
        ? GraphSettings.standard()
        : pools.computeIfAbsent(threads, EaselSide::withPool);
  }

  private static GraphSettings withPool(int threads) {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task);
              thread.setDaemon(true);
              return thread;
            });
    return GraphSettings.standard().withExecutor("", pool);
  }

  private static CalculatorGraph started(GraphDescription description) {
    return started(description, GraphSettings.standard());
  }

  private static CalculatorGraph started(GraphDescription description, GraphSettings settings) {
    CalculatorGraph graph = new CalculatorGraph(description, settings);
    graph.startRun(Map.of());
    graph.waitUntilIdle();
    return graph;
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static long throughput(
      GraphDescription description, GraphSettings settings, String stream, int packets) {
    try (CalculatorGraph graph = started(description, settings)) {
      Packet vector = Packet.of(numbers(packets), 1);
      long start = System.nanoTime();
      graph.addPacketToInputStream(stream, vector);
      graph.waitUntilIdle();
      long nanos = System.nanoTime() - start;
      graph.closeAllPacketSources();
      graph.waitUntilDone();
      return nanos;
    }
  }

  private static long[] latency(GraphDescription description, String stream, int packets) {
    long[] nanos = new long[packets];
    try (CalculatorGraph graph = started(description)) {
      Packet packet = Packet.of(7);
      for (int i = 0; i < packets; i++) {
        Packet next = packet.at(i);
        long start = System.nanoTime();
        graph.addPacketToInputStream(stream, next);
        graph.waitUntilIdle();
        nanos[i] = System.nanoTime() - start;
      }
      graph.closeAllPacketSources();
      graph.waitUntilDone();
    }
    return nanos;
  }

  private static long[] runs(GraphDescription description, String stream, int count) {
    long[] nanos = new long[count];
    Packet packet = Packet.of(7, 1);
    try (CalculatorGraph graph = new CalculatorGraph(description)) {
      for (int i = 0; i < count; i++) {
        long start = System.nanoTime();
        run(graph, stream, packet);
        nanos[i] = System.nanoTime() - start;
      }
    }
    return nanos;
  }

  private static void run(CalculatorGraph graph, String stream, Packet packet) {
    graph.startRun(Map.of());
    graph.addPacketToInputStream(stream, packet);
    graph.closeAllPacketSources();
    graph.waitUntilDone();
  }

  private void check(GraphDescription description, JsonNode job, ArrayNode seen) {
    String stream = job.get("stream").asText();
    int packets = job.get("packets").asInt();
    List<Packet> observed = new ArrayList<>();
    try (CalculatorGraph graph = new CalculatorGraph(description)) {
      graph.observeOutputStream(job.get("observe").asText(), observed::add);
      graph.startRun(Map.of());
      if (job.get("vector").asBoolean()) {
        graph.addPacketToInputStream(stream, Packet.of(numbers(packets), 1));
      } else {
        for (int i = 0; i < packets; i++) {
          graph.addPacketToInputStream(stream, Packet.of(i, i));
        }
      }
      graph.closeAllPacketSources();
      graph.waitUntilDone();
    }
    for (Packet packet : observed) {
      seen.add(json.createArrayNode().add(packet.timestamp()).add((int) packet.get(Integer.class)));
    }
  }

  private static double bytesPerRun(GraphDescription description, String stream, int count) {
    Packet packet = Packet.of(7, 1);
    try (CalculatorGraph graph = new CalculatorGraph(description)) {
      for (int i = 0; i < count; i++) {
        run(graph, stream, packet);
      }
      long before = allocatedBytes();
      for (int i = 0; i < count; i++) {
        run(graph, stream, packet);
      }
      return (allocatedBytes() - before) / (double) count;
    }
  }

  /** On a chain of 100 relays, fed with packets that exist already. */
  private static double bytesPerHop(GraphDescription description, String stream, int count) {
    Packet[] packets =
        IntStream.range(0, 2 * count).mapToObj(i -> Packet.of(7, i)).toArray(Packet[]::new);
    try (CalculatorGraph graph = started(description)) {
      for (int i = 0; i < count; i++) {
        graph.addPacketToInputStream(stream, packets[i]);
        graph.waitUntilIdle();
      }
      long before = allocatedBytes();
      for (int i = count; i < 2 * count; i++) {
        graph.addPacketToInputStream(stream, packets[i]);
        graph.waitUntilIdle();
      }
      long bytes = allocatedBytes() - before;
      graph.closeAllPacketSources();
      graph.waitUntilDone();
      return bytes / (100.0 * count);
    }
  }

  private static long allocatedBytes() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  /** The work of two busy branches for {@code packets} packets, on threads without a graph. */
  private long plain(int packets, int threads) {
    List<Thread> all =
        IntStream.range(0, threads)
            .mapToObj(i -> new Thread(() -> Busy.repeat(busyRounds, 2 * packets / threads)))
            .toList();
    long start = System.nanoTime();
    all.forEach(Thread::start);
    for (Thread each : all) {
      join(each);
    }
    return System.nanoTime() - start;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Processor time of all Java threads while a started graph has nothing to do. What the virtual
   * machine does in threads of its own, such as compiling what has just run, is not the engine's.
   */
  private static double idlePercent(GraphDescription description, String stream, int packets) {
    try (CalculatorGraph graph = started(description)) {
      for (int i = 0; i < packets; i++) {
        graph.addPacketToInputStream(stream, Packet.of(7, i));
      }
      graph.waitUntilIdle();
      pause(100);
      long cpu = cpuOfOtherThreads();
      long start = System.nanoTime();
      pause(1000);
      double percent = 100.0 * (cpuOfOtherThreads() - cpu) / (System.nanoTime() - start);
      graph.closeAllPacketSources();
      graph.waitUntilDone();
      return percent;
    }
  }

  /** All but the present one, which sleeps: what it uses is this question alone. */
  private static long cpuOfOtherThreads() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long own = Thread.currentThread().getId();
    long[] others =
        Arrays.stream(threads.getAllThreadIds()).filter(thread -> thread != own).toArray();
    return Arrays.stream(threads.getThreadCpuTime(others)).map(nanos -> Math.max(0, nanos)).sum();
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
