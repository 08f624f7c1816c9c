# shellcheck shell=bash
# What scripts/run, scripts/test and .ci/run share: the Debian packages and the builds. Source it with `set -euo
# pipefail` in force and `repo` set to the repository's folder. Everything here speaks on standard error alone, and only
# when it has something to do: standard output belongs to the program.

say() {
  printf '%s\n' "$*" >&2
}

# Prints the packages of the groups GROUP... of packages.txt, one a line.
packages_of() {
  local group
  for group in "$@"; do
    awk -v group="$group" '
      /^#:/ { inside = ($2 == group); next }
      inside && NF && !/^#/ { print $1 }
    ' "$repo/packages.txt"
  done
}

# Installs what is missing of the groups GROUP...: as root by itself, for anyone else it prints the command and returns 1.
require_packages() {
  local wanted installed missing
  if ! command -v dpkg-query >/dev/null; then
    say "strigil: this is not Debian; packages.txt names what has to be installed, by Debian's names."
    return 0
  fi
  wanted=$(packages_of "$@" | sort -u)
  # dpkg-query fails where it does not know one of the names; it prints the others all the same.
  # shellcheck disable=SC2086 # package names have no spaces
  installed=$({ dpkg-query -W -f='${db:Status-Status} ${Package}\n' $wanted 2>/dev/null || true; } |
    sed -n 's/^installed //p' | sort -u)
  missing=$(comm -23 <(printf '%s\n' "$wanted") <(printf '%s\n' "$installed") | paste -sd' ')
  [[ -n $missing ]] || return 0

  if [[ $(id -u) -ne 0 ]]; then
    say "strigil: these packages are missing. Install them with:"
    say "  sudo apt-get update && sudo apt-get install -y --no-install-recommends $missing"
    return 1
  fi
  say "strigil: installing $missing"
  # shellcheck disable=SC2086
  if ! { apt-get update -qq &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } </dev/null >/dev/null; then
    say "strigil: apt-get could not install the packages."
    return 1
  fi
}

# Prints the Python of build/NAME, an environment with the packages of the file REQUIREMENTS (from the repository's folder);
# makes it where it is missing or older than what it should hold: require_python NAME REQUIREMENTS.
require_python() {
  local venv="$repo/build/$1" wanted="$repo/$2"
  if [[ ! $venv/made -nt $wanted ]]; then
    say "strigil: installing the Python packages of $2 in build/$1"
    python3 -m venv "$venv" && "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$wanted" >&2 || return 1
    touch "$venv/made"
  fi
  printf '%s\n' "$venv/bin/python"
}

# build PRESET TARGET [CMAKE_ARGUMENT...]: brings TARGET in build/PRESET up to date. Configures only where that was not
# done yet or the presets have changed since: the build itself sees to changes in CMakeLists.txt.
build() {
  local preset=$1 target=$2 folder="$repo/build/$1"
  shift 2
  if [[ ! -f $folder/build.ninja || $repo/CMakePresets.json -nt $folder/build.ninja ]]; then
    say "strigil: building in build/$preset; the first time takes some minutes"
    (cd "$repo" && cmake --preset "$preset" --log-level=WARNING "$@") >/dev/null || return 1
    touch "$folder/build.ninja"
  fi
  # Lines that say that there was nothing to do are not worth a line.
  cmake --build "$folder" --target "$target" 2>&1 |
    sed -u '/^ninja: no work to do/d; /Re-checking globbed directories/d' >&2
}

# run_tests PRESET [CTEST_ARGUMENT...]: runs the tests of build/PRESET, which must be built.
run_tests() {
  local preset=$1
  shift
  (cd "$repo" && ctest --preset "$preset" --parallel "${CTEST_PARALLEL_LEVEL:-$(nproc)}" "$@")
}
