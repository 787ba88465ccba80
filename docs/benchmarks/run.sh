#!/usr/bin/env bash
# Measures a release build: `make bench`. Prints one figure a line, `name value unit`. Loopback only, some minutes.
# usage: run.sh DIST [AREA…]; areas: json pipeline scheduler store api custom watch memory million start node (all without any)
set -euo pipefail
dist=$(cd "$1" && pwd); shift
here=$(cd "$(dirname "$0")" && pwd)
areas=${*:-json pipeline scheduler store api custom watch memory million start node}
seconds=${BENCH_SECONDS:-6}
apus=$dist/bin/apus bench=$dist/bin/apus-bench
work=$(mktemp -d); chmod 755 "$work"
port=26443 nginx_port=26444 data=$work/data log=$work/log
export KUBECONFIG=$data/kubeconfig
server=
stop() { if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; server=; fi; }
cleanup() {
  [ ! -e "$data/apus.pid" ] || [ -n "$server" ] || "$apus" down --data-dir "$data" --remove >/dev/null 2>&1 || true
  stop
  [ ! -e "$work/nginx.pid" ] || kill "$(cat "$work/nginx.pid")" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

figure() { awk -v n="$1" -v v="$2" -v u="$3" 'BEGIN { printf (v >= 100 ? "%s %.0f %s\n" : "%s %.2f %s\n"), n, v, u }'; }
now() { date +%s%N; }
ready() { for _ in $(seq 1 8000); do curl -sk --max-time 1 "https://127.0.0.1:$port/readyz" 2>/dev/null | grep -q '^ok' && return 0; done; cat "$log" >&2; return 1; }
# Starts the API server alone and says how long it took until it was ready.
apiserver() {
  local begin; begin=$(now)
  "$apus" apiserver --data-dir "$data" --port $port >"$log" 2>&1 & server=$!
  ready; figure "$1" $((($(now) - begin) / 1000))e-3 ms
}
token() {
  kubectl create namespace "$1" >/dev/null 2>&1 || true
  kubectl -n "$1" create serviceaccount default >/dev/null 2>&1 || true
  kubectl -n kube-system create serviceaccount bench >/dev/null 2>&1 || true
  kubectl create clusterrolebinding bench --clusterrole=cluster-admin --serviceaccount=kube-system:bench >/dev/null 2>&1 || true
  TOKEN=$(kubectl -n kube-system create token bench --duration=1h); export TOKEN NS=$1
}
cpu() { awk '{ print ($14 + $15) / 100 }' "/proc/$1/stat"; }
pss() { local sum=0 p; for p in "$@"; do sum=$((sum + $(awk '/^Pss:/ { print $2 }' "/proc/$p/smaps_rollup"))); done; figure "$name" "${sum}e-3" MB; }
load() { # name script threads connections url pid
  local before rate p99 failed
  before=$(cpu "$6")
  read -r _ rate p99 failed < <(wrk -t"$3" -c"$4" -d"${seconds}s" --timeout 30s -s "$here/$2" "$5" | grep FIGURES)
  figure "$1_rate" "$rate" requests/s
  figure "$1_p99" "$p99" ms
  figure "$1_cpu" "$(awk -v a="$before" -v b="$(cpu "$6")" -v r="$rate" -v s="$seconds" 'BEGIN { print (b - a) / (r * s) * 1e6 }')" us
  [ "$failed" = 0 ] || figure "$1_failed" "$failed" requests
  last=$rate
}
nginx_serving() {
  openssl req -x509 -newkey rsa:2048 -nodes -keyout "$work/key" -out "$work/crt" -subj /CN=localhost -days 2 2>/dev/null
  cat >"$work/nginx.conf" <<CONF
worker_processes 2; pid $work/nginx.pid; error_log $work/nginx.err;
events { worker_connections 512; }
http { access_log off; keepalive_requests 10000000; server { listen 127.0.0.1:$nginx_port ssl;
ssl_certificate $work/crt; ssl_certificate_key $work/key; root $work; } }
CONF
  nginx -c "$work/nginx.conf"
}
wants() { case " $areas " in *" $1 "*) return 0 ;; *) return 1 ;; esac; }

