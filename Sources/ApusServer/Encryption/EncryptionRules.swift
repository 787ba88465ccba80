import ApusAPI
import ApusJSON
import ApusStoreEncryption

/// The rules for an EncryptionConfiguration (`apis/apiserver/validation`). There is no KMS: its provider is refused.
struct EncryptionRules {
    private static let providerNames = ["kms", "aesgcm", "aescbc", "secretbox", "identity"]

    func validate(_ value: JSONValue, _ errors: inout FieldErrors) {
        let root = FieldPath("resources")
        let rules = value["resources"].elements
        guard !rules.isEmpty else { return errors.required(root, "at least one \(root) is required") }
        for (index, rule) in rules.enumerated() {
            let (resources, providers) = (root[index]["resources"], root[index]["providers"])
            validateResources(rule["resources"], resources, &errors)
            if rule["providers"].elements.isEmpty {
                errors.required(providers, "at least one \(providers) is required")
            }
            for (index, provider) in rule["providers"].elements.enumerated() {
                validateProvider(provider, providers[index], &errors)
            }
        }
    }

    // MARK: - Resources

    private func validateResources(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let names = value.elements.map { $0.string ?? "" }
        if names.isEmpty { errors.required(path, "at least one \(path) is required") }
        let resources = names.map { EncryptedResource($0) }
        if Set(resources).count < resources.count {
            errors.invalid(path, value, "the same resource cannot be specified multiple times")
        }
        if overlaps(resources) {
            errors.invalid(
                path, value,
                "using overlapping resources such as 'secrets' and '*.' in the same resource list is not allowed as "
                    + "they will be masked")
        }
        for (index, name) in names.enumerated() {
            if let problem = problem(name) { errors.invalid(path[index], .string(name), problem) }
        }
    }

    /// Whether one of them is among what another one means.
    private func overlaps(_ resources: [EncryptedResource]) -> Bool {
        for (index, some) in resources.enumerated() where some.resource == "*" {
            let others = resources[..<index] + resources[(index + 1)...]
            if some == .all ? !others.isEmpty : others.contains(where: { $0.group == some.group }) { return true }
        }
        return false
    }

    private func problem(_ name: String) -> String? {
        if name.lowercased() != name { return "resource name should not contain capital letters" }
        if name == "*" {
            return "use '*.' to encrypt all the resources from core API group or *.* to encrypt all resources"
        }
        if ["apiserveripinfo", "serviceipallocations", "servicenodeportallocations"].contains(name) {
            return "resources which do not have REST API/s cannot be encrypted"
        }
        let resource = EncryptedResource(name)
        switch resource.group {
        case "events.k8s.io":
            return "'*.events.k8s.io' objects are stored using the 'events' API group in etcd. Use 'events' instead in "
                + "the config file"
        case "extensions": return "'extensions' group has been removed and cannot be used for encryption"
        case "*" where resource.resource != "*":
            return "encrypting the same resource across groups is not supported"
        default: return nil
        }
    }

    // MARK: - Providers

    private func validateProvider(_ provider: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let found = Self.providerNames.filter { !provider[$0].isNull }
        if found.isEmpty {
            errors.invalid(
                path,
                omittingValue:
                    "provider does not contain any of the expected providers: KMS, AESGCM, AESCBC, Secretbox, Identity")
        }
        if found.count > 1 {
            // Without the value: there are keys in it.
            errors.invalid(
                path,
                omittingValue:
                    "more than one provider specified in a single element, should split into different list elements")
        }
        if found.contains("kms") { errors.forbidden(path["kms"], "Apus has no KMS providers") }
        for cipher in ValueProvider.Cipher.allCases where found.first == cipher.rawValue {
            let keys = path[cipher.rawValue]["keys"]
            let values = provider[cipher.rawValue]["keys"].elements
            if values.isEmpty { errors.required(keys, "at least one keys is required") }
            for (index, key) in values.enumerated() { validateKey(key, cipher.keySizes, keys[index], &errors) }
        }
    }

    private func validateKey(_ key: JSONValue, _ sizes: [Int], _ path: FieldPath, _ errors: inout FieldErrors) {
        if (key["name"].string ?? "").isEmpty { errors.required(path["name"], "name is a mandatory field for a key") }
        guard let secret = key["secret"].string, !secret.isEmpty else {
            return errors.required(path["secret"], "secret is a mandatory field for a key")
        }
        guard let bytes = Base64.decode(secret) else {
            return errors.invalid(path["secret"], "REDACTED", "secrets must be base64 encoded")
        }
        if !sizes.contains(bytes.count) {
            let expected = sizes.map(String.init).joined(separator: " ")
            errors.invalid(
                path["secret"], "REDACTED",
                "secret is not of the expected length, got \(bytes.count), expected one of [\(expected)]")
        }
    }
}
