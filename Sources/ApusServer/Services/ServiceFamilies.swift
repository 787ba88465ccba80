import ApusAPI
import ApusJSON
import ApusResources

/// Completes `ipFamilyPolicy` and `ipFamilies` of a Service from what its client said, from what it was, and from the
/// families of the cluster (`initIPFamilyFields`).
struct ServiceFamilies {
    /// Those of the cluster, the default one first.
    let families: [IPAddress.Family]

    private static let path = FieldPath("spec")

    func complete(_ spec: inout JSONValue, old: JSONValue) throws(ServiceAllocation.Failure) {
        guard spec["type"].string != "ExternalName", !Self.keepsPreferred(spec, old: old) else { return }
        let isFree = spec["clusterIP"].string == "None" && (spec["selector"].object?.isEmpty ?? true)
        if spec["ipFamilyPolicy"].isNull {
            let previous = old["ipFamilyPolicy"]
            spec["ipFamilyPolicy"] = previous.isNull ? (isFree ? "RequireDualStack" : "SingleStack") : previous
        }
        var errors = FieldErrors()
        ServiceAddressRules.validate(spec, old: old, Self.path, &errors)
        try check(errors)
        let isSingle = spec["ipFamilyPolicy"].string == "SingleStack"
        if !old.isNull { release(&spec, old, isSingle, &errors) }
        if isSingle { checkSingle(spec, &errors) }
        inferFamilies(&spec, &errors)
        try check(errors)
        if !isFree { try checkConfigured(spec) }
        complete(&spec, isSingle: isSingle, isFree: isFree)
    }

    private func check(_ errors: FieldErrors) throws(ServiceAllocation.Failure) {
        if !errors.isEmpty { throw .fields(errors) }
    }

    /// Whether an update leaves a Service that takes what there is as it was, so that a change of the cluster alone
    /// neither adds nor takes away an address (`isMatchingPreferDualStackClusterIPFields`).
    static func keepsPreferred(_ spec: JSONValue, old: JSONValue) -> Bool {
        func isPreferred(_ policy: JSONValue) -> Bool { policy.string == "PreferDualStack" }
        return !old.isNull && old["type"] == spec["type"] && isPreferred(spec["ipFamilyPolicy"])
            && (old["ipFamilyPolicy"].isNull || isPreferred(old["ipFamilyPolicy"]))
            && spec["clusterIPs"].elements == old["clusterIPs"].elements
            && spec["ipFamilies"].elements == old["ipFamilies"].elements
    }

    // MARK: - Steps

    /// Lets the second address and family go where the policy alone became single; with another policy they may not be
    /// taken away.
    private func release(_ spec: inout JSONValue, _ old: JSONValue, _ isSingle: Bool, _ errors: inout FieldErrors) {
        for (key, what) in [("clusterIPs", "cluster IP"), ("ipFamilies", "IP family")] {
            let (now, before) = (spec[key].elements, old[key].elements)
            if isSingle {
                if now == before, let first = now.first { spec[key] = [first] }
            } else if !now.isEmpty, now.count < before.count {
                errors.invalid(
                    Self.path["ipFamilyPolicy"], spec["ipFamilyPolicy"],
                    "must be 'SingleStack' to release the secondary \(what)")
            }
        }
    }

    private func checkSingle(_ spec: JSONValue, _ errors: inout FieldErrors) {
        for (key, what) in [("clusterIPs", "cluster IPs"), ("ipFamilies", "IP families")]
        where spec[key].elements.count == 2 {
            errors.invalid(
                Self.path["ipFamilyPolicy"], spec["ipFamilyPolicy"],
                "must be 'RequireDualStack' or 'PreferDualStack' when multiple \(what) are specified")
        }
    }

    /// An address says its family where the client did not.
    private func inferFamilies(_ spec: inout JSONValue, _ errors: inout FieldErrors) {
        var known = spec["ipFamilies"].elements
        for (index, text) in spec["clusterIPs"].elements.enumerated() where index >= known.count {
            guard text.string != "None", let address = text.string.flatMap({ IPAddress($0) }) else { break }
            if families.contains(address.family) {
                known.append(.string(address.family.rawValue))
            } else {
                errors.invalid(
                    Self.path["clusterIPs"][index], spec["clusterIPs"],
                    "\(address.family.rawValue) is not configured on this cluster")
            }
        }
        if !known.isEmpty { spec["ipFamilies"] = .array(known) }
    }

    private func checkConfigured(_ spec: JSONValue) throws(ServiceAllocation.Failure) {
        var errors = FieldErrors()
        if spec["ipFamilyPolicy"].string == "RequireDualStack", families.count < 2 {
            errors.invalid(
                Self.path["ipFamilyPolicy"], spec["ipFamilyPolicy"],
                "this cluster is not configured for dual-stack services")
        }
        for (index, family) in spec["ipFamilies"].elements.enumerated()
        where !families.contains(where: { $0.rawValue == family.string }) {
            errors.invalid(Self.path["ipFamilies"][index], family, "not configured on this cluster")
        }
        try check(errors)
    }

    /// The default family where none is named, and the other one where the policy wants both. A headless Service without
    /// selector may have a family that the cluster lacks.
    private func complete(_ spec: inout JSONValue, isSingle: Bool, isFree: Bool) {
        var wanted = spec["ipFamilies"].elements
        if wanted.isEmpty, let first = families.first { wanted = [.string(first.rawValue)] }
        if !isSingle, wanted.count == 1, isFree || families.count == 2,
            let family = wanted[0].string.flatMap(IPAddress.Family.init)
        {
            wanted.append(.string(family.other.rawValue))
        }
        spec["ipFamilies"] = .array(wanted)
    }
}
