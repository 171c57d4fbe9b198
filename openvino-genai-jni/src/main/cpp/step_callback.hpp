// How GenAI's steps come to Java.
#pragma once

#include <jni.h>

#include <atomic>
#include <memory>

#include <openvino/runtime/tensor.hpp>

namespace easel {

class StepRelay;

/** The callback of one run; GenAI copies it, hence the shared state. */
class StepCallback {
public:
    StepCallback(JNIEnv* env, jobject bridge);
    bool operator()(size_t step, size_t steps, ov::Tensor& latent) const;

    /** Called when the run is over, with its result: tells the steps that are told even late. */
    ov::Tensor finished(const ov::Tensor& result) const;

    bool stopped() const {
        return *stopped_;
    }

private:
    std::shared_ptr<_jobject> bridge_;
    std::shared_ptr<std::atomic<bool>> stopped_;
    std::shared_ptr<StepRelay> relay_;  // none when no step is told late
};

}  // namespace easel