! wants json || "$bench" json
! wants pipeline || "$bench" pipeline
! wants scheduler || { "$bench" scheduler --plugin-dir "$dist/plugins"; "$bench" scheduler --plugin-dir "$dist/plugins" --node-affinity; }
if wants store; then
  "$bench" store commits --writers 1 --commits 8000 --folder "$work/store"
  "$bench" store commits --writers 64 --commits 80000 --folder "$work/store"
  "$bench" store commits --backend etcd --writers 64 --commits 10000 --folder "$work/store"
  "$bench" store gets
  "$bench" store watchers
  "$bench" store history --folder "$work/store"
fi

if wants api; then
  apiserver ready_from_nothing; token bench-api
  load create create.lua 2 32 "https://127.0.0.1:$port/" "$server"
  pod=$(curl -sk -H "Authorization: Bearer $TOKEN" "https://127.0.0.1:$port/api/v1/namespaces/$NS/pods?limit=1" | jq -r '.items[0].metadata.name')
  # Under another name than its own: curl is given indented JSON, and nginx has to serve what wrk gets.
  curl -sk -A bench -H "Authorization: Bearer $TOKEN" "https://127.0.0.1:$port/api/v1/namespaces/$NS/pods/$pod" >"$work/pod.json"
  curl -sk -A bench -H "Authorization: Bearer $TOKEN" "https://127.0.0.1:$port/api/v1/namespaces/$NS/pods?limit=500" >"$work/list.json"
  nginx_serving
  load get get.lua 1 16 "https://127.0.0.1:$port/api/v1/namespaces/$NS/pods/$pod" "$server"; get=$last
  load get_nginx get.lua 1 16 "https://127.0.0.1:$nginx_port/pod.json" "$(cat "$work/nginx.pid")" | grep rate; get_nginx=$(wrk -t1 -c16 -d"${seconds}s" -s "$here/get.lua" "https://127.0.0.1:$nginx_port/pod.json" | awk '/FIGURES/ { print $2 }')
  figure get_ratio "$(awk -v a="$get" -v b="$get_nginx" 'BEGIN { print a / b }')" "of nginx"
  load apply_unchanged apply.lua 1 16 "https://127.0.0.1:$port/apis/apps/v1/namespaces/$NS/deployments/web?fieldManager=bench" "$server"
  load list500 get.lua 1 4 "https://127.0.0.1:$port/api/v1/namespaces/$NS/pods?limit=500" "$server"; list=$last
  list_nginx=$(wrk -t1 -c4 -d"${seconds}s" -s "$here/get.lua" "https://127.0.0.1:$nginx_port/list.json" | awk '/FIGURES/ { print $2 }')
  figure list500_nginx_rate "$list_nginx" requests/s
  figure list500_ratio "$(awk -v a="$list" -v b="$list_nginx" 'BEGIN { print a / b }')" "of nginx"
  stop; rm -rf "$data"
fi

if wants custom; then
  # Objects of the same shape, of a CustomResourceDefinition and of a built-in kind: 10,000 and more of each.
  apiserver ready_for_custom >/dev/null; token bench-custom
  kubectl apply -f "$here/widgets.yaml" >/dev/null
  kubectl wait --for=condition=Established crd/widgets.bench.example.com --timeout=30s >/dev/null
  text=$(head -c 600 /dev/zero | tr '\0' x)
  for kind in configmap widget; do
    if [ $kind = widget ]; then path=apis/bench.example.com/v1/namespaces/$NS/widgets head='"apiVersion":"bench.example.com/v1","kind":"Widget"'
    else path=api/v1/namespaces/$NS/configmaps head='"apiVersion":"v1","kind":"ConfigMap"'; fi
    export BODY="{$head,\"metadata\":{\"name\":\"NAME\",\"labels\":{\"app\":\"web\"}},\"data\":{\"a\":\"$text\",\"b\":\"$text\"}}"
    load ${kind}_create objects.lua 2 32 "https://127.0.0.1:$port/$path" "$server"; eval "${kind}_create=$last"
    name=$(curl -sk -H "Authorization: Bearer $TOKEN" "https://127.0.0.1:$port/$path?limit=1" | jq -r '.items[0].metadata.name')
    load ${kind}_get get.lua 1 16 "https://127.0.0.1:$port/$path/$name" "$server"; eval "${kind}_get=$last"
    load ${kind}_list500 get.lua 1 4 "https://127.0.0.1:$port/$path?limit=500" "$server"; eval "${kind}_list500=$last"
    figure ${kind}_count "$(kubectl get --raw "/$path?limit=1" | jq '.metadata.remainingItemCount + 1')" objects
  done
  for what in create get list500; do
    figure custom_${what}_ratio "$(eval "awk -v a=\$widget_$what -v b=\$configmap_$what 'BEGIN { print a / b }'")" "of a built-in kind"
  done
  stop; rm -rf "$data"
