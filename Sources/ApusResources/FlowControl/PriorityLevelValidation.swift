import ApusAPI
import ApusJSON

/// Rules for priority levels (`pkg/apis/flowcontrol/validation`).
enum PriorityLevelValidation {
    private static let queueLimit: Int64 = 10_000_000
    /// How many bits there are to deal hands of queues with.
    private static let hashBits = 60
    private static let roundTrip = "flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares"

    static func validate(_ object: JSONValue, _ errors: inout FieldErrors) {
        if !object["metadata"]["annotations"][roundTrip].isNull {
            errors.forbidden(FieldPath("metadata")["annotations"], "annotation '\(roundTrip)' is forbidden")
        }
        let name = object["metadata"]["name"].text
        let path = FieldPath("spec")
        let spec = object["spec"]
        validateSpec(spec, name, path, &errors)
        if let fixed = FlowControlRules.mandatoryLevels[name] {
            var compared = spec
            if name == "exempt" { compared["exempt"] = fixed["exempt"] }
            let except = name == "exempt" ? " except the 'spec.exempt' field" : ""
            if compared != fixed {
                errors.invalid(path, spec, "spec of '\(name)'\(except) must equal the fixed value")
            }
        }
        FlowControlRules.validateConditions(object["status"]["conditions"], &errors)
    }

    private static func validateSpec(
        _ spec: JSONValue, _ name: String, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let type = JSONValue.string(spec["type"].text)
        if (name == "exempt") != (type == "Exempt") {
            errors.invalid(path["type"], type, "must be 'Exempt' if and only if `name` is 'exempt'")
        }
        switch type.text {
        case "Exempt":
            if !spec["limited"].isNull { errors.forbidden(path["limited"], "must be nil if the type is not Limited") }
            validateShares(spec["exempt"], path["exempt"], &errors)
            validateLendable(spec["exempt"], path["exempt"], &errors)
        case "Limited":
            if !spec["exempt"].isNull { errors.forbidden(path["exempt"], "must be nil if the type is Limited") }
            if spec["limited"].isNull {
                errors.required(path["limited"], "must not be empty when type is Limited")
            } else {
                validateLimited(spec["limited"], path["limited"], &errors)
            }
        default: errors.requireSupported(path["type"], type, ["Exempt", "Limited"])
        }
    }

    private static func validateShares(_ level: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        if let shares = level["nominalConcurrencyShares"].int, shares < 0 {
            errors.invalid(path["nominalConcurrencyShares"], .int(shares), "must be a non-negative integer")
        }
    }

    private static func validateLendable(_ level: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        if let percent = level["lendablePercent"].int, !(0...100).contains(percent) {
            errors.invalid(path["lendablePercent"], .int(percent), "must be between 0 and 100, inclusive")
        }
    }

    private static func validateLimited(_ level: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        validateShares(level, path, &errors)
        validateResponse(level["limitResponse"], path["limitResponse"], &errors)
        validateLendable(level, path, &errors)
        if let percent = level["borrowingLimitPercent"].int, percent < 0 {
            errors.invalid(
                path["borrowingLimitPercent"], .int(percent), "if specified, must be a non-negative integer")
        }
    }

    private static func validateResponse(_ response: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let queuing = response["queuing"]
        switch response["type"].text {
        case "Reject":
            if !queuing.isNull {
                errors.forbidden(path["queuing"], "must be nil if limited.limitResponse.type is not Limited")
            }
        case "Queue":
            if queuing.isNull {
                errors.required(path["queuing"], "must not be empty if limited.limitResponse.type is Limited")
            } else {
                validateQueuing(queuing, path["queuing"], &errors)
            }
        default: errors.requireSupported(path["type"], .string(response["type"].text), ["Queue", "Reject"])
        }
    }

    private static func validateQueuing(_ queuing: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        func number(_ key: String) -> Int64 { queuing[key].int ?? 0 }
        let (queues, hand) = (number("queues"), number("handSize"))
        for key in ["queueLengthLimit", "queues"] where number(key) <= 0 {
            errors.invalid(path[key], .int(number(key)), "must be positive")
        }
        if queues > queueLimit {
            errors.invalid(path["queues"], .int(queues), "must not be greater than \(queueLimit)")
        }
        if hand <= 0 {
            errors.invalid(path["handSize"], .int(hand), "must be positive")
        } else if hand > queues {
            errors.invalid(path["handSize"], .int(hand), "should not be greater than queues (\(queues))")
        } else if !fits(queues, hand) {
            errors.invalid(
                path["handSize"], .int(hand),
                "required entropy bits of deckSize \(queues) and handSize \(hand) should not be greater than "
                    + "\(hashBits)")
        }
    }

    /// Whether `queues` to the power of `hand` needs no more bits than there are.
    private static func fits(_ queues: Int64, _ hand: Int64) -> Bool {
        guard queues > 1 else { return true }
        var product: Int64 = 1
        for _ in 0..<min(hand, Int64(hashBits) + 1) {
            let (next, overflow) = product.multipliedReportingOverflow(by: queues)
            if overflow || next > 1 << hashBits { return false }
            product = next
        }
        return true
    }
}
