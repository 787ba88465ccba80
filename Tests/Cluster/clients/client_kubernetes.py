"""Drives a cluster with the PyPI `kubernetes` client: usage client_kubernetes.py KUBECONFIG IMAGE. Prints ok."""
import sys

from kubernetes import client, config, watch
from kubernetes.client.rest import ApiException
from kubernetes.stream import stream

config.load_kube_config(config_file=sys.argv[1])
image, name, namespace = sys.argv[2], "python", "default"
core, apps, auth = client.CoreV1Api(), client.AppsV1Api(), client.AuthorizationV1Api()

assert "+apus" in client.VersionApi().get_code().git_version
assert any(g.name == "apps" for g in client.ApisApi().get_api_versions().groups)

pod = client.V1Pod(
    metadata=client.V1ObjectMeta(name=name, labels={"app": name}),
    spec=client.V1PodSpec(
        termination_grace_period_seconds=0,
        containers=[client.V1Container(name="c", image=image, command=["/bin/sleep", "1000"])]))
created = core.create_namespaced_pod(namespace, pod)
assert created.status.phase == "Pending" and created.metadata.uid

seen = []
for event in watch.Watch().stream(
        core.list_namespaced_pod, namespace, label_selector="app=" + name, timeout_seconds=60):
    seen.append(event["type"])
    if event["object"].status.phase == "Running":
        break
assert seen[0] == "ADDED" and "MODIFIED" in seen, seen

said = stream(core.connect_get_namespaced_pod_exec, name, namespace, command=["/bin/echo", "hi"],
              stdout=True, stderr=True, stdin=False, tty=False)
assert said == "hi\n", said

core.patch_namespaced_pod(name, namespace, {"metadata": {"labels": {"patched": "yes"}}})
assert core.read_namespaced_pod(name, namespace).metadata.labels["patched"] == "yes"
stale = core.read_namespaced_pod(name, namespace)
core.patch_namespaced_pod(name, namespace, {"metadata": {"labels": {"patched": "again"}}})
stale.metadata.labels["patched"] = "late"
try:
    core.replace_namespaced_pod(name, namespace, stale)
    raise AssertionError("a stale update was accepted")
except ApiException as error:
    assert error.status == 409, error

for number in range(7):
    core.create_namespaced_config_map(
        namespace, client.V1ConfigMap(metadata=client.V1ObjectMeta(name=f"page-{number}", labels={"page": "yes"})))
names, token = [], None
while True:
    page = core.list_namespaced_config_map(namespace, label_selector="page=yes", limit=3, _continue=token)
    names += [item.metadata.name for item in page.items]
    token = page.metadata._continue
    if not token:
        break
assert names == [f"page-{n}" for n in range(7)], names
core.delete_collection_namespaced_config_map(namespace, label_selector="page=yes")
assert not core.list_namespaced_config_map(namespace, label_selector="page=yes").items

review = auth.create_self_subject_access_review(client.V1SelfSubjectAccessReview(
    spec=client.V1SelfSubjectAccessReviewSpec(
        resource_attributes=client.V1ResourceAttributes(verb="delete", resource="pods", namespace=namespace))))
assert review.status.allowed
token = core.create_namespaced_service_account_token("default", namespace, client.AuthenticationV1TokenRequest(
    spec=client.V1TokenRequestSpec(audiences=[], expiration_seconds=600)))
assert token.status.token.count(".") == 2

scale = apps.list_namespaced_deployment(namespace)
assert scale.metadata.resource_version
listed = core.list_namespaced_pod(namespace, label_selector="app=" + name).metadata.resource_version
core.delete_namespaced_pod(name, namespace)
for event in watch.Watch().stream(
        core.list_namespaced_pod, namespace, label_selector="app=" + name, resource_version=listed,
        timeout_seconds=60):
    if event["type"] == "DELETED":
        break
else:
    raise AssertionError("the deletion was not seen")
print("ok")
