#!/usr/bin/env python3
"""Fails when a symbol of OpenVINO that the binding uses is in none of the runtime's libraries.

GenAI's headers are not shipped, so the binding declares the classes it calls itself; a release that changed one of
them shows here, at build time and by name, not as a crash.
"""

import argparse
import subprocess
import sys

OURS = ("ov::", "get_version")
STRING = "std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> >"
MAP = f"std::map<{STRING}, ov::Any, std::less<{STRING} >, std::allocator<std::pair<{STRING} const, ov::Any> > >"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--libraries", nargs="+", required=True)
    parser.add_argument("--objects", nargs="+", required=True)
    arguments = parser.parse_args()
    defined = names("--dynamic", "--defined-only", *arguments.libraries) | names("--defined-only", *arguments.objects)
    missing = sorted(demangled(names("--undefined-only", *arguments.objects) - defined))
    missing = [name for name in missing if any(part in name for part in OURS)]
    if missing:
        print(f"easel: {len(missing)} native symbols that the binding uses are not in the OpenVINO GenAI runtime;"
              " genai_api.hpp has to follow this release:", file=sys.stderr)
        for name in missing:
            print(f"  {name}", file=sys.stderr)
        sys.exit(1)


def names(*arguments):
    listing = run("nm", "--format=posix", *arguments)
    return {line.split()[0].split("@")[0] for line in listing.splitlines() if line and not line.endswith(":")}


def demangled(symbols):
    text = run("c++filt", input="\n".join(symbols))
    return text.replace(MAP, "ov::AnyMap").replace(STRING, "std::string").splitlines()


def run(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


if __name__ == "__main__":
    main()
