import ApusAPI
import ApusJSON

/// Rules that the kinds of `storage.k8s.io` share (`pkg/apis/storage/validation`).
enum StorageRules {
    private static let parameterLimit = 512
    private static let parameterSize = 262_144
    private static let messageSize = 1024

    /// The name of a provisioner: a qualified name, whatever its case.
    static func validateProvisioner(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        if value.text.isEmpty {
            errors.required(path)
        } else {
            let name = value.text.lowercased()
            errors.invalid(path, .string(name), each: Names.qualifiedNameProblems(name))
        }
    }

    /// The name of a CSI driver.
    static func validateDriverName(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        guard !value.text.isEmpty else {
            errors.required(path)
            return
        }
        if value.text.utf8.count > 63 { errors.tooLong(path, maximum: 63) }
        errors.invalid(path, value, each: Names.dnsSubdomainProblems(value.text.lowercased()))
    }

    static func validateParameters(
        _ value: JSONValue, allowsEmpty: Bool, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let parameters = value.object ?? JSONObject()
        if parameters.count > parameterLimit {
            errors.tooLong(path, maximum: parameterLimit)
            return
        }
        if parameters[""] != nil { errors.invalid(path, "", "field can not be empty.") }
        if size(parameters) > parameterSize { errors.tooLong(path, maximum: parameterSize) }
        if !allowsEmpty, parameters.isEmpty { errors.required(path, "must contain at least one key/value pair") }
    }

    static func validateError(_ error: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        if error["message"].text.utf8.count > messageSize {
            errors.tooLong(path["message"], maximum: parameterSize)  // upstream names the wrong limit
        }
        if let code = error["errorCode"].int, code < 0 {
            errors.invalid(path["errorCode"], .int(code), "must be between 0 and 2147483647, inclusive")
        }
    }

    static func validateMetadata(_ metadata: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        if size(metadata.object ?? JSONObject()) > parameterSize { errors.tooLong(path, maximum: parameterSize) }
    }

    private static func size(_ map: JSONObject) -> Int {
        map.reduce(0) { $0 + $1.key.utf8.count + $1.value.text.utf8.count }
    }
}
