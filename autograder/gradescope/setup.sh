#!/usr/bin/env bash
# Gradescope runs this as root when it builds the image: makes /opt/autograder, where every user can read it, so that
# students' code can run as a user of its own. TORCH_INDEX names the package index that has torch for the CPU.
set -euo pipefail
umask 022
cd "$(dirname "$0")"

home=/opt/autograder
torch_index="${TORCH_INDEX-https://download.pytorch.org/whl/cpu}"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore DEBIAN_FRONTEND=noninteractive

find_python() {
    local name
    for name in python3.13 python3.12 python3.11; do
        if "$name" -c 'import ensurepip, venv' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    return 1
}

install_python() {
    local version
    for version in 3.12 3.11 3.13; do
        if apt-get install -y -qq "python$version" "python$version-venv" >/dev/null 2>&1; then
            return
        fi
    done
    echo "setup.sh: no Python from 3.11 to 3.13 is here or can be installed: choose an image of Ubuntu 24.04" >&2
    return 1
}

if command -v apt-get >/dev/null; then
    apt-get update -qq || echo "setup.sh: the lists of packages could not be brought up to date"
    apt-get install -y -qq bubblewrap >/dev/null || echo "setup.sh: no bubblewrap; the grader can do without"
fi
python="$(find_python)" || { install_python && python="$(find_python)"; }

rm -rf "$home"
"$python" -m venv "$home"
pip=("$home/bin/python" -m pip install --quiet --constraint constraints.txt)

# By itself first: this index need not have the releases of anything else.
if [ -z "$torch_index" ] || ! "${pip[@]}" --no-deps --retries 2 --index-url "$torch_index" torch; then
    echo "setup.sh: torch comes from the ordinary index"
    "${pip[@]}" --no-deps torch
fi
"$home/bin/python" - <<'CHECK'
import importlib.metadata, sys

cuda = [need for need in importlib.metadata.requires("torch") or () if need.startswith(("nvidia", "cuda"))]
if cuda:
    sys.exit("setup.sh: this torch is a CUDA build of several gigabytes: name an index of CPU builds with TORCH_INDEX")
CHECK
"${pip[@]}" ./autograder-*.whl

chmod -R a+rX "$home"
chmod 700 .
echo "setup.sh: $("$home/bin/python" --version) and the autograder are in $home"
