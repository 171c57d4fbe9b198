package dev.easel.calculators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.calculators.http.FormPart;
import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.calculators.queue.ModelQueue;
import dev.easel.calculators.queue.QueuedModel;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.pool.NodeResources;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs that wait for one model, some of which are cancelled at any moment. */
@Timeout(120)
class QueuedRoadTest {
  private static final int THREADS = 8;
  private static final int RUNS = 60;
  private static final String OPTIONS =
      "device: \"SIM\" max_concurrent: 2 max_waiting: 1000 max_waiting_per_caller: 1000"
          + " simulation { step_millis: 0 }";

  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger cancelled = new AtomicInteger();
  private final List<Throwable> failures = new ArrayList<>();

  private void run(Road road, SplittableRandom random) {
    boolean follows = random.nextBoolean();
    boolean gives = random.nextInt(3) == 0;
    String fields =
        follows ? "\"stream\": true, \"progress\": true, \"partial_images\": 1" : "\"n\": 1";
    List<HttpResponsePayload> answers = new ArrayList<>();
    try (CalculatorGraph run = road.graph()) {
      run.observeOutputStream(
          "output", packet -> answers.add(packet.get(HttpResponsePayload.class)));
      run.startRun(road.sidePackets());
      run.addPacketToInputStream("input", Packet.of(Road.generation(fields), 0));
      run.closeAllPacketSources();
      if (gives) {
        for (int i = random.nextInt(3000); i > 0; i--) {
          Thread.onSpinWait();
        }
        run.cancel();
      }
      run.waitUntilDone();
      assertThat(answers).isNotEmpty();
      done.incrementAndGet();
    } catch (StatusException e) {
      assertThat(gives).as(e.toString()).isTrue();
      assertThat(e.code()).isEqualTo(StatusCode.CANCELLED);
      cancelled.incrementAndGet();
    }
  }

  @Test
  void everyPlaceComesBackWhoeverGoesAwayWhen() throws Exception {
    try (Road road = Road.open("sd15", OPTIONS)) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        SplittableRandom random = new SplittableRandom(i);
        Thread thread =
            new Thread(
                () -> {
                  for (int round = 0; round < RUNS; round++) {
                    run(road, random);
                  }
                });
        thread.setUncaughtExceptionHandler(
            (where, failure) -> {
              synchronized (failures) {
                failures.add(failure);
              }
            });
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(failures).isEmpty();
      assertThat(done.get() + cancelled.get()).isEqualTo(THREADS * RUNS);
      assertThat(cancelled.get()).isPositive();
      ModelQueue queue = queue(road);
      assertThat(queue.length()).isZero();
      assertThat(queue.running()).isZero();
    }
  }

  /** Two MiB a run: enough for the size of the model, not for that of the picture. */
  @Test
  void whatAnUploadWillBecomeCountsAlthoughNobodySaysItsSize() {
    String limited = "device: \"SIM\" max_run_memory_mib: 2 simulation { step_millis: 0 }";
    try (Road road = Road.open("sd15", limited)) {
      assertThat(road.send(Road.edit(upload(256, 256, ""))).status()).isEqualTo(200);
      assertThat(road.send(Road.edit(upload(1024, 1024, "64x64"))).status()).isEqualTo(200);
      assertThat(road.refuse(Road.edit(upload(1024, 1024, ""))))
          .hasMessageContaining("the run would hold about 3 MiB");
    }
  }

  @Test
  void aWebpFileThatCannotBeIsRefusedBeforeItIsMade() {
    String large = "device: \"SIM\" max_resolution: \"20000x20000\" simulation { step_millis: 0 }";
    try (Road road = Road.open("sd15", large)) {
      String size = "\"size\": \"16384x16\"";
      assertThat(road.send(Road.generation(size)).status()).isEqualTo(200);
      assertThat(road.refuse(Road.generation(size + ", \"output_format\": \"webp\"")))
          .hasMessageContaining("at most 16383 pixels a side");
    }
  }

  private static List<FormPart> upload(int width, int height, String size) {
    List<FormPart> parts = new ArrayList<>();
    parts.add(FormPart.text("prompt", "a dog"));
    parts.add(FormPart.text("num_inference_steps", "2"));
    parts.add(FormPart.file("image", "x.png", "image/png", Road.image(width, height)));
    if (!size.isEmpty()) {
      parts.add(FormPart.text("size", size));
    }
    return parts;
  }

  private static ModelQueue queue(Road road) {
    NodeResources nodes =
        Objects.requireNonNull(road.sidePackets().get("pipes")).get(NodeResources.class);
    return nodes.nearest("ImageGenExecutor__queue", QueuedModel.class).queue();
  }
}
