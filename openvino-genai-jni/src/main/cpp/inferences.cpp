#include "inferences.hpp"

#include <dlfcn.h>
#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace easel {
namespace {

using Infer = void (*)(ov::InferRequest*);

const char* const LIBRARY = "libopenvino_genai.so";
const char* const INFER = "_ZN2ov12InferRequest5inferEv";

// One for the process, as the table is that leads there.
Infer infer_of_openvino = nullptr;
thread_local Inferences::Run* run_of_thread = nullptr;

/** What the loader keeps of a library's calls into others, as the ELF standard has it. */
struct CallTable {
    const ElfW(Sym) * symbols = nullptr;
    const char* names = nullptr;
    const ElfW(Rela) * entries = nullptr;
    size_t bytes = 0;
};

CallTable call_table(const dl_phdr_info& library) {
    CallTable table;
    for (int i = 0; i < library.dlpi_phnum; ++i) {
        if (library.dlpi_phdr[i].p_type != PT_DYNAMIC) {
            continue;
        }
        auto* entry = reinterpret_cast<const ElfW(Dyn)*>(library.dlpi_addr + library.dlpi_phdr[i].p_vaddr);
        for (; entry->d_tag != DT_NULL; ++entry) {
            switch (entry->d_tag) {
                case DT_SYMTAB: table.symbols = reinterpret_cast<const ElfW(Sym)*>(entry->d_un.d_ptr); break;
                case DT_STRTAB: table.names = reinterpret_cast<const char*>(entry->d_un.d_ptr); break;
                case DT_JMPREL: table.entries = reinterpret_cast<const ElfW(Rela)*>(entry->d_un.d_ptr); break;
                case DT_PLTRELSZ: table.bytes = entry->d_un.d_val; break;
                default: break;
            }
        }
    }
    return table;
}

/** Where a library keeps the address of a function that it calls in another; null when it does not. */
void** place_of(const dl_phdr_info& library, const char* function) {
    const CallTable table = call_table(library);
    if (table.symbols == nullptr || table.names == nullptr || table.entries == nullptr) {
        return nullptr;
    }
    const auto* end = table.entries + table.bytes / sizeof(ElfW(Rela));
    for (const auto* entry = table.entries; entry != end; ++entry) {
        const auto& symbol = table.symbols[ELF64_R_SYM(entry->r_info)];
        if (std::strcmp(table.names + symbol.st_name, function) == 0) {
            return reinterpret_cast<void**>(library.dlpi_addr + entry->r_offset);
        }
    }
    return nullptr;
}

/** Whether the loader lets nobody write to a place after it has itself. */
bool is_sealed(const dl_phdr_info& library, const void* place) {
    for (int i = 0; i < library.dlpi_phnum; ++i) {
        const auto& segment = library.dlpi_phdr[i];
        const auto from = library.dlpi_addr + segment.p_vaddr;
        const auto at = reinterpret_cast<ElfW(Addr)>(place);
        if (segment.p_type == PT_GNU_RELRO && at >= from && at < from + segment.p_memsz) {
            return true;
        }
    }
    return false;
}

void write(const dl_phdr_info& library, void** place, void* value) {
    const bool sealed = is_sealed(library, place);
    const auto page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
    void* begin = reinterpret_cast<void*>(reinterpret_cast<size_t>(place) / page * page);
    if (sealed && mprotect(begin, page, PROT_READ | PROT_WRITE) != 0) {
        return;
    }
    __atomic_store_n(place, value, __ATOMIC_SEQ_CST);
    if (sealed) {
        mprotect(begin, page, PROT_READ);
    }
}

int watch(dl_phdr_info* library, size_t, void*) {
    if (std::strstr(library->dlpi_name, LIBRARY) == nullptr) {
        return 0;
    }
    void** place = place_of(*library, INFER);
    // From libopenvino itself: where calls are bound late, the place does not lead there yet.
    infer_of_openvino = reinterpret_cast<Infer>(dlsym(RTLD_DEFAULT, INFER));
    if (place != nullptr && infer_of_openvino != nullptr) {
        write(*library, place, reinterpret_cast<void*>(static_cast<Infer>(&Inferences::infer)));
    }
    return 1;
}

}  // namespace

void watch_inferences() {
    dl_iterate_phdr(watch, nullptr);
}

Inferences::Run::Run(Inferences& inferences, std::function<bool()> is_over)
    : inferences_(inferences), is_over_(std::move(is_over)) {
    run_of_thread = this;
}

Inferences::Run::~Run() {
    run_of_thread = nullptr;
}

void Inferences::infer(ov::InferRequest* request) {
    if (run_of_thread == nullptr) {
        infer_of_openvino(request);
    } else {
        run_of_thread->inferences_.infer(*request, *run_of_thread);
    }
}

void Inferences::infer(ov::InferRequest& request, Run& run) {
    run.interrupted_ = run.is_over_();
    if (run.interrupted_) {
        throw std::runtime_error("the run is over");
    }
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        models_.try_emplace(&request, request.get_compiled_model());
    }
    infer_of_openvino(&request);
}

void Inferences::release_memory() {
    std::vector<ov::CompiledModel> models;
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        for (const auto& [request, model] : models_) {
            models.push_back(model);
        }
    }
    for (ov::CompiledModel& model : models) {
        model.release_memory();
    }
    // What OpenVINO has freed in small pieces, the C library keeps.
    malloc_trim(0);
}

void Inferences::forget() {
    const std::lock_guard<std::mutex> lock(mutex_);
    models_.clear();
}

}  // namespace easel
