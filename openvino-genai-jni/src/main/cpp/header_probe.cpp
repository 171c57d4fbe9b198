// Compiled, and never run, where the runtime comes with GenAI's own headers, as its archives do: what genai_api.hpp
// declares by hand has to be what they declare. Compiled with -fno-access-control.
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <openvino/core/any.hpp>
#include <openvino/core/version.hpp>
#include <openvino/runtime/tensor.hpp>

// Both in one file, so ours under another name.
#define genai genai_declared
#include "genai_api.hpp"
#undef genai

#include <openvino/genai/image_generation/text2image_pipeline.hpp>
#include <openvino/genai/lora_adapter.hpp>
#include <openvino/genai/tokenizer.hpp>

namespace declared = ov::genai_declared;
namespace real = ov::genai;

#define SAME_CLASS(name)                                                                                  \
    static_assert(sizeof(declared::name) == sizeof(real::name), "easel: the size of " #name " differs");  \
    static_assert(alignof(declared::name) == alignof(real::name), "easel: the alignment of " #name " differs"); \
    static_assert(std::is_polymorphic_v<declared::name> == std::is_polymorphic_v<real::name>,             \
                  "easel: " #name " is virtual only once")
#define SAME_MEMBER(name, member)                                                                         \
    static_assert(offsetof(declared::name, member) == offsetof(real::name, member) &&                     \
                      sizeof(declared::name::member) == sizeof(real::name::member),                       \
                  "easel: " #name "::" #member " differs")

SAME_CLASS(Adapter);
SAME_MEMBER(Adapter, m_pimpl);

SAME_CLASS(AdapterConfig);
SAME_MEMBER(AdapterConfig, mode);
SAME_MEMBER(AdapterConfig, adapters);
SAME_MEMBER(AdapterConfig, alphas);
SAME_MEMBER(AdapterConfig, tensor_name_prefix);
static_assert(int{declared::AdapterConfig::MODE_AUTO} == int{real::AdapterConfig::MODE_AUTO} &&
                  int{declared::AdapterConfig::MODE_DYNAMIC} == int{real::AdapterConfig::MODE_DYNAMIC} &&
                  int{declared::AdapterConfig::MODE_STATIC_RANK} == int{real::AdapterConfig::MODE_STATIC_RANK} &&
                  int{declared::AdapterConfig::MODE_STATIC} == int{real::AdapterConfig::MODE_STATIC} &&
                  int{declared::AdapterConfig::MODE_FUSE} == int{real::AdapterConfig::MODE_FUSE},
              "easel: AdapterConfig::Mode differs");

SAME_CLASS(MeanStdPair);
SAME_MEMBER(MeanStdPair, mean);
SAME_MEMBER(MeanStdPair, std);
static_assert(std::is_same_v<declared::MicroSeconds, real::MicroSeconds>, "easel: MicroSeconds differs");

SAME_CLASS(RawImageGenerationPerfMetrics);
SAME_MEMBER(RawImageGenerationPerfMetrics, unet_inference_durations);
SAME_MEMBER(RawImageGenerationPerfMetrics, transformer_inference_durations);
SAME_MEMBER(RawImageGenerationPerfMetrics, iteration_durations);

SAME_CLASS(ImageGenerationPerfMetrics);
SAME_MEMBER(ImageGenerationPerfMetrics, load_time);
SAME_MEMBER(ImageGenerationPerfMetrics, generate_duration);
SAME_MEMBER(ImageGenerationPerfMetrics, iteration_duration);
SAME_MEMBER(ImageGenerationPerfMetrics, encoder_inference_duration);
SAME_MEMBER(ImageGenerationPerfMetrics, unet_inference_duration);
SAME_MEMBER(ImageGenerationPerfMetrics, transformer_inference_duration);
SAME_MEMBER(ImageGenerationPerfMetrics, vae_encoder_inference_duration);
SAME_MEMBER(ImageGenerationPerfMetrics, vae_decoder_inference_duration);
SAME_MEMBER(ImageGenerationPerfMetrics, m_evaluated);
SAME_MEMBER(ImageGenerationPerfMetrics, raw_metrics);

SAME_CLASS(Text2ImagePipeline);
SAME_MEMBER(Text2ImagePipeline, m_impl);
SAME_CLASS(Image2ImagePipeline);
SAME_MEMBER(Image2ImagePipeline, m_impl);
SAME_CLASS(InpaintingPipeline);
SAME_MEMBER(InpaintingPipeline, m_impl);

SAME_CLASS(TokenizedInputs);
SAME_MEMBER(TokenizedInputs, input_ids);
SAME_MEMBER(TokenizedInputs, attention_mask);
SAME_MEMBER(TokenizedInputs, token_type_ids);
SAME_CLASS(Tokenizer);
SAME_MEMBER(Tokenizer, m_pimpl);

// Names of symbols hold no result, so each function is taken by its whole type, of both.
using Text = const std::string&;
using Properties = const ov::AnyMap&;

template <class Pipeline, class Metrics, class... Images>
struct Functions {
    void (Pipeline::*reshape)(int, int, int, float) = &Pipeline::reshape;
    void (Pipeline::*compile)(Text, Properties) = &Pipeline::compile;
    void (Pipeline::*compile_apart)(Text, Text, Text, Properties) = &Pipeline::compile;
    ov::Tensor (Pipeline::*generate)(Text, Images..., Properties) = &Pipeline::generate;
    ov::Tensor (Pipeline::*decode)(ov::Tensor) = &Pipeline::decode;
    Metrics (Pipeline::*metrics)() = &Pipeline::get_performance_metrics;
};

template <class Pipeline>
struct Cloning {
    Pipeline (Pipeline::*clone)() = &Pipeline::clone;
};

template <class Metrics, class Tokenizer, class TokenizedInputs>
struct Others {
    void (Metrics::*evaluate)() = &Metrics::evaluate_statistics;
    float (Metrics::*load_time)() const = &Metrics::get_load_time;
    float (Metrics::*duration)() = &Metrics::get_generate_duration;
    std::map<std::string, float> (Metrics::*encoders)() const = &Metrics::get_text_encoder_infer_duration;
    float (Metrics::*vae_encoder)() const = &Metrics::get_vae_encoder_infer_duration;
    float (Metrics::*vae_decoder)() const = &Metrics::get_vae_decoder_infer_duration;
    TokenizedInputs (Tokenizer::*encode)(Text, Properties) = &Tokenizer::encode;
};

#define HAS_FUNCTIONS(in)                                                                                           \
    constexpr Functions<in::Text2ImagePipeline, in::ImageGenerationPerfMetrics> in##_text2image;                    \
    constexpr Functions<in::Image2ImagePipeline, in::ImageGenerationPerfMetrics, ov::Tensor> in##_image2image;      \
    constexpr Functions<in::InpaintingPipeline, in::ImageGenerationPerfMetrics, ov::Tensor, ov::Tensor> in##_masks; \
    constexpr Cloning<in::Text2ImagePipeline> in##_text2image_clone;                                                \
    constexpr Cloning<in::Image2ImagePipeline> in##_image2image_clone;                                              \
    constexpr Others<in::ImageGenerationPerfMetrics, in::Tokenizer, in::TokenizedInputs> in##_others

HAS_FUNCTIONS(declared);
HAS_FUNCTIONS(real);
