"""Discovery, the server's version, and what has no Table."""
from kubernetes import client

from definitions import Definition
from harness import check, holds, same
from objects import discovered


@check("[sig-api-machinery] Discovery should validate PreferredVersion for each APIGroup [Conformance]")
def preferred(t):
    groups = t.request("GET", "/apis")[2]["groups"]
    holds(len(groups) > 10, "there are groups")
    # The groups of other checks come and go.
    for group in (g for g in groups if not g["name"].endswith(".example.com")):
        code, _, one = t.request("GET", "/apis/" + group["name"])
        same((code, one["name"]), (200, group["name"]), f"the document of {group['name']}")
        names = [v["groupVersion"] for v in one["versions"]]
        holds(one["preferredVersion"]["groupVersion"] in names, f"the preferred version of {group['name']}: {one}")
        same(one["preferredVersion"], group["preferredVersion"], "the preferred version in both documents")


@check("[sig-api-machinery] server version should find the server version [Conformance]")
def version(t):
    found = client.VersionApi(t.cluster.client).get_code()
    holds(found.major == "1" and found.minor.rstrip("+").isdigit(), f"the version: {found}")
    holds(found.git_version.startswith(f"v{found.major}.{found.minor}"), f"the git version: {found}")


@check("[sig-api-machinery] Servers with support for Table transformation should return a 406 for a backend which does not implement metadata [Conformance]")
def no_table(t):
    table = {"Accept": "application/json;as=Table;v=v1;g=meta.k8s.io"}
    review = {"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview", "spec": {
        "resourceAttributes": {"namespace": t.ns, "verb": "get", "resource": "pods"}}}
    code, _, status = t.request("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", review, table)
    same(code, 406, "a review asked for as a Table")
    same((status["kind"], status["reason"]), ("Status", "NotAcceptable"), "the Status")


@check("[sig-api-machinery] AdmissionWebhook [Privileged:ClusterAdmin] should include webhook resources in discovery documents [Conformance]")
def webhooks(t):
    for resource in ("mutatingwebhookconfigurations", "validatingwebhookconfigurations"):
        discovered(t, "admissionregistration.k8s.io/v1", resource)


@check("[sig-api-machinery] Discovery should locate the groupVersion and a resource within each APIGroup [Conformance]")
def located(t):
    for group, version, resource in (
            ("admissionregistration.k8s.io", "v1", "validatingwebhookconfigurations"),
            ("apiextensions.k8s.io", "v1", "customresourcedefinitions"),
            ("apiregistration.k8s.io", "v1", "apiservices"), ("apps", "v1", "deployments"),
            ("authentication.k8s.io", "v1", "tokenreviews"),
            ("authorization.k8s.io", "v1", "selfsubjectaccessreviews"), ("autoscaling", "v1", "horizontalpodautoscalers"),
            ("autoscaling", "v2", "horizontalpodautoscalers"), ("batch", "v1", "jobs"),
            ("certificates.k8s.io", "v1", "certificatesigningrequests"), ("coordination.k8s.io", "v1", "leases"),
            ("discovery.k8s.io", "v1", "endpointslices"), ("events.k8s.io", "v1", "events"),
            ("networking.k8s.io", "v1", "ingresses"), ("node.k8s.io", "v1", "runtimeclasses"),
            ("policy", "v1", "poddisruptionbudgets"), ("scheduling.k8s.io", "v1", "priorityclasses"),
            ("storage.k8s.io", "v1", "csinodes")):
        discovered(t, f"{group}/{version}", resource)
        same(t.request("GET", f"/apis/{group}/{version}")[2]["groupVersion"], f"{group}/{version}", "the version")


def aggregated(t, path="/apis", version="v2"):
    """The aggregated discovery document as (group, version, resource) triples."""
    accept = f"application/json;g=apidiscovery.k8s.io;v={version};as=APIGroupDiscoveryList"
    code, headers, body = t.request("GET", path, headers={"Accept": accept})
    same((code, body["kind"], body["apiVersion"]), (200, "APIGroupDiscoveryList", f"apidiscovery.k8s.io/{version}"),
         "the document")
    same(headers["Content-Type"].replace(" ", ""), accept, "the media type")
    return {(g["metadata"].get("name", ""), v["version"], r["resource"])
            for g in body["items"] for v in g["versions"] for r in v["resources"]}


BUILT_IN = [("admissionregistration.k8s.io", "v1", "validatingwebhookconfigurations"), ("apps", "v1", "deployments"),
            ("batch", "v1", "jobs"), ("rbac.authorization.k8s.io", "v1", "roles"), ("storage.k8s.io", "v1", "csinodes")]


@check("[sig-api-machinery] AggregatedDiscovery should support raw aggregated discovery endpoint Accept headers [Conformance]")
def aggregated_accept(t):
    for version in ("v2", "v2beta1"):
        found = aggregated(t, version=version)
        for wanted in BUILT_IN:
            holds(wanted in found, f"{wanted} in {version}")
        holds(("", "v1", "pods") in aggregated(t, "/api", version), "the Pods of the core group")


@check("[sig-api-machinery] AggregatedDiscovery should support aggregated discovery interface [Conformance]",
       less="Go's client: kubectl's `api-resources` asks the same question")
def aggregated_client(t):
    listed = t.kubectl("api-resources", "--no-headers", "-o", "name").split()
    for name in ("pods", "deployments.apps", "jobs.batch", "roles.rbac.authorization.k8s.io", "csinodes.storage.k8s.io"):
        holds(name in listed, f"{name} is listed")


@check("[sig-api-machinery] AggregatedDiscovery should support raw aggregated discovery request for CRDs [Conformance]")
def aggregated_custom(t):
    definition = Definition(t, "aggregated")
    wanted = (definition.group, "v1", definition.plural)
    t.eventually(lambda: wanted in aggregated(t), f"{wanted} in the document")
    definition.remove()
    t.eventually(lambda: wanted not in aggregated(t), f"{wanted} gone from the document")


@check("[sig-api-machinery] AggregatedDiscovery should support aggregated discovery interface for CRDs [Conformance]",
       less="Go's client: kubectl's `api-resources` asks the same question")
def aggregated_custom_client(t):
    definition = Definition(t, "aggregated")
    t.eventually(lambda: definition.name in t.kubectl(
        "api-resources", "--no-headers", "-o", "name", f"--api-group={definition.group}", "--cached=false").split(),
        "the resource")
