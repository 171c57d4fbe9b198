#!/usr/bin/env bash
# Stops the build at once, in one line, when a tool of the native build is missing.
set -u

missing=()
command -v g++ >/dev/null || missing+=(g++)
command -v cmake >/dev/null || missing+=(cmake)
command -v nm >/dev/null || missing+=(binutils)
command -v make >/dev/null || missing+=(make)
if ! command -v python3 >/dev/null; then
  missing+=(python3 python3-pip)
elif ! python3 -m pip --version >/dev/null 2>&1; then
  missing+=(python3-pip)
fi
if [ ${#missing[@]} -gt 0 ]; then
  echo "easel: a tool of the native build is missing; install it with: apt-get install ${missing[*]}" >&2
  exit 1
fi
