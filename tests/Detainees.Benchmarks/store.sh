#!/bin/sh
# The shipped bot on a filled store and on an empty one, by turns, over the outside load harness: store.sh LOAD_DLL FOLDER [ROUNDS [CHATS]]
# LOAD_DLL is the built harness (bin/compare/load/bin/Release/net10.0/load.dll after `compare`), FOLDER what `fill` filled; the runs change it.
# Prints updates/s, start to first poll (ms), CPU per update (us), peak memory (MB) and the people's p99 (ms) of each run.
set -e
load=$1 folder=$2 rounds=${3:-5} chats=${4:-50}
bot=$(cd "$(dirname "$0")" && pwd)/bin/shipped/bot
one() { # NAME, further options
  name=$1
  shift
  dotnet "$load" run --name "$name" --chats "$chats" --warmup 6 --duration 6 --drain 3 --quiet --press '^(Begin|Send|Send now|English)$' --finish Number: \
    --env DOTNET_EnableDiagnostics=0 --cwd "$bot" "$@" -- "$bot/Detainees.Bot" \
    --Mode=practice '--Telegram:Token={token}' '--Telegram:ApiRoot={api}' --Forms:Only=bench \
    '--Storage:DataDirectory={data}/data' '--Storage:EpochKeyDirectory={data}/epochs' '--Storage:SecretsDirectory={data}/secrets' \
    --DeskApi:Listen=http://127.0.0.1:0 --LogLevel=Warning \
    --Intake:Burst=10000000 --Intake:UpdatesPerSecond=1000000 --Intake:UpdatesPerDay=100000000 --Intake:ReportsPerDay=1000000 |
    tr ',{' '\n\n' | awk -F: -v name="$name" '
      /^"user_latency_ms"/ { user = 1 }
      { gsub(/[}"]/, "") }
      $1 == "updates_per_s" { ups = $2 }
      $1 == "ready_ms" { ready = $2 }
      $1 == "cpu_us_per_update" && !cpu { cpu = $2 }
      $1 == "rss_peak_mb" { rss = $2 }
      $1 == "p99" && user && !p { p = $2 }
      END { printf "%-6s %8.0f updates/s %6.0f ms ready %5.0f us %5.0f MB %6.1f ms p99\n", name, ups, ready, cpu, rss, p }'
}
# Other updates and other people in each run, also after another call of this.
start=$(($(date +%s) / 8 % 1000))
i=0
while [ "$i" -lt "$rounds" ]; do
  n=$((start * 10 + i))
  one full --data "$folder" --first-update $((1 + n * 200000)) --first-chat $((40000000 + n * 1000))
  one empty
  i=$((i + 1))
done
