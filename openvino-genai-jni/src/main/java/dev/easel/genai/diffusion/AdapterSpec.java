package dev.easel.genai.diffusion;

import dev.easel.genai.bridge.Checks;
import java.nio.file.Path;

/**
 * A LoRA adapter that a model is loaded with.
 *
 * @param name what requests call it
 * @param safetensors its file
 * @param alpha its strength where a request names none
 */
public record AdapterSpec(String name, Path safetensors, float alpha) {

  /** Checks the values. */
  public AdapterSpec {
    Checks.text("an adapter's name", name);
    Checks.finite("alpha", alpha);
  }
}
