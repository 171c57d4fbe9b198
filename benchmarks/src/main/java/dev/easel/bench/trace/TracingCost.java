package dev.easel.bench.trace;

import com.sun.net.httpserver.HttpServer;
import dev.easel.bench.executor.BenchRegistry;
import dev.easel.framework.calls.RunTrace;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.graph.GraphSettings;
import dev.easel.framework.live.LiveProfile;
import dev.easel.framework.packet.Packet;
import dev.easel.http.trace.AnswerSummary;
import dev.easel.http.trace.RequestSpan;
import dev.easel.http.trace.RunNotes;
import dev.easel.http.trace.Spans;
import dev.easel.http.trace.TraceShelf;
import dev.easel.http.trace.otlp.SpanExport;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.logging.LogManager;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The processor time of runs of ten nodes, of which each works a microsecond on every packet, with
 * and without somebody who looks on; all on one thread, in turn. Processor time, since another
 * program on the machine would count in any other.
 */
public final class TracingCost {
  private static final int NODES = 10;
  private static final int WORK_NANOS = 1000;
  private static final long MOST_BYTES = 4 << 20;
  private static final int WARM_UP_ROUNDS = 12;
  private static final int CALLS_OF_A_ROUND = 30_000;
  private static final AnswerSummary ANSWER = new AnswerSummary(200, 0, "", "", "");

  /** Who looks on. */
  private enum Look {
    /** Nobody. */
    OFF,
    /** The counters of a server. */
    COUNTED,
    /** The trace that a request asked for, without counters. */
    TRACED_ALONE,
    /** Both. */
    TRACED,
    /** The counters, and spans for a collector. */
    SPANS
  }

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final GraphDescription description;
  private final LiveProfile profile;
  private final Spans spans;
  private final TraceShelf shelf = TraceShelf.standard();
  private final int packets;

  private TracingCost(int packets, Spans spans) {
    this.packets = packets;
    this.spans = spans;
    description =
        GraphDescription.parse(
            "executor { type: \"ApplicationThreadExecutor\" }\ninput_stream: \"s0\"\n"
                + IntStream.range(0, NODES)
                    .mapToObj(TracingCost::node)
                    .collect(Collectors.joining()),
            "tracing.pbtxt",
            BenchRegistry.nodes(WORK_NANOS));
    profile = new LiveProfile(description.plan());
  }

  private static String node(int i) {
    return "node { calculator: \"Node%d\" input_stream: \"s%d\" output_stream: \"s%d\" }\n"
        .formatted(i, i, i + 1);
  }

  /** Prints the figures: rounds, then how many packets each run has. */
  public static void main(String[] args) throws IOException {
    // More spans come than anybody takes, and the SDK would say so all the time.
    LogManager.getLogManager().reset();
    int rounds = Integer.parseInt(args[0]);
    HttpServer collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    String address = "http://127.0.0.1:" + collector.getAddress().getPort();
    try (Spans spans = SpanExport.of(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", address), "bench")) {
      for (int i = 1; i < args.length; i++) {
        new TracingCost(Integer.parseInt(args[i]), spans).measure(rounds);
      }
    } finally {
      collector.stop(0);
    }
  }

  private void measure(int rounds) {
    Look[] looks = Look.values();
    double[][] nanos = new double[looks.length][rounds];
    int runs = Math.max(1, CALLS_OF_A_ROUND / NODES / packets);
    for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
      for (int look = 0; look < looks.length; look++) {
        long before = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < runs; i++) {
          run(looks[look]);
        }
        double each = (threads.getCurrentThreadCpuTime() - before) / (double) runs;
        if (round >= 0) {
          nanos[look][round] = each;
        }
      }
    }
    for (int look = 0; look < looks.length; look++) {
      tell(looks[look], nanos[look], nanos[0]);
    }
  }

  private void tell(Look look, double[] found, double[] off) {
    int rounds = found.length;
    double[] ratios =
        IntStream.range(0, rounds).mapToDouble(i -> found[i] / off[i]).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "%4d packets a run, %-12s %9.0f ns a run, against OFF %.3f (%.3f to %.3f)%n",
        packets,
        look,
        Arrays.stream(found).sorted().toArray()[rounds / 2],
        ratios[rounds / 2],
        ratios[rounds / 4],
        ratios[rounds * 3 / 4]);
  }

  private void run(Look look) {
    GraphSettings settings = GraphSettings.standard();
    if (look != Look.OFF && look != Look.TRACED_ALONE) {
      settings = settings.withLive(profile);
    }
    if (look == Look.OFF || look == Look.COUNTED) {
      run(settings);
      return;
    }
    if (look != Look.SPANS) {
      run(settings.withCallLog(new RunTrace(description.plan(), MOST_BYTES)));
      return;
    }
    RequestSpan span = spans.begin("POST", () -> "/bench", "/bench", Map.of("host", "localhost"));
    RunNotes notes = new RunNotes(shelf, Optional.empty(), span);
    span.beginRun();
    run(notes.begin(description.plan()).map(settings::withCallLog).orElse(settings));
    notes.end("", "");
    span.endRun();
    span.answered(ANSWER);
  }

  private void run(GraphSettings settings) {
    try (CalculatorGraph graph = new CalculatorGraph(description, settings)) {
      graph.startRun(Map.of());
      for (int i = 0; i < packets; i++) {
        graph.addPacketToInputStream("s0", Packet.of(i, i));
      }
      graph.closeAllPacketSources();
      graph.waitUntilDone();
    }
  }
}
