import ApusAPI
import ApusJSON

/// Rules for ports, restarts and resizing of one container.
enum ContainerRules {
    // MARK: - Ports

    static func validatePorts(_ ports: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        var names: Set<String> = []
        for (index, port) in ports.elements.enumerated() {
            let here = path[index]
            let name = port["name"].text
            if !name.isEmpty {
                let problems = Names.portNameProblems(name)
                if !problems.isEmpty {
                    errors.invalid(here["name"], .string(name), each: problems)
                } else if !names.insert(name).inserted {
                    errors.duplicate(here["name"], .string(name))
                }
            }
            let number = port["containerPort"].int ?? 0
            if number == 0 {
                errors.required(here["containerPort"])
            } else {
                errors.within(.int(number), 1, 65535, here["containerPort"])
            }
            if let host = port["hostPort"].int, host != 0 { errors.within(.int(host), 1, 65535, here["hostPort"]) }
            PortRules.validateProtocol(port["protocol"], here["protocol"], &errors)
        }
    }

    static func collectHostPorts(
        _ container: JSONValue, _ path: @autoclosure () -> FieldPath, _ seen: inout Set<String>,
        _ errors: inout FieldErrors
    ) {
        for (index, port) in container["ports"].elements.enumerated() {
            guard let number = port["hostPort"].int, number != 0 else { continue }
            let key = "\(port["protocol"].text)/\(port["hostIP"].text)/\(number)"
            if !seen.insert(key).inserted { errors.duplicate(path()["ports"][index]["hostPort"], .string(key)) }
        }
    }

    // MARK: - Restarts

    static func validateRestart(_ container: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let rules = container["restartPolicyRules"].elements
        let policy = container["restartPolicy"]
        if policy.isNull {
            if !rules.isEmpty {
                errors.required(path["restartPolicy"], "must specify restartPolicy when restart rules are used")
            }
        } else {
            errors.allow(policy, ["Always", "Never", "OnFailure"], path["restartPolicy"])
        }
        if rules.count > 20 { errors.tooLong(path["restartPolicyRules"], maximum: 20) }
        for (index, rule) in rules.enumerated() {
            let here = path["restartPolicyRules"][index]
            if rule["action"] != "Restart", rule["action"] != "RestartAllContainers" {
                errors.notSupported(here["action"], .string(rule["action"].text), ["Restart"])
            }
            let codes = rule["exitCodes"]
            if codes.isNull {
                errors.required(here["exitCodes"], "must be specified")
                continue
            }
            if codes["operator"] != "In", codes["operator"] != "NotIn" {
                errors.notSupported(
                    here["exitCodes"]["operator"], .string(codes["operator"].text), ["In", "NotIn"])
            }
            if codes["values"].elements.count > 255 { errors.tooLong(here["exitCodes"]["values"], maximum: 255) }
        }
    }

    // MARK: - Resizing

    static func validateResize(
        _ policies: JSONValue, _ restartPolicy: JSONValue, _ path: @autoclosure () -> FieldPath,
        _ errors: inout FieldErrors
    ) {
        var seen: Set<String> = []
        for (index, policy) in policies.elements.enumerated() {
            let (name, action) = (policy["resourceName"], policy["restartPolicy"])
            if !seen.insert(name.text).inserted { errors.duplicate(path()[index], name) }
            errors.choose(name, ["cpu", "memory"], path())
            errors.choose(action, ["NotRequired", "RestartContainer"], path())
            if restartPolicy == "Never", action != "NotRequired" {
                errors.invalid(path(), action, "must be 'NotRequired' when `restartPolicy` is 'Never'")
            }
        }
    }
}
