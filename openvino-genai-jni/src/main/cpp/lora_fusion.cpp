#include "lora_fusion.hpp"

#include <dlfcn.h>

#include <stdexcept>
#include <string>

#include <openvino/pass/matcher_pass.hpp>

namespace ov::pass {

/** As libopenvino declares it; plugins call the constructor by name. */
class LoraSubgraphFusion : public MatcherPass {
public:
    OPENVINO_MATCHER_PASS_RTTI("LoraSubgraphFusion");
    LoraSubgraphFusion();
};

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
