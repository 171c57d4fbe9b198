package dev.easel.serving.repository;

import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.pool.NodeResources;
import dev.easel.framework.resource.ResourceRequest;
import dev.easel.framework.resource.SharedResource;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Calculators that answer with what they know, and a model that is a text file. */
final class TestCalculators {
  final AtomicInteger openModels = new AtomicInteger();
  final CountDownLatch blocked = new CountDownLatch(1);
  volatile CountDownLatch mayOpen = new CountDownLatch(0);

  /** Lets models wait to be opened until the latch is counted down. */
  void holdOpening() {
    mayOpen = new CountDownLatch(1);
  }

  CalculatorRegistry registry() {
    return CalculatorRegistry.standardBuilder(TestCalculators.class.getClassLoader())
        .calculator("NameCalculator", NameCalculator::new)
        .calculator("ModelCalculator", ModelCalculator::new)
        .calculator("WaitCalculator", () -> new WaitCalculator(blocked))
        .resource("ModelCalculator", "MODEL", this::open)
        .build();
  }

  private SharedResource open(ResourceRequest request) throws IOException, InterruptedException {
    mayOpen.await();
    List<String> lines = Files.readAllLines(request.baseDirectory().resolve("model.txt"));
    openModels.incrementAndGet();
    return new Model(lines.get(0), lines.subList(1, lines.size()), openModels::decrementAndGet);
  }

  private record Model(String text, List<String> aliases, Runnable onClose)
      implements SharedResource {
    @Override
    public void close() {
      onClose.run();
    }
  }

  /** Answers with its node's name. */
  private static final class NameCalculator extends Calculator {
    @Override
    public void contract(CalculatorContract cc) {
      cc.inputs().index(0).set(HttpRequestPayload.class);
      cc.outputs().index(0).set(HttpResponsePayload.class);
    }

    @Override
    public void process(CalculatorContext cc) {
      cc.outputs()
          .index(0)
          .add(HttpResponsePayload.text(200, "text/plain", cc.nodeName()), cc.inputTimestamp());
    }
  }

  /** Answers with its model's text. */
  static final class ModelCalculator extends Calculator {
    @Override
    public void contract(CalculatorContract cc) {
      cc.inputs().index(0).set(HttpRequestPayload.class);
      cc.inputSidePackets().tag("MODEL").set(NodeResources.class);
      cc.outputs().index(0).set(HttpResponsePayload.class);
    }

    @Override
    public void process(CalculatorContext cc) {
      NodeResources resources = cc.inputSidePackets().tag("MODEL").get(NodeResources.class);
      Model model = (Model) resources.resource(cc.nodeName()).orElseThrow();
      cc.outputs()
          .index(0)
          .add(HttpResponsePayload.text(200, "text/plain", model.text()), cc.inputTimestamp());
    }
  }

  /** Passes a request on when the test lets it, or when the run is cancelled. */
  private static final class WaitCalculator extends Calculator {
    private final CountDownLatch released;

    WaitCalculator(CountDownLatch released) {
      this.released = released;
    }

    @Override
    public void contract(CalculatorContract cc) {
      cc.inputs().index(0).set(HttpRequestPayload.class);
      cc.outputs().index(0).setSameAs(cc.inputs().index(0));
    }

    @Override
    public void process(CalculatorContext cc) {
      while (released.getCount() > 0 && !cc.isCancelled()) {
        Thread.onSpinWait();
      }
      cc.outputs().index(0).add(cc.inputs().index(0).packet());
    }
  }
}
