import ApusAPI
import ApusJSON

/// Rules for Events (`ValidateEventCreate`, `ValidateEventUpdate`). What has an `eventTime` is held to newer rules, and
/// what comes through `events.k8s.io` to the strictest. Paths are those of upstream's internal form.
struct EventValidation {
    private let event: JSONValue
    /// Whether the client speaks `events.k8s.io/v1`.
    private let isStrict: Bool

    init(_ event: JSONValue, _ context: StrategyContext) {
        self.event = event
        isStrict = context.apiVersion == "events.k8s.io/v1"
    }

    /// A field by its internal name; the two groups have other names for some.
    private static let names: [String: [String]] = [
        "involvedObject": ["involvedObject", "regarding"], "message": ["message", "note"],
        "reportingController": ["reportingComponent", "reportingController"],
        "source": ["source", "deprecatedSource"], "count": ["count", "deprecatedCount"],
        "firstTimestamp": ["firstTimestamp", "deprecatedFirstTimestamp"],
        "lastTimestamp": ["lastTimestamp", "deprecatedLastTimestamp"],
    ]

    private static func value(_ event: JSONValue, _ name: String) -> JSONValue {
        (names[name] ?? [name]).map { event[$0] }.first { !$0.isNull } ?? .null
    }

    private subscript(name: String) -> JSONValue { Self.value(event, name) }

    func validate(_ errors: inout FieldErrors) {
        validateAlways(&errors)
        guard isStrict else { return }
        validateSeries(&errors)
        if event["eventTime"].isNull { errors.required(FieldPath("eventTime")) }
        let type = event["type"].text
        if type != "Normal", type != "Warning" {
            errors.invalid(FieldPath("type"), "", "has invalid value: \(type)")
        }
        for name in ["firstTimestamp", "lastTimestamp", "count", "source"] where !self[name].isEmptyValue {
            errors.invalid(FieldPath(name), "", "needs to be unset")
        }
    }

    func validateUpdate(old: JSONValue, _ errors: inout FieldErrors) {
        validateAlways(&errors)
        guard isStrict else { return }
        if event["series"] != old["series"] { validateSeries(&errors) }
        for name in [
            "involvedObject", "reason", "message", "source", "firstTimestamp", "lastTimestamp", "count", "reason",
            "type", "eventTime", "action", "related", "reportingController", "reportingInstance",
        ] {
            errors.checkImmutable(FieldPath(name), self[name], Self.value(old, name))
        }
    }

    // MARK: - Parts

    private func validateAlways(_ errors: inout FieldErrors) {
        let target = self["involvedObject"]["namespace"].text
        let own = event["metadata"]["namespace"].text
        func mismatch() {
            errors.invalid(
                FieldPath("involvedObject")["namespace"], .string(target), "does not match event.namespace")
        }
        if event["eventTime"].isNull {
            if target.isEmpty ? !own.isEmpty && own != "default" : own != target { mismatch() }
        } else {
            if target.isEmpty, own != "default", own != "kube-system" { mismatch() }
            validateSource(&errors)
        }
        if own.isEmpty || !Names.dnsSubdomainProblems(own).isEmpty {
            errors.invalid(FieldPath("namespace"), .string(own), each: Names.dnsSubdomainProblems(own))
        }
    }

    private func validateSource(_ errors: inout FieldErrors) {
        let (path, controller) = (FieldPath("reportingController"), self["reportingController"])
        errors.require(controller, path)
        errors.invalid(path, .string(controller.text), each: Names.qualifiedNameProblems(controller.text))
        for key in ["reportingInstance", "action", "reason"] {
            errors.require(event[key], FieldPath(key))
            limit(event[key], 128, FieldPath(key), &errors)
        }
        limit(self["message"], 1024, FieldPath("message"), &errors)
    }

    private func validateSeries(_ errors: inout FieldErrors) {
        guard !event["series"].isNull else { return }
        if event["series"]["count"].int ?? 0 < 2 {
            errors.invalid(FieldPath("series.count"), "", "should be at least 2")
        }
        if event["series"]["lastObservedTime"].isNull { errors.required(FieldPath("series.lastObservedTime")) }
    }

    private func limit(_ value: JSONValue, _ most: Int, _ path: FieldPath, _ errors: inout FieldErrors) {
        if value.text.utf8.count > most { errors.invalid(path, "", "can have at most \(most) characters") }
    }
}
