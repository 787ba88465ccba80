"""Certificate requests and service accounts."""
import base64
import datetime
import json

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.x509.oid import NameOID
from kubernetes import client

from harness import MERGE, STRATEGIC, check, holds, ready, same

MOUNT = "/var/run/secrets/kubernetes.io/serviceaccount"


def request_and_certificate(host):
    """A certificate request and a self-signed certificate for a host, as base64 of PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    names = x509.SubjectAlternativeName([x509.DNSName(host)])
    now = datetime.datetime.now(datetime.timezone.utc)
    request = x509.CertificateSigningRequestBuilder().subject_name(name).add_extension(names, False)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now).not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(names, False))
    return [base64.b64encode(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)).decode()
            for made in (request, certificate)]


@check("[sig-auth] Certificates API [Privileged:ClusterAdmin] should support CSR API operations [Conformance]")
def certificate_requests(t):
    group = "certificates.k8s.io"
    versions = {g["name"]: [v["version"] for v in g["versions"]] for g in t.request("GET", "/apis")[2]["groups"]}
    holds("v1" in versions[group], "/apis has the version")
    holds("v1" in [v["version"] for v in t.request("GET", "/apis/" + group)[2]["versions"]], "the group has it")
    names = [r["name"] for r in t.request("GET", f"/apis/{group}/v1")[2]["resources"]]
    for part in ("", "/approval", "/status"):
        holds("certificatesigningrequests" + part in names, f"{part} is listed")

    requests, signer = t.kind(group + "/v1", "CertificateSigningRequest"), f"example.com/e2e-{t.number}"
    pem, certificate = request_and_certificate("e2e.example.com")
    made = [requests.create({"metadata": {"generateName": "e2e-example-csr-"}, "spec": {
        "request": pem, "signerName": signer, "expirationSeconds": 3600,
        "usages": ["digital signature", "key encipherment", "server auth"]}}) for _ in range(3)][-1]
    name, uid, of_signer = made.metadata.name, made.metadata.uid, f"spec.signerName={signer}"
    found = requests.get(name)
    same((found.metadata.uid, found.spec.expirationSeconds), (uid, 3600), "what is read")
    listed = requests.list(field_selector=of_signer)
    same(len(listed.items), 3, "requests of the signer")
    patched = requests.patch(name, {"metadata": {"annotations": {"patched": "true"}}})
    same(patched.metadata.annotations.patched, "true", "the annotation")
    body = patched.to_dict()
    body["metadata"]["annotations"]["updated"] = "true"
    same(requests.replace(body).metadata.annotations.updated, "true", "the second annotation")
    events = requests.watch(listed.metadata.resourceVersion, field_selector=f"metadata.name={name}")
    for kind, seen in events:
        same(kind, "MODIFIED", "the type of the event")
        if seen["metadata"]["annotations"].get("updated"):
            break
    events.close()

    approval = requests.get(name, "approval")
    same((approval.kind, approval.metadata.uid), ("CertificateSigningRequest", uid), "/approval")
    patched = requests.patch(name, {"metadata": {"annotations": {"patchedapproval": "true"}}, "status": {
        "conditions": [{"type": "ApprovalPatch", "status": "True", "reason": "e2e"}]}}, MERGE, "approval")
    same([c.type for c in patched.status.conditions], ["ApprovalPatch"], "the patched conditions")
    same(patched.metadata.annotations.patchedapproval, "true", "the annotation of the approval")
    body = patched.to_dict()
    body["status"]["conditions"].append(
        {"type": "Approved", "status": "True", "reason": "E2E", "message": "Set from a check"})
    updated = requests.replace(body, "approval")
    same([c.type for c in updated.status.conditions], ["ApprovalPatch", "Approved"], "the updated conditions")

    status = requests.get(name, "status")
    same((status.kind, status.metadata.uid), ("CertificateSigningRequest", uid), "/status")
    patched = requests.patch(name, {"metadata": {"annotations": {"patchedstatus": "true"}}, "status": {
        "certificate": certificate}}, MERGE, "status")
    same(patched.status.certificate, certificate, "the certificate")
    same(patched.metadata.annotations.patchedstatus, "true", "the annotation of the status")
    body = patched.to_dict()
    body["status"]["conditions"].append(
        {"type": "StatusUpdate", "status": "True", "reason": "E2E", "message": "Set from a check"})
    updated = requests.replace(body, "status")
    same(len(updated.status.conditions), 3, "conditions")
    same(updated.status.conditions[2].type, "StatusUpdate", "the last condition")

    requests.delete(name)
    requests.refused(404, "get", name)
    same(len(requests.list(field_selector=of_signer).items), 2, "requests after the deletion")
    requests.delete_collection(field_selector=of_signer)
    same(requests.names(field_selector=of_signer), [], "requests after the deletion of all")


def automount(t, account, wish):
    pods = t.kind("v1", "Pod")
    name = f"{account}-{wish}".lower()
    made = pods.create(t.pod(name, serviceAccountName=account, automountServiceAccountToken=wish))
    return any(m.mountPath == MOUNT for m in made.spec.containers[0].volumeMounts or [])


@check("[sig-auth] ServiceAccounts should allow opting out of API token automount  [Conformance]")
def opting_out(t):
    accounts = t.kind("v1", "ServiceAccount")
    accounts.create({"metadata": {"name": "mount"}, "automountServiceAccountToken": True})
    accounts.create({"metadata": {"name": "nomount"}, "automountServiceAccountToken": False})
    for account in ("default", "mount", "nomount"):
        for wish in (None, True, False):
            wanted = wish if wish is not None else account != "nomount"
            same(automount(t, account, wish), wanted, f"the volume with {account} and {wish}")


@check("[sig-auth] ServiceAccounts should mount an API token into pods  [Conformance]")
def mounted(t):
    t.kind("v1", "ServiceAccount").create({"metadata": {"name": "mount-test"}})
    t.kind("v1", "Pod").create(t.pod("p", serviceAccountName="mount-test"))
    t.running("p")

    def file(name):
        return t.kubectl("exec", "p", "--", "/bin/cat", f"{MOUNT}/{name}")
    same(file("ca.crt"), t.kind("v1", "ConfigMap").get("kube-root-ca.crt").data["ca.crt"], "the authority")
    same(file("namespace"), t.ns, "the namespace")
    status = t.kind("authentication.k8s.io/v1", "TokenReview").create({"spec": {"token": file("token")}}).status
    holds(status.authenticated and not status.error, f"the token is good: {status}")
    same(status.user.username, f"system:serviceaccount:{t.ns}:mount-test", "the user")
    same(set(status.user.groups), {"system:authenticated", "system:serviceaccounts", f"system:serviceaccounts:{t.ns}"},
         "the groups")


@check("[sig-auth] ServiceAccounts should mount projected service account token [Conformance]")
def projected(t):
    volume = {"name": "test-volume", "projected": {"sources": [
        {"serviceAccountToken": {"path": "token", "expirationSeconds": 3600}}]}}
    t.kind("v1", "Pod").create(t.pod("p", "cat /test-volume/token", restartPolicy="Never", volumes=[volume], container={
        "volumeMounts": [{"name": "test-volume", "mountPath": "/test-volume", "readOnly": True}]}))
    t.kind("v1", "Pod").wait("p", lambda p: p["status"].get("phase") == "Succeeded", "its end")
    token = t.kubectl("logs", "p").strip()
    same(token.count("."), 2, f"the parts of the token ({token[:20]}…)")


@check("[sig-auth] ServiceAccounts should guarantee kube-root-ca.crt exist in any namespace [Conformance]")
def root_authority(t):
    maps, name = t.kind("v1", "ConfigMap"), "kube-root-ca.crt"
    made = maps.wait(name, lambda _: True)
    maps.delete(name)
    maps.wait(name, lambda m: m["metadata"]["uid"] != made["metadata"]["uid"], "a new one")
    maps.update(name, lambda m: m.update(data={"ca.crt": ""}))
    maps.wait(name, lambda m: m["data"] == made["data"], "the authority again")


@check("[sig-auth] ServiceAccounts should run through the lifecycle of a ServiceAccount [Conformance]")
def lifecycle(t):
    accounts, label = t.kind("v1", "ServiceAccount"), {"label_selector": f"static={t.ns}"}
    start = accounts.list().metadata.resourceVersion
    made = accounts.create({"metadata": {"name": "sa", "labels": {"static": t.ns}}})
    found = [a for a in accounts.list(everywhere=True, **label).items if a.metadata.namespace == t.ns]
    same([a.metadata.uid for a in found], [made.metadata.uid], "accounts in all namespaces")
    patched = accounts.patch("sa", {"automountServiceAccountToken": False}, STRATEGIC)
    same(patched.automountServiceAccountToken, False, "what was patched")
    listed = accounts.list(**label).items
    same([a.automountServiceAccountToken for a in listed], [False], "what is listed")
    accounts.delete_collection(**label)
    wanted = iter(["ADDED", "MODIFIED", "DELETED"])
    for kind, _ in accounts.watch(start, **label):
        same(kind, next(wanted), "the event")
        if kind == "DELETED":
            break
    accounts.refused(404, "get", "sa")


@check("[sig-auth] ServiceAccounts ServiceAccountIssuerDiscovery should support OIDC discovery of service account issuer [Conformance]",
       less="the token is verified outside the Pod, because the cluster has no DNS")
def issuer(t):
    volume = {"name": "token", "projected": {"sources": [
        {"serviceAccountToken": {"path": "token", "expirationSeconds": 600, "audience": "oidc-discovery-test"}}]}}
    t.kind("v1", "Pod").create(t.pod("p", volumes=[volume], container={
        "volumeMounts": [{"name": "token", "mountPath": "/token"}]}))
    t.kind("v1", "Pod").wait("p", ready)
    token = t.kubectl("exec", "p", "--", "/bin/cat", "/token/token")
    head, body, signature = [base64.urlsafe_b64decode(part + "==") for part in token.split(".")]
    header, claims = json.loads(head), json.loads(body)
    same(claims["aud"], ["oidc-discovery-test"], "the audience")
    same(claims["sub"], f"system:serviceaccount:{t.ns}:default", "the subject")

    def read(path):
        """As the Pod's service account, which the bootstrap policy lets read these."""
        configuration = client.Configuration()
        configuration.host, configuration.ssl_ca_cert = (
            t.cluster.configuration.host, t.cluster.configuration.ssl_ca_cert)
        own = t.kubectl("exec", "p", "--", "/bin/cat", f"{MOUNT}/token")
        with client.ApiClient(configuration, "Authorization", f"Bearer {own}") as one:
            answer = one.rest_client.request("GET", configuration.host + path, headers=one.default_headers)
            data = answer.data if getattr(answer, "data", None) else answer.read()
            same(answer.status, 200, f"{path}: {data}")
            return json.loads(data)
    metadata = read("/.well-known/openid-configuration")
    same(metadata["issuer"], claims["iss"], "the issuer")
    keys = read("/" + metadata["jwks_uri"].split("/", 3)[3])["keys"]
    key = next(k for k in keys if k["kid"] == header["kid"])
    holds(header["alg"] in metadata["id_token_signing_alg_values_supported"], "the algorithm is announced")

    def number(name):
        return int.from_bytes(base64.urlsafe_b64decode(key[name] + "=="), "big")
    signed = token.rsplit(".", 1)[0].encode()
    if key["kty"] == "RSA":
        rsa.RSAPublicNumbers(number("e"), number("n")).public_key().verify(
            signature, signed, padding.PKCS1v15(), hashes.SHA256())
    else:
        same((key["kty"], key["crv"], len(signature)), ("EC", "P-256", 64), "the key")
        public = ec.EllipticCurvePublicNumbers(number("x"), number("y"), ec.SECP256R1()).public_key()
        der = encode_dss_signature(*(int.from_bytes(signature[i:i + 32], "big") for i in (0, 32)))
        public.verify(der, signed, ec.ECDSA(hashes.SHA256()))


