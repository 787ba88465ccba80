"""Strict decoding: what becomes of fields that a kind does not have, or that come twice."""
from definitions import OPEN, Definition
from harness import APPLY, check, holds, same

DEPLOYMENT = """{{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {{"name": "{name}", {metadata}"labels": {{"app": "x"}}}},
"spec": {{{spec} "selector": {{"matchLabels": {{"app": "x"}}}}, "template": {{"metadata": {{"labels": {{"app": "x"}}}},
"spec": {{"containers": [{{"name": "c", "image": "i:1"}}]}}}}}}}}"""


def deployment(name="d", metadata="", spec=""):
    return DEPLOYMENT.format(name=name, metadata=metadata, spec=spec)


def send(t, path, text, level, name=None):
    """Creates with a body as it is, or applies it where a name is given."""
    headers = {"Content-Type": APPLY if name else "application/json"}
    parameters = {"fieldValidation": level, **({"fieldManager": "checks", "force": "true"} if name else {})}
    pool = t.cluster.client.rest_client.pool_manager
    query = "&".join(f"{key}={value}" for key, value in parameters.items())
    answer = pool.request("PATCH" if name else "POST",
                          f"{t.cluster.configuration.host}{path}{'/' + name if name else ''}?{query}",
                          body=text.encode(), headers={**headers, "Accept": "application/json"})
    return answer.status, answer.headers, answer.json()


def judged(t, path, body, words, name="d", applied=True):
    """Strict refuses with these words (apply has its own), Warn warns with them, Ignore says nothing."""
    code, _, status = send(t, path, body(name), "Strict")
    same(code, 400, f"a strict request ({status.get('message')})")
    for word in words:
        holds(word in status["message"], f"{word} in: {status['message']}")
    if applied:
        code, _, status = send(t, path, body(name), "Strict", name)
        holds(code >= 400, f"a strict apply is refused: {status}")
    code, headers, _ = send(t, path, body(name + "-warn"), "Warn")
    same(code, 201, "a request that warns")
    warning = str(headers.get("Warning")).replace('\\"', '"')
    for word in words:
        holds(word in warning, f"{word} in: {warning}")
    code, headers, _ = send(t, path, body(name + "-ignore"), "Ignore")
    same((code, headers.get("Warning")), (201, None), "a request that ignores")


@check("[sig-api-machinery] FieldValidation should detect unknown and duplicate fields of a typed object [Conformance]")
def typed(t):
    path = f"/apis/apps/v1/namespaces/{t.ns}/deployments"
    judged(t, path, lambda name: deployment(name, spec='"unknownField": "u", "replicas": 1, "replicas": 2,'),
           ['unknown field "spec.unknownField"', 'duplicate field "spec.replicas"'], applied=False)


@check("[sig-api-machinery] FieldValidation should detect unknown metadata fields of a typed object [Conformance]")
def typed_metadata(t):
    path = f"/apis/apps/v1/namespaces/{t.ns}/deployments"
    judged(t, path, lambda name: deployment(name, metadata='"unknownMeta": "u",'),
           ['unknown field "metadata.unknownMeta"'], applied=False)


def custom(t, schema, word):
    definition = Definition(t, word, schema)
    path = f"/apis/{definition.group}/v1/namespaces/{t.ns}/{definition.plural}"

    def body(name, metadata="", rest=""):
        return (f'{{"apiVersion": "{definition.group}/v1", "kind": "{definition.kind}", '
                f'"metadata": {{{metadata} "name": "{name}"}}{rest}}}')
    return path, body


def accepted(t, path, body):
    for level in ("Strict", "Warn", "Ignore"):
        code, headers, made = send(t, path, body(level.lower()), level)
        same((code, headers.get("Warning")), (201, None), f"what {level} says ({made.get('message')})")
        code, _, made = send(t, path, body(level.lower()), level, level.lower())
        same(code, 200, f"what {level} says of an applied object ({made.get('message')})")


SCHEMA = {"type": "object", "properties": {"spec": {"type": "object", "properties": {
    "known": {"type": "string"}, "replicas": {"type": "integer"}}}}}


@check("[sig-api-machinery] FieldValidation should create/apply a CR with unknown fields for CRD with no validation schema [Conformance]")
def open_custom(t):
    path, body = custom(t, OPEN, "open")
    accepted(t, path, lambda name: body(name, rest=', "spec": {"unknown": "x", "known": 1}'))


@check("[sig-api-machinery] FieldValidation should create/apply a valid CR for CRD with validation schema [Conformance]")
def valid_custom(t):
    path, body = custom(t, SCHEMA, "valid")
    accepted(t, path, lambda name: body(name, rest=', "spec": {"known": "x", "replicas": 2}'))


@check("[sig-api-machinery] FieldValidation should create/apply an invalid CR with extra properties for CRD with validation schema [Conformance]")
def extra_custom(t):
    path, body = custom(t, SCHEMA, "extra")
    judged(t, path, lambda name: body(name, rest=', "spec": {"known": "x", "foo": "y"}'), ['unknown field "spec.foo"'])


@check("[sig-api-machinery] FieldValidation should detect duplicates in a CR when preserving unknown fields [Conformance]")
def duplicate_custom(t):
    path, body = custom(t, OPEN, "twice")
    judged(t, path, lambda name: body(name, rest=', "spec": {"a": 1, "a": 2}'), ['duplicate field "spec.a"'], applied=False)


@check("[sig-api-machinery] FieldValidation should detect unknown metadata fields in both the root and embedded object of a CR [Conformance]")
def metadata_custom(t):
    embedded = {"type": "object", "x-kubernetes-embedded-resource": True, "x-kubernetes-preserve-unknown-fields": True}
    path, body = custom(t, {"type": "object", "properties": {"spec": {"type": "object", "properties": {
        "template": embedded}}}}, "embedded")
    inner = ', "spec": {"template": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "x", "unknownSubMeta": 1}}}'
    judged(t, path, lambda name: body(name, '"unknownMeta": "u",', inner),
           ['unknown field "metadata.unknownMeta"', 'unknown field "spec.template.metadata.unknownSubMeta"'],
           applied=False)
