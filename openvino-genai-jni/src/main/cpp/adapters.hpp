// Gives GenAI the LoRA adapters of a run in a way that it really applies them.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "genai_api.hpp"

namespace easel {

/**
 * The adapters of one pipeline, as its native requests have them.
 *
 * GenAI remembers, once for a pipeline and all its clones, which adapters and alphas it was given last, and skips what
 * it takes for unchanged: the requests of a clone then never get them, and of several alphas only the last is compared.
 * So this remembers what the requests have, and when that is not what a run asks for, adds an adapter without
 * weights that GenAI has not seen, which makes it apply all of them.
 *
 * Adapters that are off are given too, with alpha 0: where a layer has none, GenAI sets a state of rank zero, and after
 * one inference with that the CPU plugin computes wrongly for every request of the compiled model.
 *
 * Not thread-safe: Gate.java lets one run at a time select.
 */
class AdapterRequests {
public:
    AdapterRequests() = default;
    AdapterRequests(std::vector<ov::genai::Adapter> adapters, std::vector<float> alphas,
                    ov::genai::AdapterConfig::Mode mode);

    /** Adds what the pipeline is compiled with. */
    void open(ov::AnyMap& properties) const;

    /** Adds what a run needs; alphas are those of all adapters, 0 for off. */
    void select(const std::vector<float>& alphas, ov::AnyMap& properties);

    /** A run failed, and whether it had applied its adapters is not known. */
    void forget();

    /** For a clone, whose requests have no adapters yet. */
    AdapterRequests forked() const;

private:
    // Shared with the clones, like GenAI's own memory.
    struct Family {
        std::vector<ov::genai::Adapter> adapters;
        std::vector<float> alphas;
        ov::genai::AdapterConfig::Mode mode;
        std::optional<ov::genai::AdapterConfig> given;
    };

    std::shared_ptr<Family> family_;
    // Empty when nothing is known to be applied.
    std::vector<float> applied_;
};

}  // namespace easel
