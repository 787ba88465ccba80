import ApusAPI
import ApusJSON

/// The `resize` subresource of Pods: what it takes over of an update, and what may change (`ValidatePodResize`).
enum PodResizeValidation {
    /// Takes the resources of the containers over and leaves the rest as it was. What cannot be told apart is left for
    /// the validation to refuse.
    static func prepare(_ object: inout JSONValue, old: JSONValue) {
        let wanted = object["spec"]
        for list in ["containers", "initContainers"]
        where wanted[list].elements.count != old["spec"][list].elements.count { return }
        let metadata = object["metadata"]
        object = old
        object["metadata"] = metadata
        PodStrategy.keepMetadata(&object, old: old)
        PodUpdateValidation.restore("resources", of: wanted, in: &object["spec"])
        for list in ["containers", "initContainers"] {
            let (new, before) = (wanted[list].elements, old["spec"][list].elements)
            if zip(new, before).contains(where: { $0["name"] != $1["name"] }) {
                object["spec"][list] = wanted[list]
                continue
            }
            var index = 0
            object["spec"].updateElements(of: list) { container in
                for key in ["resources", "resizePolicy"] {
                    PodUpdateValidation.restore(key, of: new[index], in: &container)
                }
                index += 1
            }
        }
    }

    static func validate(_ pod: JSONValue, old: JSONValue, _ errors: inout FieldErrors) {
        if !old["metadata"]["annotations"][PodAnnotationRules.mirror].isNull {
            errors.forbidden(FieldPath(""), "static pods cannot be resized")
            return
        }
        if old["spec"]["os"]["name"] == "windows" {
            errors.forbidden(FieldPath(""), "windows pods cannot be resized")
            return
        }
        PodValidation.validate(pod, &errors)
        let path = FieldPath("spec")
        let (new, before) = (pod["spec"], old["spec"])
        let quality = old["status"]["qosClass"].string ?? PodQualityOfService.compute(before)
        if PodQualityOfService.compute(new) != quality {
            errors.invalid(path, .string(quality), "Pod QOS Class may not change as a result of resizing")
        }
        let running = old["status"]["containerStatuses"].elements.first { !$0["state"]["running"].isNull }
        if let running, running["resources"].isNull {
            errors.forbidden(path, "Pod running on node without support for resize")
        }
        validatePodLevel(new["resources"], before["resources"], path, &errors)
        guard validateOrder(new, before, path, &errors) else { return }
        for list in ["initContainers", "containers"] {
            for (index, container) in before[list].elements.enumerated() {
                validateRemoval(new[list][index], container, path[list][index]["resources"], &errors)
            }
        }
        for list in ["containers", "initContainers"] {
            for (index, container) in before[list].elements.enumerated()
            where withoutCompute(new[list][index]) != withoutCompute(container) {
                let isSidecar = list == "initContainers" && container["restartPolicy"] == "Always"
                errors.forbidden(
                    path, "only cpu and memory resources\(isSidecar ? " for sidecar containers" : "") are mutable")
            }
        }
    }

    private static func validatePodLevel(
        _ new: JSONValue, _ old: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        if old.isNull, new.isNull { return }
        if !old.isNull, new.isNull {
            errors.forbidden(path["resources"], "pod-level resources cannot be removed")
            return
        }
        for (key, name) in [("requests", "resource requests"), ("limits", "resource limits")]
        where hasRemoved(new[key], old[key]) {
            errors.forbidden(path["resources"][key], "pod-level \(name) cannot be removed")
        }
        if withoutCompute(["resources": new]) != withoutCompute(["resources": old.isNull ? [:] : old]) {
            errors.forbidden(path, "only cpu and memory resources are mutable at pod-level")
        }
    }

    private static func validateOrder(
        _ new: JSONValue, _ old: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) -> Bool {
        let before = errors.count
        for list in ["containers", "initContainers"] {
            let (now, was) = (new[list].elements, old[list].elements)
            if now.count != was.count {
                errors.forbidden(path[list], "\(list) may not be added or removed on resize")
                continue
            }
            for index in was.indices where now[index]["name"] != was[index]["name"] {
                errors.forbidden(path[list][index]["name"], "\(list) may not be renamed or reordered on resize")
            }
        }
        return errors.count == before
    }

    private static func validateRemoval(
        _ new: JSONValue, _ old: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        for key in ["requests", "limits"] where hasRemoved(new["resources"][key], old["resources"][key]) {
            errors.forbidden(path[key], "resource \(key) cannot be removed")
        }
    }

    private static func hasRemoved(_ new: JSONValue, _ old: JSONValue) -> Bool {
        (old.object ?? JSONObject()).contains { new[$0.key].isNull }
    }

    /// A container or a pod without what a resize may change.
    private static func withoutCompute(_ value: JSONValue) -> JSONValue {
        var copy = value
        copy.remove("resizePolicy")
        copy.updateObject("resources") { resources in
            for key in ["requests", "limits"] where !resources[key].isNull {
                for name in ["cpu", "memory"] { resources[key].remove(name) }
                if resources[key].isEmptyValue { resources.remove(key) }
            }
        }
        return copy
    }
}
