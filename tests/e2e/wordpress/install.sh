#!/usr/bin/env bash
# What the servers of these tests are made from, nothing where it is there already: WordPress 6.1, PHP and MariaDB as
# Debian packages (no service is started), and WordPress 6.5 and 6.6-RC3 as zips in two npm packages, of which
# nothing is run. Usage: install.sh FOLDER-FOR-ZIPS
set -euo pipefail
zips=$1
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

packages=(wordpress wordpress-l10n wordpress-theme-twentytwentythree php-cli php-mysql php-sqlite3 php-xml php-mbstring
  php-gd mariadb-server unzip)
command -v npm >/dev/null || packages+=(npm)
if ! dpkg -s "${packages[@]}" >/dev/null 2>&1; then
  if ! [ -e /usr/sbin/policy-rc.d ]; then # Debian's own switch for "install, but start nothing"
    quiet=yes
    trap 'as_root rm -f /usr/sbin/policy-rc.d' EXIT
    printf '#!/bin/sh\nexit 101\n' | as_root tee /usr/sbin/policy-rc.d >/dev/null
    as_root chmod 755 /usr/sbin/policy-rc.d
  fi
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 -o Dpkg::Options::=--force-unsafe-io install -y -qq \
    --no-install-recommends "${packages[@]}" >/dev/null
  [ -z "${quiet:-}" ] || as_root rm -f /usr/sbin/policy-rc.d
fi

[ -f "$zips/wp-6.5.zip" ] && [ -f "$zips/wp-beta.zip" ] && [ -f "$zips/sqlite.zip" ] && exit 0
mkdir -p "$zips"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent @wp-playground/wordpress-builds@0.9.19 >/dev/null
tar xzf wp-playground-wordpress-builds-0.9.19.tgz --strip-components=3 package/src/wordpress/wp-6.5.zip package/src/wordpress/wp-beta.zip
npm pack --silent @wp-playground/cli@3.1.56 >/dev/null
tar xzf wp-playground-cli-3.1.56.tgz --strip-components=1 package/sqlite-database-integration.zip
mv wp-6.5.zip wp-beta.zip "$zips/"
mv sqlite-database-integration.zip "$zips/sqlite.zip"
