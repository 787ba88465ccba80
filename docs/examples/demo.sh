#!/bin/sh
# The demo of the README: packs an image, starts a cluster, runs guestbook.yaml on it and shows what it did.
# usage: demo.sh APUS DATA-DIR PORT
set -eu
apus=$1 data=$2 port=$3 here=$(dirname "$0")
sudo=; [ "$(id -u)" = 0 ] || sudo=sudo
mkdir -p "$data"
data=$(cd "$data" && pwd)
export KUBECONFIG="$data/kubeconfig"
show() { printf '\n$ %s\n' "$*"; "$@"; }

rootfs=$(mktemp -d)
trap 'rm -rf "$rootfs"' EXIT
mkdir -p "$rootfs/bin" "$rootfs/etc" "$rootfs/tmp"
cp "$(command -v busybox)" "$rootfs/bin/busybox"
for applet in $("$rootfs/bin/busybox" --list | grep -vx busybox); do ln -s busybox "$rootfs/bin/$applet"; done
echo 'root:x:0:0:root:/:/bin/sh' >"$rootfs/etc/passwd"
show $sudo "$apus" image pack "$rootfs" apus.local/busybox:demo --data-dir "$data"

show $sudo "$apus" up --data-dir "$data" --port "$port" --detach
[ -z "$sudo" ] || $sudo chown "$(id -u)" "$KUBECONFIG"

show kubectl apply -f "$here/guestbook.yaml"
show kubectl rollout status deployment/guestbook --timeout=120s
show kubectl wait --for=condition=complete job/guestbook-visitor --timeout=120s
show kubectl get nodes,deployments,pods,services,jobs -o wide
show kubectl logs job/guestbook-visitor

cat <<TEXT

The cluster is up. Go on with:
  export KUBECONFIG=$KUBECONFIG
  kubectl get pods -A
  kubectl scale deployment guestbook --replicas=5
  kubectl exec -it deployment/guestbook -- /bin/sh
Stop it, and take away what it made, with: make down
TEXT
