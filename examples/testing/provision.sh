#!/bin/sh
# Makes a container with curl, waits for the task, and starts it.
set -eu

# The token goes through a pipe: arguments of a program are for everybody to see.
api() {
  method=$1 path=$2
  shift 2
  printf 'header = "Authorization: PVEAPIToken=%s"\n' "$PVE_TOKEN" |
    curl --config - --silent --show-error --fail-with-body --cacert "$PVE_CA" \
      --request "$method" "$PVE_URL/api2/json$path" "$@"
}

run() {
  answer=$(api "$@")
  upid=$(printf '%s' "$answer" | sed 's/.*"data":"\([^"]*\)".*/\1/')
  while :; do
    answer=$(api GET "/nodes/$NODE/tasks/$upid/status")
    case $answer in
      *'"exitstatus":"OK"'*) return ;;
      *'"status":"stopped"'*) echo "$upid: $answer" >&2 && return 1 ;;
    esac
    sleep "${PAUSE:-1}"
  done
}

run POST "/nodes/$NODE/lxc" --data vmid=200 --data hostname=new --data rootfs=local:2 \
  --data-urlencode ostemplate=local:vztmpl/alpine-3.22-default_20250617_amd64.tar.xz
run POST "/nodes/$NODE/lxc/200/status/start" --data ''
api GET "/nodes/$NODE/lxc/200/status/current"
