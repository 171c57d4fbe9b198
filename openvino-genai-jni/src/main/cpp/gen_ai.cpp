#include "dev_easel_genai_GenAi.h"

#include <cstdlib>

#include <openvino/runtime/core.hpp>

#include "genai_api.hpp"
#include "jni_support.hpp"
#include "lora_fusion.hpp"

void Java_dev_easel_genai_GenAi_prepare(JNIEnv* env, jclass, jbyteArray tokenizers) {
    easel::guarded(env, [&] {
        easel::keep_lora_layers_apart();
        // GenAI reads it when the first pipeline opens; one that the deployer set is kept.
        setenv("OPENVINO_TOKENIZERS_PATH_GENAI", easel::to_string(env, tokenizers).c_str(), 0);
    });
}

jbyteArray Java_dev_easel_genai_GenAi_runtimeVersion(JNIEnv* env, jclass) {
    return easel::guarded(env, [&] { return easel::to_bytes(env, get_version().buildNumber); });
}

jbyteArray Java_dev_easel_genai_GenAi_deviceNames(JNIEnv* env, jclass) {
    return easel::guarded(env, [&] {
        std::string names;
        for (const std::string& name : ov::Core().get_available_devices()) {
            names += name + "\n";
        }
        return easel::to_bytes(env, names);
    });
}
