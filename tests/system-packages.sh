#!/bin/sh
# What the journeys talk to: real programs, not stand-ins. Installs only what is missing.
set -eu

missing=""
for pair in swaks:swaks curl:curl openssl:openssl chromium:chromium systemd-analyze:systemd; do
  command -v "${pair%%:*}" >/dev/null 2>&1 || missing="$missing ${pair##*:}"
done
[ -x /usr/lib/dovecot/imap-login ] || missing="$missing dovecot-imapd"
[ -x /usr/lib/dovecot/lmtp ] || missing="$missing dovecot-lmtpd"
[ -x /usr/bin/sievec ] || missing="$missing dovecot-sieve"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
[ -x /usr/sbin/postfix ] || missing="$missing postfix"
exim=/usr/local/lib/exim-for-tests      # as Debian has it, it would put Postfix out
[ -x "$exim/usr/sbin/exim4" ] || missing="$missing libidn12 libgnutls-dane0 libnsl2"
[ -z "$missing" ] && exit 0

if ! command -v apt-get >/dev/null 2>&1; then
  echo "the tests need these programs, please install them:$missing" >&2
  exit 1
fi
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo"
echo "installing what the tests need:$missing"
export DEBIAN_FRONTEND=noninteractive
case "$missing" in
  *postgresql*)   # the tests start servers of their own; Debian's shall not make and run another beside them
    $as_root mkdir -p /etc/postgresql-common/createcluster.d
    echo "create_main_cluster = false" | $as_root tee /etc/postgresql-common/createcluster.d/tests.conf >/dev/null ;;
esac
$as_root apt-get update -qq
# The tests start their own; the system's stays without settings and so does not run.
echo "postfix postfix/main_mailer_type select No configuration" | $as_root debconf-set-selections
# shellcheck disable=SC2086 # a list of words
$as_root apt-get install -qq -y --no-install-recommends $missing >/dev/null

if [ ! -x "$exim/usr/sbin/exim4" ]; then
  id Debian-exim >/dev/null 2>&1 || $as_root useradd --system --no-create-home --shell /usr/sbin/nologin Debian-exim
  unpacked=$(mktemp -d)
  chmod 777 "$unpacked"                 # apt-get fetches as a user of its own
  (cd "$unpacked" && apt-get download -qq exim4-daemon-light >/dev/null)
  $as_root mkdir -p "$exim"
  $as_root dpkg -x "$unpacked"/exim4-daemon-light_*.deb "$exim"
  rm -r "$unpacked"
fi
