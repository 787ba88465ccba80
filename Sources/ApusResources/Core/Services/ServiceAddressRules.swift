package import ApusAPI
package import ApusJSON

/// Rules for the addresses of a Service inside the cluster, and for their families.
package enum ServiceAddressRules {
    package static func validate(
        _ spec: JSONValue, old: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        if spec["type"] == "ExternalName" { return }
        let list = path["clusterIPs"]
        let addresses = spec["clusterIPs"].elements
        if spec["clusterIP"].text.isEmpty {
            if !addresses.isEmpty {
                errors.invalid(list, spec["clusterIPs"], "must be empty when `clusterIP` is not specified")
            }
        } else if addresses.isEmpty {
            errors.required(list)
        } else if addresses[0] != spec["clusterIP"] {
            errors.invalid(list, spec["clusterIPs"], "first value must match `clusterIP`")
        }
        validateFamilies(spec, path, &errors)
        let before = errors.count
        for (index, address) in addresses.enumerated() {
            guard index == 0, address == "None" else {
                AddressRules.validateAddress(address, old: old["clusterIPs"].elements, list[index], &errors)
                continue
            }
            if addresses.count > 1 {
                errors.invalid(list, spec["clusterIPs"], "'None' must be the first and only value")
            }
        }
        let areAddresses = errors.count == before
        if addresses.count > 2 { errors.invalid(list, spec["clusterIPs"], "may only hold up to 2 values") }
        if areAddresses { validatePairs(spec, addresses, list, &errors) }
    }

    private static func validateFamilies(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        var seen: Set<String> = []
        for (index, family) in spec["ipFamilies"].elements.enumerated() {
            errors.allow(family, ["IPv4", "IPv6"], path["ipFamilies"][index])
            if !seen.insert(family.text).inserted { errors.duplicate(path["ipFamilies"][index], family) }
        }
        errors.allow(
            spec["ipFamilyPolicy"], ["PreferDualStack", "RequireDualStack", "SingleStack"], path["ipFamilyPolicy"])
    }

    private static func validatePairs(
        _ spec: JSONValue, _ addresses: [JSONValue], _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        if addresses.count > 1, Set(addresses.map { AddressRules.bytes($0.text)?.count }).count != 2 {
            errors.invalid(path, spec["clusterIPs"], "may specify no more than one IP for each IP family")
        }
        guard !ServiceValidation.isHeadless(spec) else { return }
        for (index, (address, family)) in zip(addresses, spec["ipFamilies"].elements).enumerated() {
            let isSix = address.text.contains(":")
            guard family == "IPv4" && isSix || family == "IPv6" && !isSix else { continue }
            errors.invalid(
                path[index], address, "expected an \(family.text) value as indicated by `ipFamilies[\(index)]`")
        }
    }

    // MARK: - Updates

    private static let fixed = "may not change once set"

    /// An address is kept, and so is the family of the first; a second one may come and go.
    static func validateUpdate(_ new: JSONValue, _ old: JSONValue, _ errors: inout FieldErrors) {
        guard new["type"] != "ExternalName", old["type"] != "ExternalName" else { return }
        let (isHeadless, wasHeadless) = (ServiceValidation.isHeadless(new), ServiceValidation.isHeadless(old))
        if !isHeadless || !wasHeadless {
            compare(new, old, ("clusterIPs", "clusterIP"), shownWhenChanged: "clusterIPs", &errors)
        }
        if !isHeadless, !wasHeadless {
            compare(new, old, ("ipFamilies", "ipFamily"), shownWhenChanged: "clusterIPs", &errors)
        }
    }

    private static func compare(
        _ new: JSONValue, _ old: JSONValue, _ names: (key: String, one: String), shownWhenChanged: String,
        _ errors: inout FieldErrors
    ) {
        let path = FieldPath("spec")
        let list = path[names.key]
        let (now, was) = (new[names.key].elements, old[names.key].elements)
        func shown(_ key: String) -> JSONValue { new[key].isNull ? .null : new[key] }
        if now.count == was.count {
            for index in was.indices where now[index] != was[index] {
                errors.invalid(list[names.key == "clusterIPs" ? index : 0], shown(names.key), fixed)
            }
            return
        }
        if was.count > now.count, new["clusterIPs"].isEmptyValue {
            errors.invalid(list[0], shown(names.key), "primary \(names.one) can not be unset")
        }
        if let first = was.first, let current = now.first, first != current {
            errors.invalid(list[0], shown(shownWhenChanged), fixed)
        }
        if was.count > now.count, now.count == 1, new["ipFamilyPolicy"] != "SingleStack" {
            errors.invalid(
                path["ipFamilyPolicy"], new["ipFamilyPolicy"],
                "must be set to 'SingleStack' when releasing the secondary \(names.one)")
        }
    }
}
