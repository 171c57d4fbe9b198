// The few public classes of OpenVINO GenAI that the binding calls. The wheels ship no headers, so they are
// declared here with the layout of release 2026.4: check_symbols.py compares every symbol used with the library, and
// layout_probe.cpp sizes and members.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <openvino/core/any.hpp>
#include <openvino/core/version.hpp>
#include <openvino/runtime/tensor.hpp>

// Defined by GenAI itself with C linkage, unlike its namesake in libopenvino.
extern "C" ov::Version get_version();

namespace ov::genai {

class AdapterImpl;
class DiffusionPipeline;
class Image2ImagePipeline;
class InpaintingPipeline;

class Adapter {
public:
    explicit Adapter(const std::filesystem::path& safetensors);
    explicit Adapter(const Tensor& safetensors);

private:
    std::shared_ptr<AdapterImpl> m_pimpl;
};

struct AdapterConfig {
    enum Mode { MODE_AUTO, MODE_DYNAMIC, MODE_STATIC_RANK, MODE_STATIC, MODE_FUSE };

    AdapterConfig(const std::vector<std::pair<Adapter, float>>& adapters, Mode mode);

private:
    Mode mode;
    std::vector<Adapter> adapters;
    std::vector<float> alphas;
    std::optional<std::string> tensor_name_prefix;
};

// It is nothing but a header in GenAI; that its members lie as declared shows in pictures (TaylorSeerTest).
class TaylorSeerCacheConfig {
public:
    size_t cache_interval;
    size_t disable_cache_before_step;
    int disable_cache_after_step;
};

struct MeanStdPair {
    float mean;
    float std;
};

using MicroSeconds = std::chrono::duration<float, std::ratio<1, 1000000>>;

struct RawImageGenerationPerfMetrics {
    std::vector<MicroSeconds> unet_inference_durations;
    std::vector<MicroSeconds> transformer_inference_durations;
    std::vector<MicroSeconds> iteration_durations;
};

struct ImageGenerationPerfMetrics {
    float load_time;
    float generate_duration;
    MeanStdPair iteration_duration;
    std::map<std::string, float> encoder_inference_duration;
    MeanStdPair unet_inference_duration;
    MeanStdPair transformer_inference_duration;
    float vae_encoder_inference_duration;
    float vae_decoder_inference_duration;
    bool m_evaluated = false;
    RawImageGenerationPerfMetrics raw_metrics;

    void evaluate_statistics();

    // layout_probe.cpp has them read what is written here.
    float get_load_time() const;
    float get_generate_duration();
    std::map<std::string, float> get_text_encoder_infer_duration() const;
    float get_vae_encoder_infer_duration() const;
    float get_vae_decoder_infer_duration() const;
};

class Text2ImagePipeline {
public:
    explicit Text2ImagePipeline(const std::filesystem::path& models_path);
    Text2ImagePipeline(const std::filesystem::path& models_path, const std::string& device, const AnyMap& properties);
    Text2ImagePipeline(const Image2ImagePipeline& pipeline);
    Text2ImagePipeline(const InpaintingPipeline& pipeline);

    Text2ImagePipeline clone();
    void reshape(int num_images_per_prompt, int height, int width, float guidance_scale);
    void compile(const std::string& device, const AnyMap& properties);
    void compile(const std::string& text_encode_device, const std::string& denoise_device,
                 const std::string& vae_device, const AnyMap& properties);
    Tensor generate(const std::string& positive_prompt, const AnyMap& properties);
    Tensor decode(const Tensor latent);
    ImageGenerationPerfMetrics get_performance_metrics();

private:
    std::shared_ptr<DiffusionPipeline> m_impl;
};

class Image2ImagePipeline {
public:
    explicit Image2ImagePipeline(const std::filesystem::path& models_path);
    Image2ImagePipeline(const std::filesystem::path& models_path, const std::string& device, const AnyMap& properties);
    Image2ImagePipeline(const InpaintingPipeline& pipeline);

    Image2ImagePipeline clone();
    void reshape(int num_images_per_prompt, int height, int width, float guidance_scale);
    void compile(const std::string& device, const AnyMap& properties);
    void compile(const std::string& text_encode_device, const std::string& denoise_device,
                 const std::string& vae_device, const AnyMap& properties);
    Tensor generate(const std::string& positive_prompt, Tensor initial_image, const AnyMap& properties);
    Tensor decode(const Tensor latent);
    ImageGenerationPerfMetrics get_performance_metrics();

private:
    friend class InpaintingPipeline;
    Image2ImagePipeline() = default;

    std::shared_ptr<DiffusionPipeline> m_impl;
};

// InpaintingPipeline(image2image) exists in the library and is left out on purpose: made from a clone it crashes.
class InpaintingPipeline {
public:
    explicit InpaintingPipeline(const std::filesystem::path& models_path);
    InpaintingPipeline(const std::filesystem::path& models_path, const std::string& device, const AnyMap& properties);

    void reshape(int num_images_per_prompt, int height, int width, float guidance_scale);
    void compile(const std::string& device, const AnyMap& properties);
    void compile(const std::string& text_encode_device, const std::string& denoise_device,
                 const std::string& vae_device, const AnyMap& properties);
    Tensor generate(const std::string& positive_prompt, Tensor initial_image, Tensor mask_image,
                    const AnyMap& properties);
    Tensor decode(const Tensor latent);
    ImageGenerationPerfMetrics get_performance_metrics();

    // Ours: one that holds no model.
    InpaintingPipeline() = default;

    // Ours: the library clones only the other pipelines, but all of them by what they hold, which stays of its kind.
    // Not for FLUX Fill, whose clone is a plain FLUX.
    InpaintingPipeline clone() const {
        Image2ImagePipeline same;
        same.m_impl = m_impl;
        InpaintingPipeline clone;
        clone.m_impl = same.clone().m_impl;
        return clone;
    }

    explicit operator bool() const {
        return static_cast<bool>(m_impl);
    }

private:
    std::shared_ptr<DiffusionPipeline> m_impl;
};

struct TokenizedInputs {
    Tensor input_ids;
    Tensor attention_mask;
    std::optional<Tensor> token_type_ids;
};

class Tokenizer {
public:
    Tokenizer(const std::filesystem::path& tokenizer_path, const AnyMap& properties);
    ~Tokenizer();

    TokenizedInputs encode(const std::string& prompt, const AnyMap& tokenization_params);

private:
    class TokenizerImpl;
    std::shared_ptr<TokenizerImpl> m_pimpl;
};

}  // namespace ov::genai
