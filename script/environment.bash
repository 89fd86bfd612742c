# SPDX-License-Identifier: Apache-2.0
# Sourced by every script here, never run: where the project is, and how scripts speak.
# shellcheck shell=bash

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
readonly root

say() { printf '%s\n' "$*" >&2; }

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# SwiftPM keeps caches under HOME. Containers and services often run without one, or with one that
# cannot be written; a folder of the build directory then takes its place.
if [ -z "${HOME:-}" ] || [ ! -d "$HOME" ] || [ ! -w "$HOME" ]; then
  HOME="$root/.build/home"
  mkdir -p "$HOME"
  export HOME
fi
