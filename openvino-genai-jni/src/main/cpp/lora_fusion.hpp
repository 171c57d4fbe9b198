// Keeps OpenVINO from joining the layers of a LoRA adapter into one node.
#pragma once

namespace easel {

/**
 * Makes the plugins that are loaded later find this library's fusion, which does nothing, before OpenVINO's.
 *
 * The CPU plugin's joined node keeps the address of its input from the first inference on, where it computes with
 * 32-bit floats. Layers that read what the model itself is given, as those of the prompt do, then take the prompt of
 * another request that shares the compiled model, or memory that an earlier run has freed. Apart, the layers are
 * right.
 */
void keep_lora_layers_apart();

}  // namespace easel
