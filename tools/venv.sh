#!/bin/sh
# Makes or refreshes the virtual environment: tools/venv.sh FOLDER run|dev
#
# Debian and Ubuntu ship Python without ensurepip, so pip comes from the wheel beside this script
# and the environment is made without it. Wheels only: no compiler is needed.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
folder=$1
kind=$2
lock="$root/requirements/$kind.lock"
stamp="$folder/.installed-$kind"

wanted=$(cat "$root/pyproject.toml" "$root/requirements/"*.lock | cksum)
[ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && exit 0

find_python() {
    for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    echo "Souffleur needs Python 3.11 or newer; none was found. On Debian or Ubuntu: apt install python3" >&2
    exit 1
}

if [ ! -x "$folder/bin/python" ]; then
    python=$(find_python) || exit 1
    echo "Making the environment $folder with $("$python" --version)…"
    "$python" -m venv --without-pip "$folder"
fi

pip_wheel=$(ls "$root"/tools/pip-*.whl)
pip() {
    "$folder/bin/python" "$pip_wheel/pip" --disable-pip-version-check "$@"
}

# The lock is whole, and leaves out on purpose what a dependency asks for and never imports.
echo "Installing the locked dependencies ($kind)…"
pip install --quiet --no-deps --only-binary :all: --require-hashes -r "$lock"
pip install --quiet --no-deps --no-build-isolation --editable "$root"
if [ "$kind" = dev ]; then
    # The way back to Whoosh 2.7.4 stays open: the engine's tests run on it too (make test).
    pip install --quiet --no-deps --only-binary :all: --require-hashes --upgrade \
        --target "$folder/whoosh-2.7.4" -r "$root/requirements/whoosh-2.7.4.lock"
fi
echo "$wanted" >"$stamp"
