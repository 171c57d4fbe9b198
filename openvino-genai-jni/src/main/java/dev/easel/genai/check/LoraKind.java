package dev.easel.genai.check;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What files of adapters may have besides two matrices for a layer, and GenAI does not apply. */
enum LoraKind {
  DORA("DoRA, which also changes the length of the weights", "dora_scale|lora_magnitude_vector"),
  LOHA("LoHa, which multiplies two products of matrices", "hada_(w\\d|t\\d).*"),
  LOKR("LoKr, which is made of Kronecker products", "lokr_(w\\d|t\\d).*"),
  CP("a LoRA with a third matrix in the middle (CP decomposition)", "lora_mid"),
  OFT("OFT or BOFT, which turns the weights", "oft_(blocks|diag|R).*|boft_(R|S)"),
  IA3("IA3, which scales a layer's inputs or outputs", "on_input|ia3_l"),
  FULL("a whole layer's difference", "diff|diff_b|[wb]_norm"),
  BIAS("a LoRA with biases", "lora_(B|up)\\.bias|lora_bias"),
  EMBEDDING("a LoRA of an embedding", "lora_embedding_[AB]");

  private final String title;
  private final Pattern ending;

  LoraKind(String title, String ending) {
    this.title = title;
    this.ending = Pattern.compile(".*\\.(?:" + ending + ")(?:\\.default)?(?:\\.weight)?");
  }

  /** What a tensor's name shows, if it is one of these. */
  static Optional<LoraKind> of(String name) {
    return List.of(values()).stream().filter(kind -> kind.ending.matcher(name).matches()).findAny();
  }

  String title() {
    return title;
  }
}
