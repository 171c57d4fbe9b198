#include "adapters.hpp"

#include <cstring>

namespace easel {
namespace {

using ov::genai::Adapter;
using ov::genai::AdapterConfig;

/** A safetensors file of no tensors: the length of its header, and the header. */
Adapter without_weights() {
    const char header[] = "{}      ";
    const uint64_t size = sizeof header - 1;
    ov::Tensor file(ov::element::u8, {sizeof size + size});
    std::memcpy(file.data(), &size, sizeof size);
    std::memcpy(file.data<uint8_t>() + sizeof size, header, size);
    return Adapter(file);
}

}  // namespace

AdapterRequests::AdapterRequests(std::vector<Adapter> adapters, std::vector<float> alphas, AdapterConfig::Mode mode)
    : family_(std::make_shared<Family>(Family{std::move(adapters), std::move(alphas), mode, std::nullopt})) {}

void AdapterRequests::open(ov::AnyMap& properties) const {
    if (family_->adapters.empty()) {
        return;
    }
    std::vector<std::pair<Adapter, float>> pairs;
    for (size_t i = 0; i < family_->adapters.size(); ++i) {
        pairs.emplace_back(family_->adapters[i], family_->alphas.at(i));
    }
    properties["adapters"] = AdapterConfig(pairs, family_->mode);
}

void AdapterRequests::select(const std::vector<float>& alphas, ov::AnyMap& properties) {
    const bool fixed = family_->mode == AdapterConfig::MODE_STATIC || family_->mode == AdapterConfig::MODE_FUSE;
    if (family_->adapters.empty() || fixed) {
        return;
    }
    if (applied_ != alphas) {
        std::vector<std::pair<Adapter, float>> pairs;
        for (size_t i = 0; i < family_->adapters.size(); ++i) {
            pairs.emplace_back(family_->adapters[i], alphas.at(i));
        }
        pairs.emplace_back(without_weights(), 0.0f);
        family_->given = AdapterConfig(pairs, AdapterConfig::MODE_AUTO);
        applied_ = alphas;
    }
    properties["adapters"] = *family_->given;
}

void AdapterRequests::forget() {
    applied_.clear();
}

AdapterRequests AdapterRequests::forked() const {
    AdapterRequests fork = *this;
    fork.applied_.clear();
    return fork;
}

}  // namespace easel
