package dev.easel.framework.check;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.proto.CalculatorGraphConfig.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a node names: a calculator, or one of the older forms that stand beside the nodes.
 *
 * @param label what messages call it
 * @param contract what messages call its contract
 * @param maker finds what makes the calculator
 * @param names what it could have been, for hints
 * @param declaresOutputSidePackets whether all of them must be declared; MediaPipe asks that of
 *     packet generators, but not of calculators
 */
record NodeKind(
    String label,
    String contract,
    Function<Node, Optional<? extends Supplier<? extends Calculator>>> maker,
    Supplier<List<String>> names,
    boolean declaresOutputSidePackets) {

  static NodeKind calculator(CalculatorRegistry registry, String namespace) {
    return new NodeKind(
        "Calculator",
        "GetContract",
        node -> registry.calculator(namespace, node.getCalculator()),
        () -> {
          List<String> names = new ArrayList<>(registry.calculatorNames());
          names.addAll(registry.subgraphNames());
          return names;
        },
        false);
  }
}
