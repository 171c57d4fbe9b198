// What every native method needs: exceptions that become GenAiException, and values that cross the border.
#pragma once

#include <jni.h>

#include <exception>
#include <filesystem>
#include <string>
#include <type_traits>
#include <vector>

#include <openvino/core/any.hpp>

namespace easel {

JavaVM* java_vm();
void throw_genai_exception(JNIEnv* env, const char* message);
/** Whether any step is to be told even late. */
bool keeps_steps(JNIEnv* env, jobject bridge);
/** Whether this one is. */
bool keeps_step(JNIEnv* env, jobject bridge, size_t step, size_t steps);
bool is_over(JNIEnv* env, jobject bridge);
bool call_step(JNIEnv* env, jobject bridge, size_t step, size_t steps, const void* latent);

std::string to_string(JNIEnv* env, jbyteArray utf8);
std::vector<std::string> to_strings(JNIEnv* env, jobjectArray utf8);
std::vector<jlong> to_longs(JNIEnv* env, jlongArray values);
std::vector<jint> to_ints(JNIEnv* env, jintArray values);
std::vector<jfloat> to_floats(JNIEnv* env, jfloatArray values);
jbyteArray to_bytes(JNIEnv* env, const std::string& utf8);
jfloatArray to_float_array(JNIEnv* env, const std::vector<float>& values);

/** Reads what NativeProperties.java wrote. */
ov::AnyMap to_properties(const std::string& encoded);

/** Runs `body`; a C++ exception becomes a pending GenAiException, because none may cross into the JVM. */
template <class Body>
auto guarded(JNIEnv* env, Body&& body) -> std::invoke_result_t<Body> {
    using Result = std::invoke_result_t<Body>;
    try {
        return body();
    } catch (const std::exception& e) {
        throw_genai_exception(env, e.what());
    } catch (...) {
        throw_genai_exception(env, "the native library threw something that is no exception");
    }
    if constexpr (!std::is_void_v<Result>) {
        return Result{};
    }
}

template <class T>
T& at(jlong handle) {
    return *reinterpret_cast<T*>(handle);
}

template <class T>
jlong handle_of(T* object) {
    return reinterpret_cast<jlong>(object);
}

}  // namespace easel
