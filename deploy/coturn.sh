#!/bin/sh
# Starts coturn with turnserver.conf beside this file and what differs from machine to machine.
# The shared secret comes from a file, so that no list of processes shows it.
#
# DOMAIN           the name people type
# PUBLIC_IP        the IPv4 address at which the internet reaches this machine
# PRIVATE_IP       the IPv4 address that this machine has itself; the same as PUBLIC_IP where nothing translates addresses
# TURN_SECRET_FILE holds the secret that ATTUNE_TURN_SECRET is; /run/secrets/turn_secret if not set
set -eu
umask 077
: "${DOMAIN:?set DOMAIN}" "${PUBLIC_IP:?set PUBLIC_IP}" "${PRIVATE_IP:?set PRIVATE_IP}"
secret=$(cat "${TURN_SECRET_FILE:-/run/secrets/turn_secret}")
: "${secret:?the secret is empty}"

config=$(mktemp)
cat "$(dirname "$0")/turnserver.conf" - >"$config" <<END

# Written by coturn.sh.
static-auth-secret=$secret
realm=$DOMAIN
listening-ip=$PRIVATE_IP
relay-ip=$PRIVATE_IP
# TURN leads to the relay on this machine, also where its own address is a private one.
allowed-peer-ip=$PRIVATE_IP
allowed-peer-ip=$PUBLIC_IP
END
if [ "$PUBLIC_IP" != "$PRIVATE_IP" ]; then
  echo "external-ip=$PUBLIC_IP/$PRIVATE_IP" >>"$config"
fi
# "--check" only shows what coturn would be given, without the secret.
if [ "${1:-}" = "--check" ]; then
  grep -v '^static-auth-' "$config"
  rm "$config"
  exit
fi
exec turnserver -c "$config"
