#!/bin/sh
# Makes .venv from nothing: uv, Python 3.13, the locked packages, and this project itself, editable.
# Needs a shell and any Python 3 or uv; no root, no container, no setting of the machine is changed.
set -eu
cd "$(dirname "$0")/.."
TOOLS=.local/tools

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# A program counts when it runs: shims of version managers stand on PATH and end with an error.
is_uv() { [ -n "$1" ] && "$1" --version >/dev/null 2>&1; }
is_python() { [ -n "$1" ] && "$1" -c 'import sys' >/dev/null 2>&1; }
is_python_313() { [ -n "$1" ] && "$1" -c 'import sys, ssl; sys.exit(sys.version_info[:2] != (3, 13))' >/dev/null 2>&1; }

# Every place on PATH, and not only the first, for the reason above.
on_path() {
    old_ifs=$IFS
    IFS=:
    for folder in $PATH; do
        [ -x "$folder/$1" ] && printf '%s\n' "$folder/$1"
    done
    IFS=$old_ifs
}

first() { # first TEST CANDIDATE…
    accepts=$1
    shift
    for candidate in "$@"; do
        if "$accepts" "$candidate"; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    return 1
}

find_uv() {
    # shellcheck disable=SC2046 # Paths are split into words on purpose: one candidate a line.
    first is_uv .venv/bin/uv "$TOOLS/bin/uv" $(on_path uv) "${HOME:-}/.local/bin/uv" "${HOME:-}/.cargo/bin/uv"
}

install_uv() {
    # shellcheck disable=SC2046
    python=$(first is_python $(on_path python3) $(on_path python) /usr/bin/python3) ||
        fail "Neither uv nor Python 3 is installed: install one of them and run make again."
    say "Installing uv into $TOOLS …"
    mkdir -p "$TOOLS"
    # The version and the hashes that the lock names.
    awk '/^[^ ]/ { mine = /^uv==/ } mine' requirements-dev.txt >"$TOOLS/uv.txt"
    if "$python" -m venv "$TOOLS" >/dev/null 2>&1; then
        python=$TOOLS/bin/python
        set -- # Into that environment.
    else
        set -- --target "$TOOLS/packages" # Debian's Python comes without venv.
    fi
    "$python" -m pip install --quiet --disable-pip-version-check --require-hashes "$@" -r "$TOOLS/uv.txt" ||
        fail "uv could not be installed with $python: install uv, or check that pip reaches its package index."
    if [ -x "$TOOLS/packages/bin/uv" ]; then
        mkdir -p "$TOOLS/bin"
        ln -sf ../packages/bin/uv "$TOOLS/bin/uv"
    fi
}

find_python() {
    # shellcheck disable=SC2046
    first is_python_313 \
        $(on_path python3.13) $(on_path python3) $(on_path python) \
        "${HOME:-}"/.pyenv/versions/3.13*/bin/python3.13 \
        /usr/bin/python3.13 /usr/local/bin/python3.13 /opt/homebrew/bin/python3.13 \
        "$("$UV" python find --no-python-downloads 3.13 2>/dev/null || true)"
}

download_python() {
    say "Downloading Python 3.13 …"
    "$UV" python install --quiet --no-bin 3.13 >&2 2>/dev/null || "$UV" python install --quiet 3.13 >&2 || true
    first is_python_313 "$("$UV" python find --managed-python 3.13 2>/dev/null || true)"
}

is_python_313 .venv/bin/python || rm -rf .venv
UV=$(find_uv) || { install_uv && UV=$(find_uv); } || fail "uv was installed and does not run on this machine."

if [ ! -d .venv ]; then
    PYTHON=$(find_python) || PYTHON=$(download_python) ||
        fail "Python 3.13 was not found and could not be downloaded: install it (python.org, apt, brew, pyenv) and run make again."
    "$UV" venv --quiet --python "$PYTHON" .venv
fi
say "Installing the locked packages …"
"$UV" pip sync --quiet --require-hashes --python .venv/bin/python requirements-dev.txt
"$UV" pip install --quiet --no-deps --no-build-isolation --python .venv/bin/python --editable .
