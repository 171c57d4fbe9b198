// A class of libopenvino whose header is not shipped either.
#pragma once

#include <openvino/pass/matcher_pass.hpp>

namespace ov::pass {

/** As libopenvino declares it; plugins call the constructor by name, on memory of the size that they know. */
class LoraSubgraphFusion : public MatcherPass {
public:
    OPENVINO_MATCHER_PASS_RTTI("LoraSubgraphFusion");
    LoraSubgraphFusion();
};

}  // namespace ov::pass
