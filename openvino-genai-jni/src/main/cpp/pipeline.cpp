#include "pipeline.hpp"

#include <fstream>
#include <iterator>

namespace easel {
OpenRequest open_request(JNIEnv* env, jbyteArray path, jobjectArray devices, jbyteArray properties, jintArray shape,
                         jfloat guidance_scale, jlongArray adapters, jfloatArray alphas, jint mode) {
    OpenRequest request{to_string(env, path),
                        to_strings(env, devices),
                        to_properties(to_string(env, properties)),
                        to_ints(env, shape),
                        guidance_scale,
                        {}};
    std::vector<ov::genai::Adapter> opened;
    for (const jlong adapter : to_longs(env, adapters)) {
        opened.push_back(at<ov::genai::Adapter>(adapter));
    }
    request.adapters =
        AdapterRequests(std::move(opened), to_floats(env, alphas), static_cast<ov::genai::AdapterConfig::Mode>(mode));
    request.adapters.open(request.properties);
    return request;
}

bool OpenRequest::is_flux_fill() const {
    std::ifstream index(path / "model_index.json");
    const std::string text{std::istreambuf_iterator<char>(index), std::istreambuf_iterator<char>()};
    return text.find("\"FluxFillPipeline\"") != std::string::npos;
}

std::optional<EncoderShape> EncoderShape::of(const OpenRequest& model, const ov::AnyMap& properties) {
    if (std::filesystem::exists(model.path / "unet")) {
        return std::nullopt;
    }
    const auto length = properties.find("max_sequence_length");
    // Stable Diffusion 3 encodes the negative prompt beside the prompt; without a value its guidance is above 1.
    const auto guidance = properties.find("guidance_scale");
    const bool doubles = std::filesystem::exists(model.path / "text_encoder_3") &&
                         (guidance == properties.end() || guidance->second.as<float>() > 1.0f);
    return EncoderShape{length == properties.end() ? -1 : length->second.as<int>(), doubles};
}

jlong to_pixels(const ov::Tensor& tensor) {
    const ov::Shape shape = tensor.get_shape();
    if (tensor.get_element_type() != ov::element::u8 || shape.size() != 4 || shape[3] != 3 ||
        tensor.get_size() == 0) {
        throw std::runtime_error("the pipeline returned no RGB pictures but a tensor of " +
                                 tensor.get_element_type().to_string() + shape.to_string());
    }
    return handle_of(new ov::Tensor(tensor));
}

ov::Tensor image_of(JNIEnv* env, jobject pixels, jint height, jint width) {
    void* address = env->GetDirectBufferAddress(pixels);
    const ov::Shape shape{1, static_cast<size_t>(height), static_cast<size_t>(width), 3};
    if (address == nullptr || static_cast<size_t>(env->GetDirectBufferCapacity(pixels)) < ov::shape_size(shape)) {
        throw std::invalid_argument("the picture's buffer is smaller than its size says");
    }
    return ov::Tensor(ov::element::u8, shape, address);
}

std::vector<float> metrics_of(ov::genai::ImageGenerationPerfMetrics metrics) {
    metrics.evaluate_statistics();
    const auto encoder = [&metrics](const char* name) {
        const auto found = metrics.encoder_inference_duration.find(name);
        return found == metrics.encoder_inference_duration.end() ? -1.0f : found->second;
    };
    return {metrics.load_time,
            metrics.generate_duration,
            static_cast<float>(metrics.raw_metrics.iteration_durations.size()),
            metrics.iteration_duration.mean,
            metrics.iteration_duration.std,
            metrics.unet_inference_duration.mean,
            metrics.unet_inference_duration.std,
            metrics.transformer_inference_duration.mean,
            metrics.transformer_inference_duration.std,
            metrics.vae_encoder_inference_duration,
            metrics.vae_decoder_inference_duration,
            encoder("text_encoder"),
            encoder("text_encoder_2"),
            encoder("text_encoder_3")};
}

}  // namespace easel
