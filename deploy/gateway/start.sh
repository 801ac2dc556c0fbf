#!/bin/sh
# Fills in what only this place knows, then becomes nginx. The image's own files stay as they are: its root is read-only.
set -eu
umask 077

: "${SOUK_PUBLIC_URL:?Set it to the address at which the shop is found, such as https://shop.example.}"
gateways=${SOUK_GATEWAYS:-1}
case $gateways in
  ''|0*|*[!0-9]*) echo "SOUK_GATEWAYS is $gateways: say how many gateways there may be, such as 4." >&2; exit 1 ;;
esac
secrets=${SOUK_SECRETS_DIR:-/run/secrets}
place=/tmp/gateway
mkdir -p "$place/cache/nginx" "$place/cache/media"
for name in body proxy fastcgi uwsgi scgi; do mkdir -p "$place/cache/temp/$name"; done
rm -rf "$place/run"
cp -r /srv/gateway "$place/run"
chmod -R u+w "$place/run"
touch "$place/run/room"

resolver=$(awk '$1 == "nameserver" { print ($2 ~ /:/ ? "[" $2 "]" : $2); exit }' /etc/resolv.conf)
scheme=${SOUK_PUBLIC_URL%%://*}
transport_security=
if [ "$scheme" = https ]; then transport_security=max-age=31536000; fi
# Pictures lie in the volume and, beyond it, in a bucket that is read without a key (kit/files/settings.py).
files=${SOUK_S3_PUBLIC_URL:-}
if [ -z "$files" ] && [ -n "${SOUK_S3_BUCKET:-}" ]; then
  if [ -n "${SOUK_S3_ENDPOINT:-}" ]; then files=${SOUK_S3_ENDPOINT%/}/$SOUK_S3_BUCKET
  else files=https://$SOUK_S3_BUCKET.s3.${SOUK_S3_REGION:-us-east-1}.amazonaws.com; fi
fi
if [ -n "$files" ]; then beyond_folder=@bucket; else beyond_folder='=404' files=http://127.0.0.1; fi
files=${files%/}
bucket_host=${files#*://} bucket_host=${bucket_host%%/*}
{
  echo "s|@beyond_folder@|$beyond_folder|g"
  echo "s|@bucket_scheme@|${files%%://*}|g"
  echo "s|@bucket_host@|$bucket_host|g"
  echo "s|@bucket_path@|${files#*://"$bucket_host"}|g"
  echo "s|@resolver@|${resolver:?There is no nameserver in /etc/resolv.conf.}|g"
  echo "s|@domain@|${SOUK_DOMAIN:-}|g"
  echo "s|@scheme@|$scheme|g"
  echo "s|@public_host@|${SOUK_PUBLIC_URL#*://}|g"
  echo "s|@transport_security@|$transport_security|g"
  for file in "$secrets"/SOUK_*; do
    [ -f "$file" ] || continue
    value=$(cat "$file")
    case $value in
      *[!A-Za-z0-9_-]*) echo "$file holds what no secret of the gateway has: use letters, digits, - and _." >&2; exit 1 ;;
    esac
    echo "s|@${file##*/}@|$value|g"
  done
} > "$place/filled"
sed -i -f "$place/filled" "$place"/run/*.conf
rm "$place/filled"
# Limits are the shop's: of several gateways each allows its share.
awk -v gateways="$gateways" '{
  while (match($0, /@share:[0-9]+@/)) {
    share = int(substr($0, RSTART + 7, RLENGTH - 8) / gateways)
    $0 = substr($0, 1, RSTART - 1) (share < 1 ? 1 : share) substr($0, RSTART + RLENGTH)
  }
  print
}' "$place/run/nginx.conf" > "$place/shared"
mv "$place/shared" "$place/run/nginx.conf"
if grep -l '@SOUK_[A-Z_]*@' "$place"/run/*.conf; then
  echo "These lack a secret: mount a file for each @NAME@ in them into $secrets." >&2
  exit 1
fi
exec nginx -p "$place/run" -c "$place/run/nginx.conf" -e stderr
