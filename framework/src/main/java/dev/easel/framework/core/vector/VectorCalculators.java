package dev.easel.framework.core.vector;

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

/** Registers the calculators of this package, each once per type of element. */
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

  @Override
  public void register(CalculatorRegistry.Builder registry) {
    CONCATENATE.forEach(
        (name, type) ->
            registry.calculator(
                "Concatenate" + name + "VectorCalculator",
                () -> new ConcatenateCalculator(ListKind.vector(type))));
    CONCATENATE_MESSAGES.forEach(
        (name, kind) ->
            registry.calculator(
                "Concatenate" + name + "Calculator", () -> new ConcatenateCalculator(kind)));
    SPLIT.forEach(
        (name, type) ->
            registry.calculator(
                "Split" + name + "VectorCalculator",
                () -> new SplitCalculator(ListKind.vector(type))));
    SPLIT_MESSAGES.forEach(
        (name, kind) ->
            registry.calculator("Split" + name + "Calculator", () -> new SplitCalculator(kind)));
    GET_ITEM.forEach(
        (name, type) ->
            registry.calculator(
                "Get" + name + "VectorItemCalculator", () -> new GetVectorItemCalculator(type)));
    registerOthers(registry);
    registry
        .options(ClipVectorSizeCalculatorOptions.getDefaultInstance())
        .options(ConcatenateVectorCalculatorOptions.getDefaultInstance())
        .options(GetVectorItemCalculatorOptions.getDefaultInstance())
        .options(SplitVectorCalculatorOptions.getDefaultInstance());
  }

  private static void registerOthers(CalculatorRegistry.Builder registry) {
    registry
        .calculator("IntVectorIndicesCalculator", () -> new VectorIndicesCalculator(Integer.class))
        .calculator("Uint64tVectorIndicesCalculator", () -> new VectorIndicesCalculator(Long.class))
        .calculator(
            "NormalizedLandmarkListVectorIndicesCalculator",
            () -> new VectorIndicesCalculator(NormalizedLandmarkList.class))
        .calculator(
            "LandmarkListVectorSizeCalculator", () -> new VectorSizeCalculator(LandmarkList.class))
        .calculator(
            "ClassificationListVectorSizeCalculator",
            () -> new VectorSizeCalculator(ClassificationList.class))
        .calculator(
            "ClipNormalizedRectVectorSizeCalculator",
            () -> new ClipVectorSizeCalculator(NormalizedRect.class))
        .calculator(
            "ClipDetectionVectorSizeCalculator",
            () -> new ClipVectorSizeCalculator(Detection.class))
        .calculator(
            "MergeDetectionsToVectorCalculator",
            () -> new MergeToVectorCalculator(Detection.class));
  }
}
