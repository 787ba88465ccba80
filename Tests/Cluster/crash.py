"""Kills apus under write load: usage crash.py KUBECONFIG APUS DATA PORT CRASHES.

Writers create and update ConfigMaps and remember what was acknowledged; a watcher resumes from the last
resourceVersion it saw. After each crash every acknowledged write must be there with at least its acknowledged
revision, no revision may have gone back, and the watcher must have seen each acknowledged object.
"""
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time

from kubernetes import client, config

kubeconfig, apus, data, port, crashes = sys.argv[1:5] + [int(sys.argv[5])]
config.load_kube_config(config_file=kubeconfig)
namespace = "default"
seed = int(os.environ.get("SEED", random.randrange(1 << 30)))
random.seed(seed)
print("seed", seed)

lock = threading.Lock()
acknowledged = {}  # name -> (value, revision)
seen = {}  # name -> revision, by the watcher
last_watched = 0
stop, failures = threading.Event(), []


def write(worker):
    api = client.CoreV1Api(client.ApiClient())
    number = 0
    while not stop.is_set():
        name = f"w{worker}-{number % 40}"
        value = f"{worker}.{number}"
        number += 1
        try:
            if name in acknowledged:
                result = api.patch_namespaced_config_map(name, namespace, {"data": {"v": value}}, _request_timeout=5)
            else:
                body = client.V1ConfigMap(
                    metadata=client.V1ObjectMeta(name=name, labels={"crash": "yes"}), data={"v": value})
                try:
                    result = api.create_namespaced_config_map(namespace, body, _request_timeout=5)
                except client.ApiException as error:
                    if error.status != 409:
                        raise
                    result = api.patch_namespaced_config_map(
                        name, namespace, {"data": {"v": value}}, _request_timeout=5)
        except Exception:  # the server is down: the write is not acknowledged, and may or may not have happened
            time.sleep(0.02)
            continue
        with lock:
            acknowledged[name] = (value, int(result.metadata.resource_version))


def follow():
    global last_watched
    api = client.CoreV1Api(client.ApiClient())
    while not stop.is_set():
        try:
            response = api.list_namespaced_config_map(
                namespace, label_selector="crash=yes", watch=True, resource_version=str(last_watched or 1),
                timeout_seconds=5, _preload_content=False, _request_timeout=8)
            if response.status != 200:
                failures.append(f"watch from {last_watched}: {response.status}")
                return
            buffer = b""
            for chunk in response.stream(amt=None):
                buffer += chunk
                while b"\n" in buffer:
                    line, buffer = buffer.split(b"\n", 1)
                    event = json.loads(line)
                    if event["type"] == "ERROR":
                        failures.append(f"watch from {last_watched}: {event['object'].get('message')}")
                        return
                    meta = event["object"]["metadata"]
                    revision = int(meta["resourceVersion"])
                    if revision <= last_watched:
                        failures.append(f"watch went back: {revision} after {last_watched}")
                    last_watched = revision
                    with lock:
                        seen[meta["name"]] = revision
        except Exception:
            time.sleep(0.02)


def ready():
    api = client.CoreV1Api(client.ApiClient())
    for _ in range(600):
        try:
            return api.list_namespaced_config_map(namespace, label_selector="crash=yes", _request_timeout=5)
        except Exception:
            time.sleep(0.05)
    raise SystemExit("apus did not come back")


threads = [threading.Thread(target=write, args=(n,), daemon=True) for n in range(4)]
threads.append(threading.Thread(target=follow, daemon=True))
for thread in threads:
    thread.start()

newest = 0
for crash in range(crashes):
    time.sleep(random.uniform(0.1, 0.6))
    pid = int(open(data + "/apus.pid").read())
    os.kill(pid, signal.SIGKILL)
    with lock:
        promised = dict(acknowledged)
    subprocess.run([apus, "up", "--data-dir", data, "--port", port, "--no-node", "--detach"], check=True,
                   stdout=subprocess.DEVNULL, timeout=60)
    listed = ready()
    revision = int(listed.metadata.resource_version)
    if revision < newest:
        failures.append(f"revisions went back: {revision} after {newest}")
    newest = max([revision] + [r for _, r in promised.values()])
    found = {item.metadata.name: item for item in listed.items}
    for name, (value, written) in promised.items():
        item = found.get(name)
        if item is None:
            failures.append(f"{name} is lost")
        elif int(item.metadata.resource_version) < written:
            failures.append(f"{name} is at {item.metadata.resource_version}, acknowledged at {written}")
        elif int(item.metadata.resource_version) == written and item.data["v"] != value:
            failures.append(f"{name} says {item.data['v']}, acknowledged {value}")
    if failures:
        break

time.sleep(0.5)
stop.set()
for thread in threads:
    thread.join(15)
final = {i.metadata.name: int(i.metadata.resource_version) for i in ready().items}
deadline = time.time() + 10
for name, revision in final.items():
    if seen.get(name, 0) < revision and name in acknowledged and revision <= last_watched:
        failures.append(f"the watcher missed {name} at {revision}, it saw {seen.get(name)}")
for failure in failures[:20]:
    print("FAILED", failure)
print(crashes, "crashes,", len(acknowledged), "objects, newest revision", max(final.values()))
sys.exit(1 if failures else 0)
