#include "dev_easel_genai_InpaintingPipeline.h"
#include "pipeline.hpp"

using Pipeline = ov::genai::InpaintingPipeline;
using Opened = easel::Opened<Pipeline>;

jlong Java_dev_easel_genai_InpaintingPipeline_open(JNIEnv* env, jclass, jbyteArray path, jobjectArray devices,
    jbyteArray properties, jintArray shape, jfloat guidance_scale, jlongArray adapters, jfloatArray alphas,
    jint mode) {
    return easel::guarded(env, [&] {
        return easel::open<Pipeline>(easel::open_request(env, path, devices, properties, shape, guidance_scale,
                                                         adapters, alphas, mode));
    });
}

jlong Java_dev_easel_genai_InpaintingPipeline_generate(JNIEnv* env, jclass, jlong handle, jbyteArray prompt,
    jobject image, jint image_height, jint image_width, jobject mask, jint mask_height, jint mask_width,
    jbyteArray config, jfloatArray alphas, jobject bridge) {
    return easel::guarded(env, [&] {
        auto& opened = easel::at<Opened>(handle);
        const std::string text = easel::to_string(env, prompt);
        const ov::Tensor initial = easel::image_of(env, image, image_height, image_width);
        const ov::Tensor masked = easel::image_of(env, mask, mask_height, mask_width);
        return easel::run(env, opened, config, alphas, bridge, [&](const ov::AnyMap& properties) {
            return opened.pipeline.generate(text, initial, masked, properties);
        });
    });
}

jlong Java_dev_easel_genai_InpaintingPipeline_decode(JNIEnv* env, jclass, jlong handle, jlong latent) {
    return easel::guarded(env, [&] {
        return easel::to_pixels(easel::at<Opened>(handle).pipeline.decode(easel::at<ov::Tensor>(latent)));
    });
}

jfloatArray Java_dev_easel_genai_InpaintingPipeline_metrics(JNIEnv* env, jclass, jlong handle) {
    return easel::guarded(env, [&] {
        auto metrics = easel::at<Opened>(handle).pipeline.get_performance_metrics();
        return easel::to_float_array(env, easel::metrics_of(std::move(metrics)));
    });
}

void Java_dev_easel_genai_InpaintingPipeline_releaseMemory(JNIEnv* env, jclass, jlong handle) {
    easel::guarded(env, [&] { easel::at<Opened>(handle).inferences.release_memory(); });
}

void Java_dev_easel_genai_InpaintingPipeline_free(JNIEnv* env, jclass, jlong handle) {
    easel::guarded(env, [&] { delete &easel::at<Opened>(handle); });
}
