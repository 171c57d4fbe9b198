#include "jni_support.hpp"

#include <cstring>
#include <stdexcept>

namespace easel {
namespace {

JavaVM* vm = nullptr;
jclass exception_class = nullptr;
jmethodID exception_of_native = nullptr;
jmethodID bridge_step = nullptr;
jmethodID bridge_keeps_any = nullptr;
jmethodID bridge_keeps = nullptr;
jmethodID bridge_is_over = nullptr;

/** Cuts values from the front of NativeProperties' bytes. */
class Reader {
public:
    explicit Reader(const std::string& bytes) : bytes_(bytes) {}

    bool done() const {
        return at_ == bytes_.size();
    }

    template <class T>
    T number() {
        T value;
        std::memcpy(&value, cut(sizeof value), sizeof value);
        return value;
    }

    std::string text() {
        const auto size = number<int32_t>();
        return std::string(cut(size), size);
    }

private:
    const char* cut(size_t size) {
        if (size > bytes_.size() - at_) {
            throw std::logic_error("the property bytes end early");
        }
        const char* from = bytes_.data() + at_;
        at_ += size;
        return from;
    }

    const std::string& bytes_;
    size_t at_ = 0;
};

/** Empty where every step is computed: GenAI takes away its own configuration then. */
ov::Any taylor_seer(Reader& reader) {
    ov::genai::TaylorSeerCacheConfig config{};
    config.cache_interval = reader.number<int64_t>();
    config.disable_cache_before_step = reader.number<int64_t>();
    config.disable_cache_after_step = reader.number<int32_t>();
    return config.cache_interval == 1 ? ov::Any() : ov::Any(config);
}

ov::Any read_value(Reader& reader) {
    switch (const char type = reader.number<char>()) {
    case 'T':
        return reader.text();
    case 'B':
        return reader.number<char>() != 0;
    case 'I':
        return static_cast<int>(reader.number<int32_t>());
    case 'L':
        return reader.number<int64_t>();
    case 'Z':
        return static_cast<size_t>(reader.number<int64_t>());
    case 'F':
        return reader.number<float>();
    case 'D':
        return reader.number<double>();
    case 'S':
        return taylor_seer(reader);
    default:
        throw std::logic_error(std::string("unknown property type ") + type);
    }
}

}  // namespace

JavaVM* java_vm() {
    return vm;
}

void throw_genai_exception(JNIEnv* env, const char* message) {
    if (env->ExceptionCheck()) {
        return;
    }
    jbyteArray text = to_bytes(env, message);
    if (text == nullptr) {
        return;
    }
    auto* exception =
        static_cast<jthrowable>(env->CallStaticObjectMethod(exception_class, exception_of_native, text));
    if (exception != nullptr) {
        env->Throw(exception);
    }
}

namespace {

bool holds(JNIEnv* env, jboolean answer) {
    if (env->ExceptionCheck()) {
        env->ExceptionClear();
        return false;
    }
    return answer == JNI_TRUE;
}

}  // namespace

bool keeps_steps(JNIEnv* env, jobject bridge) {
    return holds(env, env->CallBooleanMethod(bridge, bridge_keeps_any));
}

bool keeps_step(JNIEnv* env, jobject bridge, size_t step, size_t steps) {
    return holds(env, env->CallBooleanMethod(bridge, bridge_keeps, static_cast<jlong>(step),
                                             static_cast<jlong>(steps)));
}

bool is_over(JNIEnv* env, jobject bridge) {
    return holds(env, env->CallBooleanMethod(bridge, bridge_is_over));
}

bool call_step(JNIEnv* env, jobject bridge, size_t step, size_t steps, const void* latent) {
    return holds(env, env->CallBooleanMethod(bridge, bridge_step, static_cast<jlong>(step),
                                             static_cast<jlong>(steps), reinterpret_cast<jlong>(latent)));
}

std::string to_string(JNIEnv* env, jbyteArray utf8) {
    std::string text(env->GetArrayLength(utf8), '\0');
    env->GetByteArrayRegion(utf8, 0, text.size(), reinterpret_cast<jbyte*>(text.data()));
    return text;
}

std::vector<std::string> to_strings(JNIEnv* env, jobjectArray utf8) {
    std::vector<std::string> texts(env->GetArrayLength(utf8));
    for (size_t i = 0; i < texts.size(); ++i) {
        auto* text = static_cast<jbyteArray>(env->GetObjectArrayElement(utf8, i));
        texts[i] = to_string(env, text);
        env->DeleteLocalRef(text);
    }
    return texts;
}

std::vector<jlong> to_longs(JNIEnv* env, jlongArray values) {
    std::vector<jlong> result(env->GetArrayLength(values));
    env->GetLongArrayRegion(values, 0, result.size(), result.data());
    return result;
}

std::vector<jint> to_ints(JNIEnv* env, jintArray values) {
    std::vector<jint> result(env->GetArrayLength(values));
    env->GetIntArrayRegion(values, 0, result.size(), result.data());
    return result;
}

std::vector<jfloat> to_floats(JNIEnv* env, jfloatArray values) {
    std::vector<jfloat> result(env->GetArrayLength(values));
    env->GetFloatArrayRegion(values, 0, result.size(), result.data());
    return result;
}

jbyteArray to_bytes(JNIEnv* env, const std::string& utf8) {
    jbyteArray bytes = env->NewByteArray(utf8.size());
    if (bytes != nullptr) {
        env->SetByteArrayRegion(bytes, 0, utf8.size(), reinterpret_cast<const jbyte*>(utf8.data()));
    }
    return bytes;
}

jfloatArray to_float_array(JNIEnv* env, const std::vector<float>& values) {
    jfloatArray array = env->NewFloatArray(values.size());
    if (array != nullptr) {
        env->SetFloatArrayRegion(array, 0, values.size(), values.data());
    }
    return array;
}

ov::AnyMap to_properties(const std::string& encoded) {
    ov::AnyMap properties;
    Reader reader(encoded);
    while (!reader.done()) {
        std::string key = reader.text();
        properties[key] = read_value(reader);
    }
    return properties;
}

}  // namespace easel

extern "C" JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* vm, void*) {
    JNIEnv* env = nullptr;
    if (vm->GetEnv(reinterpret_cast<void**>(&env), JNI_VERSION_1_8) != JNI_OK) {
        return JNI_ERR;
    }
    jclass exception = env->FindClass("dev/easel/genai/error/GenAiException");
    if (exception == nullptr) {
        return JNI_ERR;
    }
    jclass bridge = env->FindClass("dev/easel/genai/bridge/StepBridge");
    if (bridge == nullptr) {
        return JNI_ERR;
    }
    easel::vm = vm;
    easel::exception_class = static_cast<jclass>(env->NewGlobalRef(exception));
    easel::exception_of_native =
        env->GetStaticMethodID(exception, "ofNative", "([B)Ldev/easel/genai/error/GenAiException;");
    easel::bridge_step = env->GetMethodID(bridge, "step", "(JJJ)Z");
    easel::bridge_keeps_any = env->GetMethodID(bridge, "keepsAny", "()Z");
    easel::bridge_keeps = env->GetMethodID(bridge, "keeps", "(JJ)Z");
    easel::bridge_is_over = env->GetMethodID(bridge, "isOver", "()Z");
    const bool found = easel::exception_of_native != nullptr && easel::bridge_step != nullptr &&
                       easel::bridge_keeps_any != nullptr && easel::bridge_keeps != nullptr &&
                       easel::bridge_is_over != nullptr;
    return found ? JNI_VERSION_1_8 : JNI_ERR;
}
