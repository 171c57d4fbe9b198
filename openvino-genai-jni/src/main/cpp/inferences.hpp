// What GenAI has OpenVINO compute for one pipeline: none of it for a run that is over, and how its memory is given back.
#pragma once

#include <functional>
#include <map>
#include <mutex>

#include <openvino/runtime/compiled_model.hpp>
#include <openvino/runtime/infer_request.hpp>

namespace easel {

/**
 * Has GenAI call this library where it would call OpenVINO to infer. GenAI itself stops up to two steps late, and
 * gives nobody its compiled models. An inference that has begun is not cancelled: the CPU plugin then keeps some of its
 * layers' shapes, and computes the next image of another size wrong or not at all.
 *
 * Where the library is built so that it cannot be done, runs go on as they do without.
 */
void watch_inferences();

/**
 * The inferences of one pipeline, which has one run at a time.
 *
 * Threads: the run's own, except release_memory().
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

        /** Whether an inference was not begun because the run is over. */
        bool interrupted() const {
            return interrupted_;
        }

    private:
        friend class Inferences;

        Inferences& inferences_;
        std::function<bool()> is_over_;
        bool interrupted_ = false;
    };

    /** Gives back what finished inferences have left allocated; the next ones allocate again. */
    void release_memory();

    /** Forgets what belonged to a pipeline that another one has replaced. */
    void forget();

    /** Takes the place of ov::InferRequest::infer in GenAI. */
    static void infer(ov::InferRequest* request);

private:
    void infer(ov::InferRequest& request, Run& run);

    std::mutex mutex_;
    // By the request that used it; a pipeline keeps its requests where they are.
    std::map<const ov::InferRequest*, ov::CompiledModel> models_;
};

}  // namespace easel
