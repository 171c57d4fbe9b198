#include "dev_easel_genai_runtime_NativeLoader.h"

#include <cstdlib>

#include "inferences.hpp"
#include "jni_support.hpp"
#include "lora_fusion.hpp"

void Java_dev_easel_genai_runtime_NativeLoader_prepare(JNIEnv* env, jclass, jbyteArray tokenizers) {
    easel::guarded(env, [&] {
        easel::keep_lora_layers_apart();
        easel::watch_inferences();
        // GenAI reads it when the first pipeline opens; one that the deployer set is kept.
        setenv("OPENVINO_TOKENIZERS_PATH_GENAI", easel::to_string(env, tokenizers).c_str(), 0);
    });
}
