#!/bin/sh
# Prints every finished report of a bot in the clear, as a desk of the demo team reads them:
# a signed bundle from the server's data, taken in and checked by the desk, opened with a case worker's key.
# usage: reports.sh DATA  (as ours.json lays it out)
set -eu
data=$1
here=$(cd "$(dirname "$0")" && pwd)
bot="$here/bin/shipped/bot/Detainees.Bot"
desk="$here/bin/shipped/desk/Detainees.Desk.dll"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The harness asks while the bot still runs and nobody writes to it any more: so a copy is read.
cp -r "$data/data" "$work/data"
set -- --Mode=practice "--Storage:DataDirectory=$work/data" "--Storage:EpochKeyDirectory=$data/epochs" "--Storage:SecretsDirectory=$data/secrets"
"$bot" bundle --out "$work/reports.tar" "$@" >&2
"$bot" key "$@" | head -1 > "$work/server.pub"
dotnet "$desk" pull --desk "$work/desk" --bundle "$work/reports.tar" --server-key "$work/server.pub" >&2
dotnet "$desk" show all --desk "$work/desk" --identity "$here/../../config/demo/anna.identity.txt"
