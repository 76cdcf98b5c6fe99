#!/usr/bin/env bash
# Installs what the end-to-end tests need beyond Python, from Debian's packages; nothing where it is there.
set -euo pipefail
packages=()
command -v msgfmt >/dev/null || packages+=(gettext)
command -v git >/dev/null || packages+=(git)
command -v chromium >/dev/null || packages+=(chromium)
command -v pg_ctl >/dev/null || ls /usr/lib/postgresql/*/bin/pg_ctl >/dev/null 2>&1 || packages+=(postgresql)
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
export DEBIAN_FRONTEND=noninteractive
if [ ${#packages[@]} -gt 0 ]; then
  as_root apt-get update -qq
  as_root apt-get install -y -qq -o Dpkg::Options::=--force-unsafe-io --no-install-recommends "${packages[@]}"
fi
here=$(cd "$(dirname "$0")" && pwd)
"$here/wordpress/install.sh" "$here/../../.calque/wordpress"
