package dev.easel.bench.image;

import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.calculators.task.GenerationReport;
import dev.easel.calculators.task.ImageTask;
import dev.easel.calculators.task.TaskKind;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.packet.Packet;
import dev.easel.picture.RgbImages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From pixels to the body of an answer with four images of 1024x1024. The gc profiler's {@code
 * gc.alloc.rate.norm} over {@code base64Bytes} is what the road's end costs in heap.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
public class AnswerBenchmark {
  private static final int SIDE = 1024;
  private static final int COUNT = 4;

  private static final String ROAD =
      """
      input_stream: "TASK:task"
      input_stream: "IMAGES:images"
      input_stream: "REPORT:report"
      output_stream: "HTTP_RESPONSE_PAYLOAD:response"
      node {
        calculator: "ImageEncodeCalculator"
        input_stream: "TASK:task"
        input_stream: "IMAGES:images"
        input_stream: "REPORT:report"
        output_stream: "ENCODED:encoded"
      }
      node {
        calculator: "ImageResponseCalculator"
        input_stream: "TASK:task"
        input_stream: "ENCODED:encoded"
        input_stream: "REPORT:report"
        output_stream: "HTTP_RESPONSE_PAYLOAD:response"
      }
      """;

  /** The size of the body that came out last. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Size {
    /** In bytes; all but a few hundred are base64. */
    public long base64Bytes;

    /** Made by JMH. */
    public Size() {}
  }

  /** What the images show. */
  @Param public Subject subject = Subject.SHAPES;

  // JMH calls the setup before anything else.
  @SuppressWarnings("NullAway.Init")
  private GraphDescription description;

  @SuppressWarnings("NullAway.Init")
  private RgbImages images;

  private final ImageTask task =
      ImageTask.builder(TaskKind.GENERATION, "shapes", "four pictures").count(COUNT).build();
  private final GenerationReport report =
      new GenerationReport(2, 2, 1, 0, Collections.nCopies(COUNT, "{}"));

  /** Made by JMH. */
  public AnswerBenchmark() {}

  /** Makes the images. */
  @Setup(Level.Trial)
  public void makePictures() throws IOException {
    description =
        GraphDescription.parse(
            ROAD,
            "road.pbtxt",
            CalculatorRegistry.standardBuilder(AnswerBenchmark.class.getClassLoader()).build());
    byte[] pixels = subject.pixels(SIDE);
    images = RgbImages.allocate(COUNT, SIDE, SIDE);
    for (int i = 0; i < COUNT; i++) {
      images.image(i).put(pixels);
    }
  }

  /** Gives the images' memory back. */
  @TearDown(Level.Trial)
  public void close() {
    images.close();
  }

  /** Encodes the images and builds the body. */
  @Benchmark
  public long answer(Size size) {
    long[] length = new long[1];
    try (CalculatorGraph run = new CalculatorGraph(description)) {
      run.observeOutputStream(
          "response",
          packet ->
              length[0] =
                  packet.get(HttpResponsePayload.class).body().stream()
                      .mapToLong(ByteBuffer::remaining)
                      .sum());
      run.startRun(Map.of());
      run.addPacketToInputStream("task", Packet.of(task, 0));
      run.addPacketToInputStream("images", Packet.of(images, 0));
      run.addPacketToInputStream("report", Packet.of(report, 0));
      run.closeAllInputStreams();
      run.waitUntilDone();
    }
    size.base64Bytes = length[0];
    return length[0];
  }
}
