#!/usr/bin/env bash
# Gradescope runs this as root when it builds the image. It makes /opt/autograder, which every user can read, so that
# students' code can run as a user of its own. TORCH_INDEX names another package index of torch's CPU builds.
set -euo pipefail
umask 022
cd "$(dirname "$0")"

home=/opt/autograder
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
    echo "setup.sh: Python 3.11 to 3.13 is neither installed nor available: choose an image of Ubuntu 24.04" >&2
    return 1
}

if command -v apt-get >/dev/null; then
    apt-get update -qq || echo "setup.sh: cannot update the lists of packages"
    apt-get install -y -qq bubblewrap >/dev/null || echo "setup.sh: cannot install bubblewrap; the grader works without it"
fi
python="$(find_python)" || { install_python && python="$(find_python)"; }

rm -rf "$home"
"$python" -m venv "$home"
"$home/bin/python" install_torch.py constraints.txt
"$home/bin/python" -m pip install --quiet --constraint constraints.txt "$(echo ./autograder_kit-*.whl)[grader]"
if [ -f requirements.txt ]; then # what submissions may use
    "$home/bin/python" -m pip install --quiet --constraint constraints.txt --requirement requirements.txt
fi

chmod -R a+rX "$home"
chmod 700 .
echo "setup.sh: $("$home/bin/python" --version) and the autograder are in $home"
