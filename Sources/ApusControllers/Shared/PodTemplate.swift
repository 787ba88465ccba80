import ApusClient
import ApusJSON

/// Makes the Pods that controllers create (`GetPodFromTemplate`).
enum PodTemplate {
    /// A Pod from `template` for `owner`, named by the server from `prefix`.
    static func pod(_ template: JSONValue, namespace: String, prefix: String, owner: OwnerReference) -> JSONValue {
        var metadata: JSONValue = ["generateName": .string(prefix), "namespace": .string(namespace)]
        for member in ["labels", "annotations", "finalizers"] {
            if let value = template["metadata"].object?[member] { metadata[member] = value }
        }
        metadata["ownerReferences"] = [owner.value]
        return ["apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": template["spec"]]
    }

    /// The prefix for names of an owner's Pods.
    static func prefix(for owner: String) -> String { owner + "-" }
}
