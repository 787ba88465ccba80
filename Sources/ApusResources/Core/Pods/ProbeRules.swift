import ApusAPI
import ApusJSON

/// Rules for probes and lifecycle handlers.
enum ProbeRules {
    static func validateLifecycle(
        _ container: JSONValue, _ path: FieldPath, _ gracePeriod: Int64, _ errors: inout FieldErrors
    ) {
        for key in ["postStart", "preStop"] where !container["lifecycle"][key].isNull {
            validateHandler(
                container["lifecycle"][key], ["exec", "httpGet", "tcpSocket", "sleep"], path["lifecycle"][key],
                gracePeriod, &errors)
        }
        for key in ["livenessProbe", "readinessProbe", "startupProbe"] where !container[key].isNull {
            validateProbe(container[key], key, path[key], gracePeriod, &errors)
        }
    }

    private static func validateProbe(
        _ probe: JSONValue, _ key: String, _ path: FieldPath, _ gracePeriod: Int64, _ errors: inout FieldErrors
    ) {
        validateHandler(probe, ["exec", "httpGet", "tcpSocket", "grpc"], path, gracePeriod, &errors)
        for number in [
            "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold",
        ] {
            errors.nonNegative(probe[number], path[number])
        }
        let period = probe["terminationGracePeriodSeconds"]
        if let seconds = period.int, seconds <= 0 {
            errors.invalid(path["terminationGracePeriodSeconds"], period, "must be greater than 0")
        }
        if key == "readinessProbe" {
            if !period.isNull {
                errors.invalid(
                    path["terminationGracePeriodSeconds"], period, "must not be set for readinessProbes")
            }
        } else if let threshold = probe["successThreshold"].int, threshold != 1 {
            errors.invalid(path["successThreshold"], .int(threshold), "must be 1")
        }
    }

    private static func validateHandler(
        _ handler: JSONValue, _ kinds: [String], _ path: FieldPath, _ gracePeriod: Int64,
        _ errors: inout FieldErrors
    ) {
        var isFound = false
        for key in kinds where !handler[key].isNull {
            if isFound {
                errors.forbidden(path[key], "may not specify more than 1 handler type")
            } else {
                validateAction(handler[key], key, path[key], gracePeriod, &errors)
            }
            isFound = true
        }
        if !isFound { errors.required(path, "must specify a handler type") }
    }

    private static func validateAction(
        _ action: JSONValue, _ key: String, _ path: FieldPath, _ gracePeriod: Int64, _ errors: inout FieldErrors
    ) {
        switch key {
        case "exec": errors.require(action["command"], path["command"])
        case "httpGet":
            errors.require(action["path"], path["path"])
            PortRules.validateNumberOrName(action["port"], path["port"], &errors)
            errors.allow(action["scheme"], ["HTTP", "HTTPS"], path["scheme"])
            for header in action["httpHeaders"].elements {
                let name = header["name"].text
                errors.invalid(path["httpHeaders"], .string(name), each: Names.headerNameProblems(name))
            }
        case "sleep":
            let seconds = action["seconds"].int ?? 0
            if seconds < 0 || seconds > gracePeriod {
                errors.invalid(
                    path, .int(seconds),
                    "must be non-negative and less than terminationGracePeriodSeconds (\(gracePeriod))")
            }
        default: PortRules.validateNumberOrName(action["port"], path["port"], &errors)
        }
    }
}
