#include "dev_easel_genai_Text2ImagePipeline.h"
#include "pipeline.hpp"

using Pipeline = ov::genai::Text2ImagePipeline;
using Opened = easel::Opened<Pipeline>;

jlong Java_dev_easel_genai_Text2ImagePipeline_open(JNIEnv* env, jclass, jbyteArray path, jobjectArray devices,
    jbyteArray properties, jintArray shape, jfloat guidance_scale, jlongArray adapters, jfloatArray alphas,
    jint mode) {
    return easel::guarded(env, [&] {
        return easel::open<Pipeline>(easel::open_request(env, path, devices, properties, shape, guidance_scale,
                                                         adapters, alphas, mode));
    });
}

jlong Java_dev_easel_genai_Text2ImagePipeline_fork(JNIEnv* env, jclass, jlong handle) {
    return easel::guarded(env, [&] {
        return easel::handle_of(easel::forked(easel::at<Opened>(handle)));
    });
}

jlong Java_dev_easel_genai_Text2ImagePipeline_fromInpainting(JNIEnv* env, jclass, jlong handle) {
    return easel::guarded(env, [&] {
        return easel::handle_of(easel::converted<Pipeline>(easel::at<easel::Opened<ov::genai::InpaintingPipeline>>(handle)));
    });
}

jlong Java_dev_easel_genai_Text2ImagePipeline_fromImage2Image(JNIEnv* env, jclass, jlong handle) {
    return easel::guarded(env, [&] {
        return easel::handle_of(easel::converted<Pipeline>(easel::at<easel::Opened<ov::genai::Image2ImagePipeline>>(handle)));
    });
}

jlong Java_dev_easel_genai_Text2ImagePipeline_generate(JNIEnv* env, jclass, jlong handle, jbyteArray prompt,
    jbyteArray config, jfloatArray alphas, jobject bridge) {
    return easel::guarded(env, [&] {
        auto& opened = easel::at<Opened>(handle);
        const std::string text = easel::to_string(env, prompt);
        return easel::run(env, opened, config, alphas, bridge,
                          [&](const ov::AnyMap& properties) { return opened.pipeline.generate(text, properties); });
    });
}

jlong Java_dev_easel_genai_Text2ImagePipeline_decode(JNIEnv* env, jclass, jlong handle, jlong latent) {
    return easel::guarded(env, [&] {
        return easel::to_pixels(easel::at<Opened>(handle).pipeline.decode(easel::at<ov::Tensor>(latent)));
    });
}

jfloatArray Java_dev_easel_genai_Text2ImagePipeline_metrics(JNIEnv* env, jclass, jlong handle) {
    return easel::guarded(env, [&] {
        auto metrics = easel::at<Opened>(handle).pipeline.get_performance_metrics();
        return easel::to_float_array(env, easel::metrics_of(std::move(metrics)));
    });
}

void Java_dev_easel_genai_Text2ImagePipeline_releaseMemory(JNIEnv* env, jclass, jlong handle) {
    easel::guarded(env, [&] { easel::at<Opened>(handle).inferences.release_memory(); });
}

void Java_dev_easel_genai_Text2ImagePipeline_free(JNIEnv* env, jclass, jlong handle) {
    easel::guarded(env, [&] { delete &easel::at<Opened>(handle); });
}
