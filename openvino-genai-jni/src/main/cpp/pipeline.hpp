// What the three pipelines share. Each pipeline has its own .cpp with its native methods.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <type_traits>

#include "adapters.hpp"
#include "genai_api.hpp"
#include "inferences.hpp"
#include "jni_support.hpp"
#include "step_callback.hpp"

namespace easel {

struct OpenRequest {
    std::filesystem::path path;
    std::vector<std::string> devices;
    ov::AnyMap properties;
    std::vector<jint> shape;  // empty, or images, height, width
    float guidance_scale;
    AdapterRequests adapters;

    /** Whether it is the FLUX model that fills masks. */
    bool is_flux_fill() const;
};

/** What a T5 encoder's first run fixes: GenAI shapes its input once, and refuses or misreads any other. */
struct EncoderShape {
    int sequence_length;
    bool guided;

    /** That of a run; without one when no encoder of the model is of that kind. */
    static std::optional<EncoderShape> of(const OpenRequest& model, const ov::AnyMap& properties);

    bool operator!=(const EncoderShape& other) const {
        return sequence_length != other.sequence_length || guided != other.guided;
    }
};

/** What one Java handle points to. */
template <class Pipeline>
struct Opened {
    Opened(Pipeline opened, AdapterRequests of_requests, std::shared_ptr<const OpenRequest> of_model)
        : pipeline(std::move(opened)), adapters(std::move(of_requests)), model(std::move(of_model)) {}

    Pipeline pipeline;
    AdapterRequests adapters;
    std::shared_ptr<const OpenRequest> model;
    // Of the last run.
    std::optional<EncoderShape> encoder_shape;
    Inferences inferences;
    // A fork may be asked for while a run puts a clone in place of its pipeline.
    std::mutex replacing;
};

OpenRequest open_request(JNIEnv* env, jbyteArray path, jobjectArray devices, jbyteArray properties, jintArray shape,
                         jfloat guidance_scale, jlongArray adapters, jfloatArray alphas, jint mode);

template <class Pipeline>
Pipeline compiled(const OpenRequest& request) {
    if (request.devices.size() == 1 && request.shape.empty()) {
        return Pipeline(request.path, request.devices[0], request.properties);
    }
    Pipeline pipeline(request.path);
    if (!request.shape.empty()) {
        pipeline.reshape(request.shape[0], request.shape[1], request.shape[2], request.guidance_scale);
    }
    if (request.devices.size() == 1) {
        pipeline.compile(request.devices[0], request.properties);
    } else {
        pipeline.compile(request.devices.at(0), request.devices.at(1), request.devices.at(2), request.properties);
    }
    return pipeline;
}

template <class Pipeline>
jlong open(const OpenRequest& request) {
    return handle_of(new Opened<Pipeline>(compiled<Pipeline>(request), request.adapters,
                                          std::make_shared<const OpenRequest>(request)));
}

template <class Pipeline>
Opened<Pipeline>* forked(Opened<Pipeline>& source) {
    const std::lock_guard<std::mutex> lock(source.replacing);
    return new Opened<Pipeline>(source.pipeline.clone(), source.adapters.forked(), source.model);
}

/** What GenAI converts has no scheduler in some families, and crashes when it generates; its clone has one. */
template <class Target, class Source>
Opened<Target>* converted(Opened<Source>& source) {
    const std::lock_guard<std::mutex> lock(source.replacing);
    return new Opened<Target>(Target(source.pipeline).clone(), source.adapters.forked(), source.model);
}

/** Puts requests in place that no run has used. */
template <class Pipeline>
void renew(Opened<Pipeline>& opened) {
    const std::unique_ptr<Opened<Pipeline>> clone(forked(opened));
    const std::lock_guard<std::mutex> lock(opened.replacing);
    opened.pipeline = clone->pipeline;
    opened.adapters = clone->adapters;
}

/** FLUX Fill is opened again, and let go of before, because two of them may not fit into memory. */
template <>
inline void renew(Opened<ov::genai::InpaintingPipeline>& opened) {
    opened.adapters = opened.adapters.forked();
    opened.pipeline = opened.model->is_flux_fill() ? ov::genai::InpaintingPipeline() : opened.pipeline.clone();
}

/** What a failed renewal has left without a model. */
template <class Pipeline>
void reopen_if_empty(Opened<Pipeline>& opened) {
    if constexpr (std::is_same_v<Pipeline, ov::genai::InpaintingPipeline>) {
        if (!opened.pipeline) {
            opened.pipeline = compiled<Pipeline>(*opened.model);
        }
    }
}

template <class Pipeline>
void fit_encoders(Opened<Pipeline>& opened, const ov::AnyMap& properties) {
    const std::optional<EncoderShape> wanted = EncoderShape::of(*opened.model, properties);
    if (wanted && opened.encoder_shape && *opened.encoder_shape != *wanted) {
        renew(opened);
        opened.inferences.forget();
    }
    opened.encoder_shape = wanted;
    reopen_if_empty(opened);
}

/** A checked image tensor on the heap, owned by PixelTensor.java. */
jlong to_pixels(const ov::Tensor& tensor);

/** A view of the bytes of a Java buffer; valid during the call. */
ov::Tensor image_of(JNIEnv* env, jobject pixels, jint height, jint width);

/** Runs `body` with the properties of the run; 0 when it was stopped. */
template <class Pipeline, class Body>
jlong run(JNIEnv* env, Opened<Pipeline>& opened, jbyteArray config, jfloatArray alphas, jobject bridge, Body&& body) {
    ov::AnyMap properties = to_properties(to_string(env, config));
    fit_encoders(opened, properties);
    opened.adapters.select(to_floats(env, alphas), properties);
    const Inferences::Run inferences(opened.inferences,
                                     [env, bridge] { return bridge != nullptr && is_over(env, bridge); });
    try {
        if (bridge == nullptr) {
            return to_pixels(body(properties));
        }
        StepCallback callback(env, bridge);
        properties["callback"] = std::function<bool(size_t, size_t, ov::Tensor&)>(callback);
        const ov::Tensor result = callback.finished(body(properties));
        return callback.stopped() ? 0 : to_pixels(result);
    } catch (...) {
        opened.adapters.forget();
        if (inferences.interrupted()) {
            return 0;
        }
        throw;
    }
}

std::vector<float> metrics_of(ov::genai::ImageGenerationPerfMetrics metrics);

}  // namespace easel
