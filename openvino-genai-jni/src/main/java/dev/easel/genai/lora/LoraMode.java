package dev.easel.genai.lora;

/** How LoRA adapters are built into a pipeline. */
public enum LoraMode {
  /** GenAI chooses for the device; today dynamic everywhere. */
  AUTO(0),
  /** Adapters and their alphas may change from run to run. */
  DYNAMIC(1),
  /** Like dynamic, with the rank fixed at the opening. */
  STATIC_RANK(2),
  /** Fixed at the opening, kept beside the weights: exact, but slower than fused. */
  STATIC(3),
  /** Fixed at the opening and added to the weights: costs nothing per run. */
  FUSE(4);

  /** The value of GenAI's AdapterConfig::Mode. */
  private final int nativeValue;

  LoraMode(int nativeValue) {
    this.nativeValue = nativeValue;
  }

  int nativeValue() {
    return nativeValue;
  }

  /** Whether adapters are put beside the layers, and not into their weights. */
  public boolean isBeside() {
    return this != FUSE;
  }

  boolean isChangeable() {
    return this == AUTO || this == DYNAMIC || this == STATIC_RANK;
  }
}
