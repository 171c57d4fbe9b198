#include "dev_easel_genai_lora_LoraAdapter.h"

#include "genai_api.hpp"
#include "jni_support.hpp"

jlong Java_dev_easel_genai_lora_LoraAdapter_open(JNIEnv* env, jclass, jbyteArray safetensors) {
    return easel::guarded(env, [&] {
        return easel::handle_of(new ov::genai::Adapter(std::filesystem::path(easel::to_string(env, safetensors))));
    });
}

void Java_dev_easel_genai_lora_LoraAdapter_free(JNIEnv* env, jclass, jlong handle) {
    easel::guarded(env, [&] { delete &easel::at<ov::genai::Adapter>(handle); });
}
