# What the checks of this folder share; they are bash scripts that end with status 0, or 77 when something is missing
# that Debian has and this machine has not.

case ${1:-} in
  -h | --help)
    sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"
    exit 0
    ;;
esac

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
work=${EASEL_CHECKS:-$root/target/checks}
mkdir -p "$work"

say() { printf '%s: %s\n' "${0##*/}" "$*"; }
fail() { say "$*" >&2; exit 1; }

need() { # need COMMAND PACKAGE: ends this check when the command is missing
  command -v "$1" >/dev/null 2>&1 || { say "skipped: $1 is missing: sudo apt install $2"; exit 77; }
}

need_root() {
  [ "$(id -u)" = 0 ] || { say "skipped: only root can change to another user or root folder"; exit 77; }
}

# release OPTIONS...: the archive, made by './easel package' unless EASEL_RELEASES names a folder that has it
release() {
  local jre=
  case " $* " in *' --with-jre '*) jre=-jre ;; esac
  local folder=${EASEL_RELEASES:-$work/release}
  local archive
  archive=$(ls "$folder"/easel-*-linux-x86_64$jre.tar.gz 2>/dev/null | head -n 1)
  if [ -z "$archive" ]; then
    # Both variants, since a build takes longer than anything else.
    "$root/easel" package --with-jre --output "$folder" >&2 || return 1
    archive=$(ls "$folder"/easel-*-linux-x86_64$jre.tar.gz | head -n 1)
  fi
  echo "$archive"
}

debian() { # debian [PACKAGES...]: a bare Debian 12 below target/checks, or one with these packages, each made once
  local folder=$work/debian
  if [ ! -e "$folder/.made" ]; then
    rm -rf "$folder"
    debootstrap --variant=minbase bookworm "$folder" >"$folder.log" 2>&1 || { tail -n 5 "$folder.log" >&2; return 1; }
    touch "$folder/.made"
  fi
  if [ $# -gt 0 ]; then
    local bare=$folder
    folder=$work/debian-with-${1%%-*}
    if [ ! -e "$folder/.made" ]; then
      rm -rf "$folder"
      cp -a "$bare" "$folder"
      rm "$folder/.made"
      cp /etc/resolv.conf "$folder/etc/"
      mount -t proc proc "$folder/proc" # Java's package asks for it
      chroot "$folder" env DEBIAN_FRONTEND=noninteractive sh -c \
        'apt-get update && apt-get install -y --no-install-recommends "$@"' install "$@" </dev/null \
        >"$folder.log" 2>&1 || { umount "$folder/proc"; tail -n 5 "$folder.log" >&2; return 1; }
      umount "$folder/proc"
      touch "$folder/.made"
    fi
  fi
  echo "$folder"
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# picture PORT PROCESS [MODEL]: waits until the server is ready, and for one picture of it
picture() {
  python3 - "$1" "$2" "${3:-shapes}" <<'PYTHON'
import base64, json, os, struct, sys, time, urllib.error, urllib.request

url, process = f"http://127.0.0.1:{sys.argv[1]}", int(sys.argv[2])
while True:
    os.kill(process, 0)  # fails when it has ended
    try:
        urllib.request.urlopen(url + "/v2/health/ready?verbose")
        break
    except urllib.error.HTTPError as answer:
        for servable in json.load(answer)["servables"]:
            if servable["phase"] == "FAILED":
                sys.exit(servable["reason"])
    except (urllib.error.URLError, ConnectionError):
        pass
    time.sleep(1)
body = {"model": sys.argv[3], "prompt": "a red circle on a white background", "size": "256x256", "rng_seed": 1,
        "num_inference_steps": 4}
request = urllib.request.Request(url + "/v3/images/generations", json.dumps(body).encode(),
                                 {"Content-Type": "application/json"})
image = base64.b64decode(json.load(urllib.request.urlopen(request))["data"][0]["b64_json"])
assert image[:8] == b"\x89PNG\r\n\x1a\n" and struct.unpack(">II", image[16:24]) == (256, 256), image[:32]
print(f"a picture of 256x256, {len(image)} bytes")
PYTHON
}

# stop PROCESS: as a service manager does, which expects status 0
stop() {
  kill -TERM "$1"
  wait "$1"
}
