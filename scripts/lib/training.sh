# shellcheck shell=bash
# The Python that trains, for scripts/train_content and scripts/cross_validate. Source it behind lib/build.sh.

# Sets `training_python`; makes its environment in build/venv where that is missing or older than what it should hold.
require_training() {
  local venv="$repo/build/venv" wanted="$repo/tools/content/requirements.txt"
  training_python="$venv/bin/python"
  [[ ! $venv/made -nt $wanted ]] || return 0
  say "strigil: installing the Python packages of tools/content/requirements.txt in build/venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$wanted" >&2
  touch "$venv/made"
}