@check("[sig-auth] ServiceAccounts should update a ServiceAccount [Conformance]")
def updated_account(t):
    accounts = t.kind("v1", "ServiceAccount")
    accounts.create({"metadata": {"name": "sa"}})
    updated = accounts.update("sa", lambda a: a.update(automountServiceAccountToken=False))
    same(updated.automountServiceAccountToken, False, "what was updated")


@check("[sig-auth] SubjectReview should support SubjectReview API operations [Conformance]")
def reviews(t):
    t.kind("v1", "ServiceAccount").create({"metadata": {"name": "e2e"}})
    user = f"system:serviceaccount:{t.ns}:e2e"
    listed = t.request("GET", f"/api/v1/namespaces/{t.ns}/configmaps", headers={"Impersonate-User": user})[0]
    attributes = {"verb": "list", "resource": "configmaps", "namespace": t.ns, "version": "v1"}
    spec = {"spec": {"resourceAttributes": attributes, "user": user}}
    for kind in ("SubjectAccessReview", "LocalSubjectAccessReview"):
        reviewed = t.kind("authorization.k8s.io/v1", kind)
        made = reviewed.create({**spec, "metadata": {"namespace": t.ns}} if kind.startswith("Local") else spec)
        same(bool(made.status.allowed), listed == 200, f"what {kind} says")
    t.kind("rbac.authorization.k8s.io/v1", "RoleBinding").create({
        "metadata": {"name": "view"}, "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "view"},
        "subjects": [{"kind": "ServiceAccount", "name": "e2e", "namespace": t.ns}]})
    local = t.kind("authorization.k8s.io/v1", "LocalSubjectAccessReview")
    t.eventually(lambda: local.create({**spec, "metadata": {"namespace": t.ns}}).status.allowed, "allowed by a role")
    same(t.request("GET", f"/api/v1/namespaces/{t.ns}/configmaps", headers={"Impersonate-User": user})[0], 200,
         "the list as the account")
