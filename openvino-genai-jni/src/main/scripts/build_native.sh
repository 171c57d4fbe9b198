#!/usr/bin/env bash
# Finds or fetches the runtime, compiles the shim against it and puts it among the classes, from where it is packed.
# usage: build_native.sh RUNTIME_VERSION JAVA_HOME TARGET_DIR
set -euo pipefail

version=$1 java_home=$2 target=$3
here=$(cd "$(dirname "$0")" && pwd)
"$here/check_tools.sh"
[ -f "$java_home/include/jni.h" ] || java_home=$(dirname "$java_home")
if [ ! -f "$java_home/include/jni.h" ]; then
  echo "easel: $2 has no include/jni.h; install a JDK: apt-get install openjdk-17-jdk-headless" >&2
  exit 1
fi

home=$(python3 "$here/fetch_runtime.py" "$version")

# first NAME FOLDER...: the first FOLDER/NAME that exists; wheels and archives are laid out differently.
first() {
  local pattern=$1 folder match
  shift
  for folder in "$@"; do
    for match in "$folder"/$pattern; do
      if [ -e "$match" ]; then
        echo "$match"
        return
      fi
    done
  done
  echo "easel: no $pattern of OpenVINO GenAI in $home (looked in: $*)" >&2
  exit 1
}
case $(uname -m) in
  x86_64) lib=runtime/lib/intel64 ;;
  *) lib=runtime/lib/$(uname -m) ;;
esac
include=$(first openvino/openvino.hpp "$home/openvino/include" "$home/runtime/include")
openvino=$(first 'libopenvino.so.[0-9][0-9][0-9][0-9]' "$home/openvino/libs" "$home/$lib")
genai=$(first 'libopenvino_genai.so.[0-9][0-9][0-9][0-9]' "$home/openvino_genai" "$home/$lib")
tbb=$(first 'libtbb.so.12' "$home/openvino/libs" "$home/runtime/3rdparty/tbb/lib" "$home/$lib")
tokenizers=$(first 'libopenvino_tokenizers.so' "$home/openvino_tokenizers/lib" "$home/$lib")

classes=$target/classes/dev/easel/genai/runtime/native
platform=linux-$(uname -m)
mkdir -p "$target/native" "$classes/$platform"
log=$target/native/build.log
if ! {
  cmake -S "$here/../cpp" -B "$target/native" \
    -DJNI_INCLUDE="$java_home/include" -DGENERATED_INCLUDE="$target/native-headers" \
    -DOPENVINO_INCLUDE="${include%/openvino/openvino.hpp}" \
    -DOPENVINO_LIBRARY="$openvino" -DGENAI_LIBRARY="$genai" -DTBB_LIBRARY="$tbb" \
    -DTOKENIZERS_LIBRARY="$tokenizers" -DPROBE_MODEL="$here/../../test/models/sd15" \
    -DOUTPUT_DIR="$classes/$platform" &&
  cmake --build "$target/native" --parallel "$(nproc)"
} >"$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi
# The loader asks for exactly these libraries: a shim of one release must not meet the runtime of another.
printf 'version=%s\nabi=%s\n' "$version" "${genai##*.so.}" >"$classes/runtime.properties"
