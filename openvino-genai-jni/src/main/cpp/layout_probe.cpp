// Run by the build: has the runtime construct and fill objects of the classes that genai_api.hpp and
// lora_subgraph_fusion.hpp declare by hand, and looks whether sizes, members and virtual tables are those declared.
// Names of symbols say nothing of these, and nothing of what a function returns. Compiled with -fno-access-control.
// usage: layout_probe MODEL
#include <dlfcn.h>

#include <cmath>
#include <functional>
#include <numeric>
#include <typeinfo>
#include <utility>

#include "footprint.hpp"
#include "genai_api.hpp"
#include "lora_subgraph_fusion.hpp"

using namespace ov::genai;
using easel::constructed;
using easel::expect;

namespace {

/** A class has a virtual table here if it has one in the library. */
template <class... T>
void expect_no_other_virtual_tables() {
    const auto check = [](const std::type_info& type, bool declared) {
        const bool has = dlsym(RTLD_DEFAULT, (std::string("_ZTV") + type.name()).c_str()) != nullptr;
        expect(has == declared, std::string(type.name()) + (has ? " has" : " has no") + " virtual functions");
    };
    (check(typeid(T), std::is_polymorphic_v<T>), ...);
}

Adapter& adapter() {
    // A safetensors file of no tensors.
    const char header[] = "{}      ";
    const uint64_t size = sizeof header - 1;
    ov::Tensor file(ov::element::u8, {sizeof size + size});
    std::memcpy(file.data(), &size, sizeof size);
    std::memcpy(file.data<uint8_t>() + sizeof size, header, size);
    auto& made = constructed<Adapter>("Adapter", [&](void* at) { new (at) Adapter(file); });
    expect(made.m_pimpl.use_count() == 1, "Adapter::m_pimpl is elsewhere");
    return made;
}

void adapter_config() {
    const Adapter one = adapter();
    const Adapter other = adapter();
    const std::vector<std::pair<Adapter, float>> given{{one, 0.25f}, {other, 0.5f}};
    const auto& config = constructed<AdapterConfig>(
        "AdapterConfig", [&](void* at) { new (at) AdapterConfig(given, AdapterConfig::MODE_STATIC_RANK); });
    expect(config.mode == AdapterConfig::MODE_STATIC_RANK, "AdapterConfig::mode is elsewhere");
    expect(config.adapters.size() == 2 && config.adapters[0].m_pimpl == one.m_pimpl &&
               config.adapters[1].m_pimpl == other.m_pimpl,
           "AdapterConfig::adapters is elsewhere");
    expect(config.alphas == std::vector<float>{0.25f, 0.5f}, "AdapterConfig::alphas is elsewhere");
    expect(!config.tensor_name_prefix, "AdapterConfig::tensor_name_prefix is elsewhere");
}

bool is(const MeanStdPair& pair, float mean, float std) {
    return std::abs(pair.mean - mean) < 1e-3f && std::abs(pair.std - std) < 1e-3f;
}

/** GenAI computes what the raw times are in microseconds, in milliseconds; its getters read what it does not. */
void metrics(ImageGenerationPerfMetrics& metrics) {
    metrics.load_time = 11;
    metrics.generate_duration = 12;
    metrics.encoder_inference_duration = {{"text_encoder", 13.0f}};
    metrics.vae_encoder_inference_duration = 14;
    metrics.vae_decoder_inference_duration = 15;
    expect(metrics.get_load_time() == 11, "ImageGenerationPerfMetrics::load_time is elsewhere");
    expect(metrics.get_generate_duration() == 12, "ImageGenerationPerfMetrics::generate_duration is elsewhere");
    expect(metrics.get_text_encoder_infer_duration() == metrics.encoder_inference_duration,
           "ImageGenerationPerfMetrics::encoder_inference_duration is elsewhere");
    expect(metrics.get_vae_encoder_infer_duration() == 14,
           "ImageGenerationPerfMetrics::vae_encoder_inference_duration is elsewhere");
    expect(metrics.get_vae_decoder_infer_duration() == 15,
           "ImageGenerationPerfMetrics::vae_decoder_inference_duration is elsewhere");
    using Times = std::vector<MicroSeconds>;
    metrics.raw_metrics.unet_inference_durations = Times{MicroSeconds(1000), MicroSeconds(3000)};
    metrics.raw_metrics.transformer_inference_durations = Times{MicroSeconds(10000), MicroSeconds(14000)};
    metrics.raw_metrics.iteration_durations = Times{MicroSeconds(20000), MicroSeconds(26000)};
    metrics.m_evaluated = false;
    metrics.evaluate_statistics();
    expect(metrics.m_evaluated, "ImageGenerationPerfMetrics::m_evaluated is elsewhere");
    expect(is(metrics.unet_inference_duration, 2, 1), "ImageGenerationPerfMetrics::unet_inference_duration is elsewhere");
    expect(is(metrics.transformer_inference_duration, 12, 2),
           "ImageGenerationPerfMetrics::transformer_inference_duration is elsewhere");
    expect(is(metrics.iteration_duration, 23, 3), "ImageGenerationPerfMetrics::iteration_duration is elsewhere");
}

ov::Tensor generate(Text2ImagePipeline& pipeline, const ov::Tensor&, const ov::AnyMap& properties) {
    return pipeline.generate("a", properties);
}

ov::Tensor generate(Image2ImagePipeline& pipeline, const ov::Tensor& image, const ov::AnyMap& properties) {
    return pipeline.generate("a", image, properties);
}

ov::Tensor generate(InpaintingPipeline& pipeline, const ov::Tensor& image, const ov::AnyMap& properties) {
    return pipeline.generate("a", image, image, properties);
}

template <class Pipeline>
void expect_held(const Pipeline& pipeline, const std::string& name) {
    expect(pipeline.m_impl.use_count() >= 1, name + "::m_impl is elsewhere");
}

template <class Pipeline>
void calls(Pipeline& pipeline, const std::string& name) {
    const ov::Tensor image(ov::element::u8, {1, 16, 16, 3});
    std::memset(const_cast<void*>(std::as_const(image).data()), 128, image.get_byte_size());
    ov::Tensor latent;
    const ov::AnyMap properties{
        {"num_inference_steps", size_t{2}},
        {"width", int64_t{16}},
        {"height", int64_t{16}},
        {"strength", 1.0f},
        {"callback", std::function<bool(size_t, size_t, ov::Tensor&)>([&](size_t, size_t, ov::Tensor& given) {
             latent = ov::Tensor(given.get_element_type(), given.get_shape());
             given.copy_to(latent);
             return false;
         })}};
    const auto is_picture = [&](const ov::Tensor& result) { return result.get_shape() == image.get_shape(); };
    expect(is_picture(constructed<ov::Tensor>(
               name + "::generate's result",
               [&](void* at) { new (at) ov::Tensor(generate(pipeline, image, properties)); })),
           name + "::generate returns no picture");
    expect(is_picture(constructed<ov::Tensor>(
               name + "::decode's result", [&](void* at) { new (at) ov::Tensor(pipeline.decode(latent)); })),
           name + "::decode returns no picture");
    metrics(constructed<ImageGenerationPerfMetrics>("ImageGenerationPerfMetrics", [&](void* at) {
        new (at) ImageGenerationPerfMetrics(pipeline.get_performance_metrics());
    }));
}

/** GenAI crashes with some of what it converts, unless that is cloned; the shim does the same. */
template <class Pipeline, class Source>
Pipeline& converted(const std::string& name, const Source& source) {
    auto& made = constructed<Pipeline>(name, [&](void* at) { new (at) Pipeline(source); });
    expect_held(made, name);
    auto& clone = constructed<Pipeline>(name + "::clone's result", [&](void* at) { new (at) Pipeline(made.clone()); });
    expect_held(clone, name + "::clone's result");
    calls(clone, name);
    return clone;
}

void pipelines(const std::filesystem::path& model) {
    auto& masked = constructed<InpaintingPipeline>("InpaintingPipeline",
                                                   [&](void* at) { new (at) InpaintingPipeline(model, "CPU", {}); });
    expect_held(masked, "InpaintingPipeline");
    calls(masked, "InpaintingPipeline");
    converted<Text2ImagePipeline>("Text2ImagePipeline", converted<Image2ImagePipeline>("Image2ImagePipeline", masked));
}

void tokenizer(const std::filesystem::path& model) {
    auto& made = constructed<Tokenizer>("Tokenizer", [&](void* at) { new (at) Tokenizer(model / "tokenizer", {}); });
    expect(made.m_pimpl.use_count() >= 1, "Tokenizer::m_pimpl is elsewhere");
    const ov::AnyMap padded{{"pad_to_max_length", true}};
    const auto& tokens = constructed<TokenizedInputs>(
        "TokenizedInputs", [&](void* at) { new (at) TokenizedInputs(made.encode("a cat", padded)); });
    const auto sum = [](const ov::Tensor& tensor) {
        const auto* from = tensor.data<int64_t>();
        return std::accumulate(from, from + tensor.get_size(), int64_t{0});
    };
    const int64_t all = tokens.input_ids.get_size();
    expect(tokens.attention_mask.get_shape() == tokens.input_ids.get_shape() && sum(tokens.attention_mask) > 0 &&
               sum(tokens.attention_mask) < all && sum(tokens.input_ids) > all,
           "TokenizedInputs: input_ids or attention_mask is elsewhere");
    expect(!tokens.token_type_ids, "TokenizedInputs::token_type_ids is elsewhere");
}

/** Inherits what a pass can inherit. */
struct PlainPass : ov::pass::MatcherPass {
    OPENVINO_MATCHER_PASS_RTTI("PlainPass");
};

/** The class that the shim puts in the place of libopenvino's: plugins call one as if it were the other. */
void lora_subgraph_fusion() {
    using ov::pass::LoraSubgraphFusion;
    Dl_info library{};
    dladdr(reinterpret_cast<void*>(&ov::get_openvino_version), &library);
    void* const opened = dlopen(library.dli_fname, RTLD_NOW | RTLD_NOLOAD);
    void* const constructor = dlsym(opened, "_ZN2ov4pass18LoraSubgraphFusionC1Ev");
    expect(constructor != nullptr, "libopenvino has no LoraSubgraphFusion");
    const auto construct = reinterpret_cast<void (*)(void*)>(constructor);
    const auto theirs = easel::virtual_functions(&constructed<LoraSubgraphFusion>("LoraSubgraphFusion", construct));
    const LoraSubgraphFusion own;
    const auto ours = easel::virtual_functions(&own);
    expect(theirs.size() == ours.size(), "LoraSubgraphFusion has " + std::to_string(theirs.size()) +
                                             " virtual functions, declared are " + std::to_string(ours.size()));
    // Inherited are the same functions, of which each side has copies; a table begins with two words of another kind.
    const void* const base = static_cast<const void**>(dlsym(opened, "_ZTVN2ov4pass11MatcherPassE")) + 2;
    const auto their_base = easel::virtual_functions(&base);
    const PlainPass plain;
    const auto our_base = easel::virtual_functions(&plain);
    expect(their_base.size() == our_base.size(), "MatcherPass has another number of virtual functions");
    for (size_t i = 0; i < our_base.size(); ++i) {
        expect((theirs[i] == their_base[i]) == (ours[i] == our_base[i]),
               "LoraSubgraphFusion has another virtual function in place " + std::to_string(i));
    }
}

}  // namespace

int main(int, char** arguments) {
    try {
        const std::filesystem::path model = arguments[1];
        expect(std::string(get_version().description).find("GenAI") != std::string::npos,
               "get_version returns no ov::Version");
        expect_no_other_virtual_tables<Adapter, AdapterConfig, MeanStdPair, RawImageGenerationPerfMetrics,
                                       ImageGenerationPerfMetrics, Text2ImagePipeline, Image2ImagePipeline,
                                       InpaintingPipeline, TokenizedInputs, Tokenizer>();
        lora_subgraph_fusion();
        adapter_config();
        tokenizer(model);
        pipelines(model);
    } catch (const std::exception& e) {
        easel::differs(std::string("a call fails: ") + e.what());
    }
    std::fflush(nullptr);
    std::_Exit(0);
}
