#!/usr/bin/env bash
# `make sync` and `make test` of the last commit on a stock Debian 12: its own python3 and pip, git and make and nothing
# else, a user that is not root, an empty home and an empty environment. Once a release; it needs root and debootstrap.
# Usage: stock.sh FOLDER [TARGET …]    FOLDER becomes the root of that Debian, or is it since the last time.
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || { echo "Usage: $0 FOLDER [TARGET …]" >&2; exit 2; }
[ "$(id -u)" = 0 ] || { echo "$0 needs root: it mounts /proc in a root of its own." >&2; exit 2; }
command -v debootstrap >/dev/null || { echo "$0 needs debootstrap, of Debian's package of that name." >&2; exit 2; }
root=$1
shift
[ $# -gt 0 ] || set -- sync test

if ! [ -e "$root/stock" ]; then
  rm -rf "$root"
  debootstrap --variant=minbase --include=ca-certificates,git,make,python3,python3-pip,python3-venv bookworm "$root"
  chroot "$root" useradd --create-home user
  touch "$root/stock"
fi
# How this machine reaches the registry: names, and the certificates that it trusts.
cp /etc/hosts /etc/resolv.conf "$root/etc/"
cp --dereference /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"

unmount() { for at in dev/shm dev/pts dev proc; do umount --lazy "$root/$at" 2>/dev/null || true; done; }
trap unmount EXIT
unmount
mount --types proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --make-rslave "$root/dev"

rm -rf "$root/home/user"
chroot "$root" install --directory --owner user --group user /home/user
git bundle create --quiet "$root/home/user/calque.bundle" HEAD
chroot "$root" chown user: /home/user/calque.bundle
as_user() { chroot --userspec user:user "$root" env --ignore-environment HOME=/home/user PATH=/usr/bin:/bin PIP_CERT=/etc/ssl/certs/ca-certificates.crt "$@"; }
as_user git clone --quiet /home/user/calque.bundle /home/user/calque
for target in "$@"; do
  as_user make --directory /home/user/calque "$target"
done
changed=$(as_user git -C /home/user/calque status --porcelain)
[ -z "$changed" ] || { printf 'Not as it was cloned:\n%s\n' "$changed" >&2; exit 1; }
