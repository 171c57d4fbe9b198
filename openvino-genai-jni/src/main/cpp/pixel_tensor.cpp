#include "dev_easel_genai_PixelTensor.h"

#include <cstring>
#include <stdexcept>

#include <openvino/runtime/tensor.hpp>

#include "jni_support.hpp"

jlongArray Java_dev_easel_genai_PixelTensor_shape(JNIEnv* env, jclass, jlong handle) {
    return easel::guarded(env, [&]() -> jlongArray {
        const ov::Shape shape = easel::at<ov::Tensor>(handle).get_shape();
        const std::vector<jlong> values(shape.begin(), shape.end());
        jlongArray array = env->NewLongArray(values.size());
        if (array != nullptr) {
            env->SetLongArrayRegion(array, 0, values.size(), values.data());
        }
        return array;
    });
}

void Java_dev_easel_genai_PixelTensor_copy(JNIEnv* env, jclass, jlong handle, jobject target) {
    easel::guarded(env, [&] {
        const auto& tensor = easel::at<ov::Tensor>(handle);
        void* address = env->GetDirectBufferAddress(target);
        if (address == nullptr || static_cast<size_t>(env->GetDirectBufferCapacity(target)) != tensor.get_byte_size()) {
            throw std::invalid_argument("the buffer does not have the size of the pictures");
        }
        std::memcpy(address, tensor.data(), tensor.get_byte_size());
    });
}

void Java_dev_easel_genai_PixelTensor_free(JNIEnv* env, jclass, jlong handle) {
    easel::guarded(env, [&] { delete &easel::at<ov::Tensor>(handle); });
}
