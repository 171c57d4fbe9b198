package dev.easel.genai.lora.layer;

/**
 * A layer that multiplies with weights of its own, and so can be changed by an adapter.
 *
 * @param path what the model's authors call it, such as {@code mid_block.attentions.0.proj_in}
 * @param key what GenAI finds it by, and no other layer
 * @param inputs how many values it takes
 * @param outputs how many it gives
 * @param isPointwise whether it looks at one pixel at a time; convolutions may look at several
 * @param readsPart whether it reads one of several outputs of another layer
 */
public record Layer(
    String path, String key, long inputs, long outputs, boolean isPointwise, boolean readsPart) {}
