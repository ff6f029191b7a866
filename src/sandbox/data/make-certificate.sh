#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Makes tls-ca.pem and tls-server.pem: a certificate for 127.0.0.1 and
# localhost, its key, and the authority that signed it. The authority's own key
# is thrown away, so nothing else can ever be signed with it. The certificate
# protects nothing: whoever has this program has its key.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 36500 \
  -subj '/CN=Passerelle sandbox authority' -keyout "$work/ca.key" -out "$work/ca.pem" \
  -addext 'basicConstraints=critical,CA:TRUE,pathlen:0' -addext 'keyUsage=critical,keyCertSign' \
  -addext 'nameConstraints=critical,permitted;DNS:localhost,permitted;IP:127.0.0.1/255.255.255.255'
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj '/CN=localhost' \
  -keyout "$work/server.key" -out "$work/server.csr"
printf '%s\n' 'basicConstraints=critical,CA:FALSE' 'keyUsage=critical,digitalSignature' \
  'extendedKeyUsage=serverAuth' 'subjectAltName=DNS:localhost,IP:127.0.0.1' >"$work/ext"
openssl x509 -req -in "$work/server.csr" -CA "$work/ca.pem" -CAkey "$work/ca.key" -days 36500 \
  -extfile "$work/ext" -out "$work/server.pem"
cp "$work/ca.pem" tls-ca.pem
cat "$work/server.pem" "$work/server.key" >tls-server.pem
