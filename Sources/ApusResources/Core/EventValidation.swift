import ApusAPI
import ApusJSON

/// Rules for Events (`ValidateEventCreate`). What was written through `events.k8s.io` is held to the newer ones, which
/// also ask for `eventTime`.
enum EventValidation {
    static func validate(_ event: JSONValue, _ errors: inout FieldErrors) {
        let isCore = !event["involvedObject"].isNull
        let target = event[isCore ? "involvedObject" : "regarding"]["namespace"].text
        let own = event["metadata"]["namespace"].text
        func mismatch() {
            errors.invalid(
                FieldPath("involvedObject")["namespace"], .string(target), "does not match event.namespace")
        }
        if event["eventTime"].isNull {
            if target.isEmpty ? !own.isEmpty && own != "default" : own != target { mismatch() }
        } else {
            if target.isEmpty, own != "default", own != "kube-system" { mismatch() }
            validateSource(event, isCore: isCore, &errors)
        }
        if own.isEmpty || !Names.dnsSubdomainProblems(own).isEmpty {
            errors.invalid(FieldPath("namespace"), .string(own), each: Names.dnsSubdomainProblems(own))
        }
    }

    private static func validateSource(_ event: JSONValue, isCore: Bool, _ errors: inout FieldErrors) {
        let controller = isCore ? "reportingComponent" : "reportingController"
        errors.require(event[controller], FieldPath(controller))
        errors.invalid(
            FieldPath(controller), .string(event[controller].text),
            each: Names.qualifiedNameProblems(event[controller].text))
        for key in ["reportingInstance", "action", "reason"] {
            errors.require(event[key], FieldPath(key))
            limit(event[key], 128, FieldPath(key), &errors)
        }
        limit(event[isCore ? "message" : "note"], 1024, FieldPath("message"), &errors)
    }

    private static func limit(
        _ value: JSONValue, _ most: Int, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        if value.text.utf8.count > most { errors.invalid(path, "", "can have at most \(most) characters") }
    }
}
