package dev.easel.framework.core.vector;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorProvider;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.core.number.Matrix;
import dev.easel.framework.proto.ClassificationList;
import dev.easel.framework.proto.ClipVectorSizeCalculatorOptions;
import dev.easel.framework.proto.ConcatenateVectorCalculatorOptions;
import dev.easel.framework.proto.Detection;
import dev.easel.framework.proto.GetVectorItemCalculatorOptions;
import dev.easel.framework.proto.LandmarkList;
import dev.easel.framework.proto.NormalizedLandmark;
import dev.easel.framework.proto.NormalizedLandmarkList;
import dev.easel.framework.proto.NormalizedRect;
import dev.easel.framework.proto.Rect;
import dev.easel.framework.proto.SplitVectorCalculatorOptions;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Registers the calculators of this package, each once per type of element; and makes them for
 * types of an author's own:
 *
 * <pre>{@code
 * registry.calculator("SplitCaptionVectorCalculator", VectorCalculators.split(Caption.class));
 * }</pre>
 */
public final class VectorCalculators implements CalculatorProvider {
  /** The misspelt one is registered under that name by MediaPipe too. */
  private static final Map<String, Class<?>> CONCATENATE =
      Map.ofEntries(
          Map.entry("Bool", Boolean.class),
          Map.entry("ClassificationList", ClassificationList.class),
          Map.entry("Detection", Detection.class),
          Map.entry("Float", Float.class),
          Map.entry("Int32", Integer.class),
          Map.entry("Landmark", NormalizedLandmark.class),
          Map.entry("LandmarkList", LandmarkList.class),
          Map.entry("LandmarList", NormalizedLandmarkList.class),
          Map.entry("NormalizedLandmarkList", NormalizedLandmarkList.class),
          Map.entry("String", String.class),
          Map.entry("UInt64", Long.class));

  private static final Map<String, Class<?>> SPLIT =
      Map.of(
          "AffineMatrix", List.class,
          "ClassificationList", ClassificationList.class,
          "Detection", Detection.class,
          "Float", Float.class,
          "Landmark", NormalizedLandmark.class,
          "Matrix", Matrix.class,
          "NormalizedLandmarkList", NormalizedLandmarkList.class,
          "NormalizedRect", NormalizedRect.class,
          "Uint64t", Long.class);
  private static final Map<String, Class<?>> GET_ITEM =
      Map.of(
          "ClassificationList", ClassificationList.class,
          "Detection", Detection.class,
          "LandmarkList", LandmarkList.class,
          "NormalizedLandmarkList", NormalizedLandmarkList.class,
          "NormalizedRect", NormalizedRect.class,
          "Rect", Rect.class);
  private static final Map<String, ListKind<?>> CONCATENATE_MESSAGES =
      Map.of(
          "ClassificationList", ProtoLists.classifications(),
          "JointList", ProtoLists.joints(),
          "LandmarkList", ProtoLists.landmarks(),
          "NormalizedLandmarkList", ProtoLists.normalizedLandmarks());
  private static final Map<String, ListKind<?>> SPLIT_MESSAGES =
      Map.of(
          "JointList", ProtoLists.joints(),
          "LandmarkList", ProtoLists.landmarks(),
          "NormalizedLandmarkList", ProtoLists.normalizedLandmarks());

  /** Makes a provider. */
  public VectorCalculators() {}

  /** A {@code Concatenate…VectorCalculator}: {@code element}s and lists of them into one list. */
  public static Supplier<Calculator> concatenate(Class<?> element) {
    return () -> new ConcatenateCalculator(ListKind.vector(element));
  }

  /** A {@code Split…VectorCalculator}: ranges of a list of {@code element}s. */
  public static Supplier<Calculator> split(Class<?> element) {
    return () -> new SplitCalculator(ListKind.vector(element));
  }

  /** A {@code Get…VectorItemCalculator}: one {@code element} of a list. */
  public static Supplier<Calculator> getItem(Class<?> element) {
    return () -> new GetVectorItemCalculator(element);
  }

  /** A {@code …VectorIndicesCalculator}: 0, 1, 2… for a list of {@code element}s. */
  public static Supplier<Calculator> indices(Class<?> element) {
    return () -> new VectorIndicesCalculator(element);
  }

  /** A {@code …VectorSizeCalculator}: the number of {@code element}s in a list. */
  public static Supplier<Calculator> size(Class<?> element) {
    return () -> new VectorSizeCalculator(element);
  }

  /** A {@code Clip…VectorSizeCalculator}: the first {@code element}s of a list. */
  public static Supplier<Calculator> clip(Class<?> element) {
    return () -> new ClipVectorSizeCalculator(element);
  }

  /** A {@code Merge…ToVectorCalculator}: what the inputs have, as a list of {@code element}s. */
  public static Supplier<Calculator> mergeToVector(Class<?> element) {
    return () -> new MergeToVectorCalculator(element);
  }

  @Override
  public void register(CalculatorRegistry.Builder registry) {
    CONCATENATE.forEach(
        (name, type) ->
            registry.calculator("Concatenate" + name + "VectorCalculator", concatenate(type)));
    CONCATENATE_MESSAGES.forEach(
        (name, kind) ->
            registry.calculator(
                "Concatenate" + name + "Calculator", () -> new ConcatenateCalculator(kind)));
    SPLIT.forEach(
        (name, type) -> registry.calculator("Split" + name + "VectorCalculator", split(type)));
    SPLIT_MESSAGES.forEach(
        (name, kind) ->
            registry.calculator("Split" + name + "Calculator", () -> new SplitCalculator(kind)));
    GET_ITEM.forEach(
        (name, type) -> registry.calculator("Get" + name + "VectorItemCalculator", getItem(type)));
    registerOthers(registry);
    registry
        .options(ClipVectorSizeCalculatorOptions.getDefaultInstance())
        .options(ConcatenateVectorCalculatorOptions.getDefaultInstance())
        .options(GetVectorItemCalculatorOptions.getDefaultInstance())
        .options(SplitVectorCalculatorOptions.getDefaultInstance());
  }

  private static void registerOthers(CalculatorRegistry.Builder registry) {
    registry
        .calculator("IntVectorIndicesCalculator", indices(Integer.class))
        .calculator("Uint64tVectorIndicesCalculator", indices(Long.class))
        .calculator(
            "NormalizedLandmarkListVectorIndicesCalculator", indices(NormalizedLandmarkList.class))
        .calculator("LandmarkListVectorSizeCalculator", size(LandmarkList.class))
        .calculator("ClassificationListVectorSizeCalculator", size(ClassificationList.class))
        .calculator("ClipNormalizedRectVectorSizeCalculator", clip(NormalizedRect.class))
        .calculator("ClipDetectionVectorSizeCalculator", clip(Detection.class))
        .calculator("MergeDetectionsToVectorCalculator", mergeToVector(Detection.class));
  }
}
