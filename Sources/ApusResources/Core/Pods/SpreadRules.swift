import ApusAPI
import ApusJSON

/// Rules for topology spread constraints.
enum SpreadRules {
    static func validate(_ constraints: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let list = constraints.elements
        for (index, constraint) in list.enumerated() {
            let here = path[index]
            let (topology, action) = (constraint["topologyKey"].text, constraint["whenUnsatisfiable"].text)
            validatePositive(constraint["maxSkew"].int ?? 0, here["maxSkew"], &errors)
            if topology.isEmpty { errors.required(here["topologyKey"], "can not be empty") }
            if action != "DoNotSchedule", action != "ScheduleAnyway" {
                errors.notSupported(
                    here["whenUnsatisfiable"], .string(action), ["DoNotSchedule", "ScheduleAnyway"])
            }
            let isRepeated = list[(index + 1)...].contains {
                $0["topologyKey"].text == topology && $0["whenUnsatisfiable"].text == action
            }
            if isRepeated {
                errors.duplicate(here["{topologyKey, whenUnsatisfiable}"], .string("{\(topology), \(action)}"))
            }
            if let minimum = constraint["minDomains"].int {
                validatePositive(minimum, here["minDomains"], &errors)
                if action != "DoNotSchedule" {
                    errors.invalid(
                        here["minDomains"], .int(minimum),
                        "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not \(action)")
                }
            }
            for key in ["nodeAffinityPolicy", "nodeTaintsPolicy"] {
                errors.allow(constraint[key], ["Honor", "Ignore"], here[key])
            }
            LabelKeyRules.validate(constraint, here, &errors)
            LabelRules.validateSelector(constraint["labelSelector"], here["labelSelector"], &errors)
        }
    }

    private static func validatePositive(_ value: Int64, _ path: FieldPath, _ errors: inout FieldErrors) {
        if value <= 0 { errors.invalid(path, .int(value), "must be greater than zero") }
    }
}
