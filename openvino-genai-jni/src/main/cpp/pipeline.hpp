// What the three pipelines share. Each pipeline has its own .cpp with its native methods.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <stdexcept>

#include "genai_api.hpp"
#include "jni_support.hpp"

namespace easel {

/** What one Java handle points to. */
template <class Pipeline>
struct Opened {
    Pipeline pipeline;
    // Kept beside the pipeline, so that a run names them by index and the Java adapters may be closed.
    std::vector<ov::genai::Adapter> adapters;
};

struct OpenRequest {
    std::filesystem::path path;
    std::vector<std::string> devices;
    ov::AnyMap properties;
    std::vector<jint> shape;  // empty, or images, height, width
    float guidance_scale;
    std::vector<ov::genai::Adapter> adapters;
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
    return handle_of(new Opened<Pipeline>{compiled<Pipeline>(request), request.adapters});
}

/** The callback of one run; GenAI copies it, hence the shared state. */
class StepCallback {
public:
    StepCallback(JNIEnv* env, jobject bridge);
    bool operator()(size_t step, size_t steps, ov::Tensor& latent) const;

    bool stopped() const {
        return *stopped_;
    }

private:
    std::shared_ptr<_jobject> bridge_;
    std::shared_ptr<std::atomic<bool>> stopped_;
};

/** A checked picture tensor on the heap, owned by PixelTensor.java. */
jlong to_pixels(const ov::Tensor& tensor);

/** A view of the bytes of a Java buffer; valid during the call. */
ov::Tensor image_of(JNIEnv* env, jobject pixels, jint height, jint width);

ov::AnyMap run_properties(JNIEnv* env, const std::vector<ov::genai::Adapter>& opened, jbyteArray config,
                          jintArray adapters, jfloatArray alphas);

/** Runs `body` with the properties of the run; 0 when the listener stopped it. */
template <class Body>
jlong run(JNIEnv* env, ov::AnyMap properties, jobject bridge, Body&& body) {
    if (bridge == nullptr) {
        return to_pixels(body(properties));
    }
    StepCallback callback(env, bridge);
    properties["callback"] = std::function<bool(size_t, size_t, ov::Tensor&)>(callback);
    const ov::Tensor result = body(properties);
    return callback.stopped() ? 0 : to_pixels(result);
}

std::vector<float> metrics_of(ov::genai::ImageGenerationPerfMetrics metrics);

}  // namespace easel
