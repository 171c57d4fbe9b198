package dev.easel.framework.core.loop;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorProvider;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.core.number.Matrix;
import dev.easel.framework.proto.ClassificationList;
import dev.easel.framework.proto.Detection;
import dev.easel.framework.proto.LandmarkList;
import dev.easel.framework.proto.NormalizedLandmarkList;
import dev.easel.framework.proto.NormalizedRect;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Registers the calculators of this package, the loops once per type of element; and makes loops
 * over types of an author's own:
 *
 * <pre>{@code
 * registry
 *     .calculator("BeginLoopCaptionCalculator", LoopCalculators.begin(Caption.class))
 *     .calculator("EndLoopCaptionCalculator", LoopCalculators.end(Caption.class));
 * }</pre>
 */
public final class LoopCalculators implements CalculatorProvider {
  private static final Map<String, Class<?>> BEGIN =
      Map.of(
          "Detection", Detection.class,
          "Float", Float.class,
          "Int", Integer.class,
          "Matrix", Matrix.class,
          "MatrixVector", List.class,
          "NormalizedLandmarkListVector", NormalizedLandmarkList.class,
          "NormalizedRect", NormalizedRect.class,
          "String", String.class,
          "Uint64t", Long.class);
  private static final Map<String, Class<?>> END =
      Map.of(
          "AffineMatrix", List.class,
          "Boolean", Boolean.class,
          "ClassificationList", ClassificationList.class,
          "Detection", Detection.class,
          "Float", Float.class,
          "ImageSize", List.class,
          "LandmarkListVector", LandmarkList.class,
          "Matrix", Matrix.class,
          "NormalizedLandmarkListVector", NormalizedLandmarkList.class,
          "NormalizedRect", NormalizedRect.class);

  /** Makes a provider. */
  public LoopCalculators() {}

  /** A {@code BeginLoop…Calculator} over lists of {@code item}. */
  public static Supplier<Calculator> begin(Class<?> item) {
    return () -> new BeginLoopCalculator(item);
  }

  /** An {@code EndLoop…Calculator} that collects {@code item}s. */
  public static Supplier<Calculator> end(Class<?> item) {
    return () -> new EndLoopCalculator(item);
  }

  @Override
  public void register(CalculatorRegistry.Builder registry) {
    BEGIN.forEach(
        (name, type) -> registry.calculator("BeginLoop" + name + "Calculator", begin(type)));
    END.forEach((name, type) -> registry.calculator("EndLoop" + name + "Calculator", end(type)));
    registry
        .calculator("BeginItemLoopCalculator", BeginItemLoopCalculator::new)
        .calculator("EndItemLoopCalculator", EndItemLoopCalculator::new);
  }
}
