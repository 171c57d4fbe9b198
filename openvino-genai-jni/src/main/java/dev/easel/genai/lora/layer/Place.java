package dev.easel.genai.lora.layer;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where an adapter's file says that a layer is.
 *
 * @param network the folder of the network, {@link #DENOISER} for the one that makes the image
 * @param path the layer there, with underscores for dots
 */
record Place(String network, String path) {
  /** A UNet or a transformer, whichever the model has. */
  static final String DENOISER = "denoiser";

  private static final String FIRST = "text_encoder";
  private static final String SECOND = "text_encoder_2";
  private static final String THIRD = "text_encoder_3";
  private static final String PEFT = "base_model.model.";

  /** Looked for in this order, so that what begins with another one comes before it. */
  private static final Map<String, String> PREFIXES = new LinkedHashMap<>();

  static {
    for (String each :
        new String[] {
          "lora_unet_",
          "lora_transformer_",
          "lycoris_",
          "unet.",
          "transformer.",
          "model.diffusion_model.",
          "diffusion_model."
        }) {
      PREFIXES.put(each, DENOISER);
    }
    for (String each :
        new String[] {
          "lora_te_", "lora_te1_", "text_encoder.", "text_encoders.clip_l.transformer."
        }) {
      PREFIXES.put(each, FIRST);
    }
    for (String each :
        new String[] {"lora_te2_", "text_encoder_2.", "text_encoders.clip_g.transformer."}) {
      PREFIXES.put(each, SECOND);
    }
    for (String each :
        new String[] {"lora_te3_", "text_encoder_3.", "text_encoders.t5xxl.transformer."}) {
      PREFIXES.put(each, THIRD);
    }
  }

  static Place of(String stem) {
    String rest = withoutPeft(stem);
    String network = rest.startsWith("text_model.") ? FIRST : DENOISER;
    for (Map.Entry<String, String> each : PREFIXES.entrySet()) {
      if (rest.startsWith(each.getKey())) {
        network = each.getValue();
        rest = rest.substring(each.getKey().length());
        break;
      }
    }
    return new Place(network, withoutPeft(rest).replace('.', '_'));
  }

  private static String withoutPeft(String name) {
    return name.startsWith(PEFT) ? name.substring(PEFT.length()) : name;
  }
}
