#include "step_callback.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

#include "jni_support.hpp"

namespace easel {
namespace {

/** Attaches a thread that tells of steps once, and detaches it when the thread ends. */
class Attachment {
public:
    Attachment() {
        JavaVMAttachArgs arguments{JNI_VERSION_1_8, const_cast<char*>("genai-step"), nullptr};
        if (java_vm()->AttachCurrentThreadAsDaemon(reinterpret_cast<void**>(&env_), &arguments) != JNI_OK) {
            env_ = nullptr;
        }
    }

    ~Attachment() {
        if (env_ != nullptr) {
            java_vm()->DetachCurrentThread();
        }
    }

    Attachment(const Attachment&) = delete;
    Attachment& operator=(const Attachment&) = delete;

    JNIEnv* env() const {
        return env_;
    }

private:
    JNIEnv* env_ = nullptr;
};

JNIEnv* callback_env() {
    thread_local Attachment attachment;
    return attachment.env();
}

/** Whether the run is to go on. Steps may have gathered while one was told: those of a run that is over are not. */
bool tell(JNIEnv* env, jobject bridge, size_t step, size_t steps, const ov::Tensor& latent) {
    return !is_over(env, bridge) && call_step(env, bridge, step, steps, &latent);
}

}  // namespace

/**
 * Tells of steps on a thread of its own. GenAI drops the steps that wait for its callback when a run ends; here they
 * wait outside of GenAI, and those that are kept are told after the run.
 *
 * GenAI's decoder is one for all: while a step is told, Java may decode it, and GenAI decodes the result as soon as it
 * has joined its callback thread. So that thread does not end before the step that is being told, and none is told from
 * then on until the run is over.
 *
 * Waits: the relaying thread for steps, GenAI's callback thread as it ends, the run's thread in finish() and in the
 * destructor. All share one condition.
 */
class StepRelay {
public:
    StepRelay(std::shared_ptr<_jobject> bridge, std::shared_ptr<std::atomic<bool>> stopped)
        : bridge_(std::move(bridge)), stopped_(std::move(stopped)), thread_([this] { relay(); }) {}

    ~StepRelay() {
        end(Phase::DROPPED);
    }

    StepRelay(const StepRelay&) = delete;
    StepRelay& operator=(const StepRelay&) = delete;

    /** On GenAI's callback thread. */
    void add(size_t step, size_t steps, const ov::Tensor& latent) {
        {
            const std::lock_guard<std::mutex> lock(mutex_);
            waiting_.push_back({step, steps, latent});
        }
        changed_.notify_all();
    }

    /** On GenAI's callback thread, as the last thing that it does. */
    void pause() {
        std::unique_lock<std::mutex> lock(mutex_);
        if (phase_ == Phase::RUNNING) {
            phase_ = Phase::PAUSED;
        }
        changed_.wait(lock, [this] { return !telling_; });
    }

    /** On the run's thread, when GenAI is done: what is kept is told before this returns. */
    void finish() {
        end(Phase::LATE);
    }

private:
    enum class Phase { RUNNING, PAUSED, LATE, DROPPED };

    struct Waiting {
        size_t step;
        size_t steps;
        ov::Tensor latent;
    };

    void end(Phase phase) {
        if (!thread_.joinable()) {
            return;
        }
        {
            const std::lock_guard<std::mutex> lock(mutex_);
            phase_ = phase;
        }
        changed_.notify_all();
        thread_.join();
    }

    void relay() {
        JNIEnv* env = callback_env();
        if (env == nullptr) {
            *stopped_ = true;
        }
        std::unique_lock<std::mutex> lock(mutex_);
        while (!*stopped_) {
            changed_.wait(lock, [this] {
                return phase_ == Phase::LATE || phase_ == Phase::DROPPED ||
                       (phase_ == Phase::RUNNING && !waiting_.empty());
            });
            if (*stopped_ || phase_ == Phase::DROPPED || waiting_.empty()) {
                return;
            }
            const bool late = phase_ == Phase::LATE;
            Waiting next = std::move(waiting_.front());
            waiting_.pop_front();
            telling_ = true;
            lock.unlock();
            if ((!late || keeps_step(env, bridge_.get(), next.step, next.steps)) &&
                !tell(env, bridge_.get(), next.step, next.steps, next.latent)) {
                *stopped_ = true;
            }
            lock.lock();
            telling_ = false;
            changed_.notify_all();
        }
    }

    const std::shared_ptr<_jobject> bridge_;
    const std::shared_ptr<std::atomic<bool>> stopped_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Waiting> waiting_;
    Phase phase_ = Phase::RUNNING;
    bool telling_ = false;
    std::thread thread_;  // the last, since it uses the others
};

namespace {

/** Pauses the relay when the thread ends, before whoever joins it goes on. */
struct Leaving {
    std::shared_ptr<StepRelay> relay;

    ~Leaving() {
        if (relay) {
            relay->pause();
        }
    }
};

}  // namespace

StepCallback::StepCallback(JNIEnv* env, jobject bridge) : stopped_(std::make_shared<std::atomic<bool>>(false)) {
    JavaVM* vm = java_vm();
    // The last copy dies on the thread that called generate, or on the callback thread: both are attached.
    bridge_ = std::shared_ptr<_jobject>(env->NewGlobalRef(bridge), [vm](jobject reference) {
        JNIEnv* current = nullptr;
        if (vm->GetEnv(reinterpret_cast<void**>(&current), JNI_VERSION_1_8) == JNI_OK) {
            current->DeleteGlobalRef(reference);
        }
    });
    if (keeps_steps(env, bridge)) {
        relay_ = std::make_shared<StepRelay>(bridge_, stopped_);
    }
}

bool StepCallback::operator()(size_t step, size_t steps, ov::Tensor& latent) const {
    if (relay_) {
        thread_local Leaving leaving;
        leaving.relay = relay_;
        relay_->add(step, steps, latent);
        JNIEnv* env = callback_env();
        // The relay may be busy, and a run that is cancelled is to stop within a step.
        if (env == nullptr || is_over(env, bridge_.get())) {
            *stopped_ = true;
        }
        return *stopped_;
    }
    JNIEnv* env = callback_env();
    // An exception here would end the process: it would leave GenAI's own thread.
    if (env == nullptr || !tell(env, bridge_.get(), step, steps, latent)) {
        *stopped_ = true;
    }
    return *stopped_;
}

ov::Tensor StepCallback::finished(const ov::Tensor& result) const {
    if (!relay_ || stopped()) {
        return result;
    }
    // What is decoded late is written to where GenAI has the result.
    ov::Tensor own(result.get_element_type(), result.get_shape());
    result.copy_to(own);
    relay_->finish();
    return own;
}

}  // namespace easel
