#include "dev_easel_genai_GenAi.h"

#include <openvino/runtime/core.hpp>

#include "genai_api.hpp"
#include "jni_support.hpp"

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
