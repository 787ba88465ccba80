"""Follows the ConfigMaps of the namespace `default` as an informer does: lists, watches from there, and lists anew when
it is told that its resource version is too old. usage: informer.py KUBECONFIG; prints one line for each thing it learns."""
import json
import sys
import time

import urllib3
from kubernetes import client, config
from kubernetes.client.rest import ApiException


def follow(api):
    found = api.list_namespaced_config_map("default")
    print("list", *sorted(item.metadata.name for item in found.items), flush=True)
    version = found.metadata.resource_version
    while True:
        try:
            stream = api.list_namespaced_config_map(
                "default", watch=True, resource_version=version, timeout_seconds=60, _preload_content=False)
            for line in stream:
                event = json.loads(line)
                item = event["object"]
                if event["type"] == "ERROR":
                    print("error", item["code"], item["reason"], flush=True)
                    return
                version = item["metadata"]["resourceVersion"]
                print(event["type"], item["metadata"]["name"], flush=True)
        except ApiException as error:
            print("error", error.status, json.loads(error.body)["reason"], flush=True)
            return
        except urllib3.exceptions.HTTPError:
            time.sleep(0.2)


def main():
    config.load_kube_config(sys.argv[1])
    configuration = client.Configuration.get_default_copy()
    configuration.retries = False
    api = client.CoreV1Api(client.ApiClient(configuration))
    while True:
        try:
            follow(api)
        except urllib3.exceptions.HTTPError:
            time.sleep(0.2)


main()
