import ApusAPI
import ApusJSON

/// Rules for the volumes of a pod as a whole (`ValidateVolumes`).
enum VolumeValidation {
    /// Checks the volumes and returns the good ones, by name. `metadata` is the pod's; nil in a template.
    static func validate(
        _ volumes: JSONValue, metadata: JSONValue?, isPod: Bool, _ path: FieldPath, _ errors: inout FieldErrors
    ) -> [String: JSONValue] {
        var found: [String: JSONValue] = [:]
        let pod = metadata?["name"].text ?? ""
        let created =
            pod.isEmpty
            ? [] : Set(volumes.elements.filter { !$0["ephemeral"].isNull }.map { "\(pod)-\($0["name"].text)" })
        for (index, volume) in volumes.elements.enumerated() {
            let here = path[index]
            let before = errors.count
            let name = volume["name"].text
            VolumeSourceRules.validate(
                volume, VolumeSourceRules.ofPods, .pod(volume: name, metadata: metadata, isPod: isPod), here, &errors)
            errors.requireValid(volume["name"], here["name"], Names.dnsLabelProblems)
            if found[name] != nil { errors.duplicate(here["name"], .string(name)) }
            if errors.count == before { found[name] = volume }
            let claim = volume["persistentVolumeClaim"]["claimName"]
            if !created.isEmpty, created.contains(claim.text) {
                errors.invalid(
                    here["persistentVolumeClaim"]["claimName"], claim,
                    "must not reference a PVC that gets created for an ephemeral volume")
            }
        }
        return found
    }
}
