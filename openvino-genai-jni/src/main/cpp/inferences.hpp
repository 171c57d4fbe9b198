// What GenAI has OpenVINO compute for one pipeline: how it is broken off, and how its memory is given back.
#pragma once

#include <functional>
#include <map>
#include <mutex>

#include <openvino/runtime/compiled_model.hpp>
#include <openvino/runtime/infer_request.hpp>

namespace easel {

/**
 * Has GenAI call this library where it would call OpenVINO to infer. GenAI itself stops between two steps at the
 * earliest, and gives nobody its requests and compiled models.
 *
 * Where the library is built so that it cannot be done, runs go on as they do without: they stop between steps, and
 * keep their memory.
 */
void watch_inferences();

/**
 * The inferences of one pipeline, which has one run at a time.
 *
 * Threads: the run's own, except interrupt() and release_memory().
 */
class Inferences {
public:
    /** Between its making and its end, what its thread infers belongs to a run. */
    class Run {
    public:
        /** `is_over` is asked before each inference. */
        Run(Inferences& inferences, std::function<bool()> is_over);
        ~Run();
        Run(const Run&) = delete;
        Run& operator=(const Run&) = delete;

        /** Whether an inference was not begun, or not ended, because the run is over. */
        bool interrupted() const {
            return interrupted_;
        }

    private:
        friend class Inferences;

        Inferences& inferences_;
        std::function<bool()> is_over_;
        bool interrupted_ = false;
    };

    /** Lets the inference that goes on now end early: its run is over. */
    void interrupt();

    /** Gives back what finished inferences have left allocated; the next ones allocate again. */
    void release_memory();

    /** Forgets what belonged to a pipeline that another one has replaced. */
    void forget();

    /** Takes the place of ov::InferRequest::infer in GenAI. */
    static void infer(ov::InferRequest* request);

private:
    void infer(ov::InferRequest& request, Run& run);

    std::mutex mutex_;
    ov::InferRequest* running_ = nullptr;
    // By the request that used it; a pipeline keeps its requests where they are.
    std::map<const ov::InferRequest*, ov::CompiledModel> models_;
};

}  // namespace easel
