// What a library's function writes where an object is to be: how large it takes the object for.
#pragma once

#include <link.h>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace easel {

/** Says what differs, and ends the process: what comes after would work on an object of another layout. */
[[noreturn]] inline void differs(const std::string& what) {
    std::fprintf(stderr,
                 "easel: the OpenVINO GenAI runtime lays out its classes differently than the binding declares them"
                 " (genai_api.hpp has to follow this release):\n  %s\n",
                 what.c_str());
    std::fflush(nullptr);
    std::_Exit(1);
}

inline void expect(bool holds, const std::string& what) {
    if (!holds) {
        differs(what);
    }
}

/**
 * Lets `construct` put a T into memory that holds a pattern, with room behind it. What no longer holds the pattern was
 * written; the last byte of these classes is a flag or the highest of a pointer, so never the pattern's. The object is
 * never destroyed, because that is done by layout, too.
 */
template <class T, class Construct>
T& constructed(const std::string& name, Construct&& construct) {
    std::printf("%s\n", name.c_str());
    std::fflush(stdout);
    constexpr unsigned char PATTERN = 0xa5;
    constexpr size_t ROOM = (sizeof(T) + 4096) / 64 * 64;
    auto* bytes = static_cast<unsigned char*>(std::aligned_alloc(64, ROOM));
    std::memset(bytes, PATTERN, ROOM);
    construct(static_cast<void*>(bytes));
    size_t written = ROOM;
    while (written > 0 && bytes[written - 1] == PATTERN) {
        --written;
    }
    const size_t size = (written + alignof(T) - 1) / alignof(T) * alignof(T);
    expect(size == sizeof(T),
           name + " has " + std::to_string(size) + " bytes, declared are " + std::to_string(sizeof(T)));
    return *reinterpret_cast<T*>(bytes);
}

inline bool is_code(const void* address) {
    const auto inside = [](dl_phdr_info* library, size_t, void* wanted) {
        for (int i = 0; i < library->dlpi_phnum; ++i) {
            const auto& segment = library->dlpi_phdr[i];
            const auto from = library->dlpi_addr + segment.p_vaddr;
            const auto at = reinterpret_cast<ElfW(Addr)>(wanted);
            if ((segment.p_flags & PF_X) != 0 && at >= from && at < from + segment.p_memsz) {
                return 1;
            }
        }
        return 0;
    };
    return dl_iterate_phdr(inside, const_cast<void*>(address)) != 0;
}

/** An object's virtual functions in their order; a table ends where something other than code follows. */
inline std::vector<const void*> virtual_functions(const void* object) {
    std::vector<const void*> functions;
    for (auto* at = *static_cast<const void* const* const*>(object); is_code(*at); ++at) {
        functions.push_back(*at);
    }
    return functions;
}

}  // namespace easel
