#include "dev_easel_genai_worker_process_ProcessLimits.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <stdexcept>

#include "jni_support.hpp"

void Java_dev_easel_genai_worker_process_ProcessLimits_apply(JNIEnv* env, jclass, jint parent, jlong address_space) {
    easel::guarded(env, [&] {
        // A terminal, or whoever stops a service, signals a whole group of processes. This one ends when its parent
        // has finished what it has to.
        setsid();
        std::signal(SIGINT, SIG_IGN);
        std::signal(SIGTERM, SIG_IGN);
        std::signal(SIGHUP, SIG_IGN);
        const rlimit no_core{0, 0};
        setrlimit(RLIMIT_CORE, &no_core);
        std::ofstream("/proc/self/oom_score_adj") << 800;
        if (address_space > 0) {
            const rlimit limit{static_cast<rlim_t>(address_space), static_cast<rlim_t>(address_space)};
            if (setrlimit(RLIMIT_AS, &limit) != 0) {
                throw std::runtime_error("the address space cannot be limited to " + std::to_string(address_space) + " bytes");
            }
        }
        prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
        if (getppid() != parent) {
            _exit(0);  // it ended before the signal was asked for
        }
    });
}
