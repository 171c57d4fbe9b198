package dev.easel.genai.lora.layer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One of a model's networks that GenAI applies adapters to.
 *
 * @param folder its folder
 * @param prefix what GenAI wants before the layers' names in an adapter, and takes off
 * @param layers the layers by their paths with underscores for dots
 */
record Network(String folder, String prefix, Map<String, Layer> layers) {
  /** Copies, in order. */
  Network {
    layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
  }

  Optional<Layer> find(String path) {
    return Optional.ofNullable(layers.get(path));
  }

  /** How many layers each block of a UNet has; 2 in those that Stable Diffusion's authors made. */
  int resnets() {
    int count = 0;
    while (layers.containsKey("down_blocks_0_resnets_" + count + "_conv1")) {
      count++;
    }
    return count == 0 ? 2 : count;
  }
}
