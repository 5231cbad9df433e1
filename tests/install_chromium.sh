#!/usr/bin/env bash
# Makes sure that the browser tests find a Chromium: keeps the one that is here, else asks Debian's packages.
set -euo pipefail

for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
  if [ -n "$name" ] && command -v "$name" >/dev/null; then exit 0; fi
done

as_root=()
if [ "$(id -u)" -ne 0 ]; then as_root=(sudo -n); fi
if command -v apt-get >/dev/null && { [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; }; then
  echo "No Chromium found: installing Debian's package"
  "${as_root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends \
    chromium fonts-dejavu-core >/dev/null
  exit 0
fi

echo "No Chromium found. Install it, or name it: CHROMIUM=/path/to/chrome make test" >&2
if [ "${CI:-}" = true ]; then exit 1; fi
echo "The browser tests will be skipped." >&2
