#!/bin/sh
# What the journeys talk to: real programs, not stand-ins. Installs only what is missing.
set -eu

missing=""
for pair in swaks:swaks curl:curl openssl:openssl chromium:chromium; do
  command -v "${pair%%:*}" >/dev/null 2>&1 || missing="$missing ${pair##*:}"
done
[ -x /usr/lib/dovecot/imap-login ] || missing="$missing dovecot-imapd"
[ -z "$missing" ] && exit 0

if ! command -v apt-get >/dev/null 2>&1; then
  echo "the tests need these programs, please install them:$missing" >&2
  exit 1
fi
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo"
echo "installing what the tests need:$missing"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
# shellcheck disable=SC2086 # a list of words
$as_root apt-get install -qq -y --no-install-recommends $missing >/dev/null
