#include "dev_easel_genai_model_ModelTokenizer.h"

#include "genai_api.hpp"
#include "jni_support.hpp"

using ov::genai::Tokenizer;

jlong Java_dev_easel_genai_model_ModelTokenizer_open(JNIEnv* env, jclass, jbyteArray folder) {
    return easel::guarded(env, [&] {
        const std::filesystem::path path = easel::to_string(env, folder);
        return easel::handle_of(new Tokenizer(path, ov::AnyMap{}));
    });
}

jint Java_dev_easel_genai_model_ModelTokenizer_maxLength(JNIEnv* env, jclass, jlong handle) {
    return easel::guarded(env, [&] {
        // The model knows its length only as the size to which it pads.
        const ov::AnyMap padded{{"pad_to_max_length", true}};
        const auto tokens = easel::at<Tokenizer>(handle).encode("", padded);
        return static_cast<jint>(tokens.input_ids.get_size());
    });
}

jint Java_dev_easel_genai_model_ModelTokenizer_countTokens(JNIEnv* env, jclass, jlong handle, jbyteArray text) {
    return easel::guarded(env, [&] {
        const std::string prompt = easel::to_string(env, text);
        // A text has never more tokens than bytes, so this length cuts nothing.
        const ov::AnyMap whole{{"max_length", static_cast<size_t>(prompt.size() + 16)}, {"pad_to_max_length", false}};
        const auto tokens = easel::at<Tokenizer>(handle).encode(prompt, whole);
        return static_cast<jint>(tokens.input_ids.get_size());
    });
}

void Java_dev_easel_genai_model_ModelTokenizer_free(JNIEnv* env, jclass, jlong handle) {
    easel::guarded(env, [&] { delete &easel::at<Tokenizer>(handle); });
}