fi

if wants watch; then
  apiserver ready_for_watch >/dev/null; token bench-watch
  "$bench" watch --server 127.0.0.1:$port --token "$TOKEN" --pid "$server" --namespace "$NS"
  stop; rm -rf "$data"
fi

if wants memory; then
  "$apus" up --no-node --data-dir "$data" --port $port >"$log" 2>&1 & server=$!
  ready; sleep 10; name=control_plane_idle_pss pss "$server"; stop; rm -rf "$data"
  apiserver ready_for_memory >/dev/null; token bench-memory
  "$bench" fill --server 127.0.0.1:$port --token "$TOKEN" --pid "$server" --namespace "$NS" --pods 20000
  stop; apiserver ready_with_20000_pods
  "$bench" fill --server 127.0.0.1:$port --token "$TOKEN" --pid "$server" --namespace "$NS" --pods 80000 >/dev/null
  # 100 of 100,000: only the second run made Pods of this batch.
  load list_100_of_100000 get.lua 1 1 "https://127.0.0.1:$port/api/v1/pods?labelSelector=batch%3D500" "$server"
  before=$(awk '/^VmRSS/ { print $2 }' "/proc/$server/status"); echo 5 >"/proc/$server/clear_refs"
  lists=
  for _ in $(seq 10); do
    curl -sk -A bench -H "Authorization: Bearer $TOKEN" -o /dev/null "https://127.0.0.1:$port/api/v1/pods" & lists="$lists $!"
  done
  # shellcheck disable=SC2086
  wait $lists
  figure ten_lists_growth "$((($(awk '/^VmHWM/ { print $2 }' "/proc/$server/status") - before)))e-3" MB
  "$bench" slow-list --server 127.0.0.1:$port --token "$TOKEN" --pid "$server" --rate 40
  stop; rm -rf "$data"
fi

if wants million; then
  "$bench" store fill --data-dir "$data"
  apiserver ready_with_1000000_pods
  figure resident_with_1000000_pods "$(awk '/^VmRSS/ { print $2 }' "/proc/$server/status")e-3" MB
  figure resident_peak_with_1000000_pods "$(awk '/^VmHWM/ { print $2 }' "/proc/$server/status")e-3" MB
  stop; rm -rf "$data"
fi

if wants start; then
  for run in 1 2 3; do apiserver "ready_from_nothing_$run"; stop; rm -rf "$data"; done
fi

if wants node && [ "$(id -u)" = 0 ]; then
  mkdir -p "$work/rootfs/bin" && cp "$(command -v busybox)" "$work/rootfs/bin/" && ln -s busybox "$work/rootfs/bin/sleep"
  "$apus" image pack "$work/rootfs" bench.test/busybox:1 --data-dir "$data" >/dev/null
  begin=$(now)
  "$apus" up --data-dir "$data" --port $port --detach >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
  kubectl wait --for=condition=Ready node --all --timeout=60s >/dev/null
  figure node_ready $((($(now) - begin) / 1000))e-3 ms
  pid=$(cat "$data/apus.pid"); sleep 10
  # shellcheck disable=SC2046
  name=with_node_idle_pss pss "$pid" $(pgrep -f "conmon .*$data" || true)
  until kubectl get serviceaccount default >/dev/null 2>&1; do :; done
  "$bench" pod-start --server 127.0.0.1:$port --token "$(token default; echo "$TOKEN")" --pid "$pid" --image bench.test/busybox:1 --pods 10
  "$bench" pod-start --server 127.0.0.1:$port --token "$(token default; echo "$TOKEN")" --pid "$pid" --image bench.test/busybox:1 --pods 30 --together
  token bench-all
  load create_all_on create.lua 2 32 "https://127.0.0.1:$port/" "$pid"
  "$apus" down --data-dir "$data" --remove >/dev/null
fi
