#!/bin/sh
# Starts coturn with turnserver.conf (beside this file) and the machine's own settings.
# The shared secret is read from a file, so that process listings do not show it.
#
# DOMAIN           the public host name
# PUBLIC_IP        this machine's public IPv4 address
# PRIVATE_IP       this machine's own IPv4 address; the same as PUBLIC_IP without NAT
# TURN_SECRET_FILE the file with the value of ATTUNE_TURN_SECRET; /run/secrets/turn_secret if not set
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
# TURN must reach the relay on this machine, even if its own address is private.
allowed-peer-ip=$PRIVATE_IP
allowed-peer-ip=$PUBLIC_IP
END
if [ "$PUBLIC_IP" != "$PRIVATE_IP" ]; then
  echo "external-ip=$PUBLIC_IP/$PRIVATE_IP" >>"$config"
fi
# "--check" only prints the configuration, without the secret.
if [ "${1:-}" = "--check" ]; then
  grep -v '^static-auth-' "$config"
  rm "$config"
  exit
fi
exec turnserver -c "$config"
