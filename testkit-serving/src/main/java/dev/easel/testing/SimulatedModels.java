package dev.easel.testing;

import dev.easel.calculators.generate.simulation.SimulatedModel;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.resource.ResourceFactory;
import dev.easel.framework.resource.ResourceRequest;
import dev.easel.framework.resource.SharedResource;
import java.util.List;

/** Opens a simulated model whatever device a node's options name. */
final class SimulatedModels implements ResourceFactory {
  private static final String CALCULATOR = "ImageGenerateCalculator";

  private final ResourceFactory real;

  private SimulatedModels(ResourceFactory real) {
    this.real = real;
  }

  /** Has the graphs of a registry make their pictures with simulated models. */
  static void standInFor(CalculatorRegistry.Builder registry) {
    CalculatorRegistry.Resource before =
        registry
            .build()
            .resource(CALCULATOR)
            .orElseThrow(() -> new IllegalStateException(CALCULATOR + " has no resource"));
    registry.resource(CALCULATOR, before.sidePacketTag(), new SimulatedModels(before.factory()));
  }

  @Override
  public SharedResource open(ResourceRequest request) {
    return SimulatedModel.open(request);
  }

  @Override
  public void check(ResourceRequest request) {
    open(request).close();
  }

  @Override
  public List<String> variants(ResourceRequest request) throws Exception {
    return real.variants(request);
  }

  /** Nodes that share a model share the simulated one. */
  @Override
  public Object identity(ResourceRequest request) {
    return real.identity(request);
  }
}
