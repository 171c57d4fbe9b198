#include "lora_fusion.hpp"

#include <dlfcn.h>

#include <stdexcept>
#include <string>

#include "lora_subgraph_fusion.hpp"

namespace ov::pass {

/** A pass that matches nothing. */
[[gnu::visibility("default")]] LoraSubgraphFusion::LoraSubgraphFusion() {}

}  // namespace ov::pass

namespace easel {

void keep_lora_layers_apart() {
    Dl_info own{};
    // Java loads a library for its own use; plugins look into those that are open to all, then into libopenvino.
    if (dladdr(reinterpret_cast<void*>(&keep_lora_layers_apart), &own) == 0 ||
        dlopen(own.dli_fname, RTLD_NOW | RTLD_GLOBAL | RTLD_NOLOAD) == nullptr) {
        throw std::runtime_error(std::string("the native library cannot be opened to the plugins: ") + dlerror());
    }
}

}  // namespace easel
