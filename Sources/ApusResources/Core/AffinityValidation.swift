import ApusAPI
import ApusJSON

/// Rules for affinities and topology spread constraints.
enum AffinityValidation {
    static func validate(_ affinity: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        guard affinity.object != nil else { return }
        let (required, preferred) = (
            "requiredDuringSchedulingIgnoredDuringExecution", "preferredDuringSchedulingIgnoredDuringExecution"
        )
        let node = affinity["nodeAffinity"]
        let nodePath = path["nodeAffinity"]
        if !node[required].isNull { validateNodeSelector(node[required], nodePath[required], &errors) }
        for (index, term) in node[preferred].elements.enumerated() {
            let here = nodePath[preferred][index]
            validateWeight(term, here, &errors)
            validateNodeTerm(term["preference"], here["preference"], &errors)
        }
        for key in ["podAffinity", "podAntiAffinity"] {
            for (index, term) in affinity[key][required].elements.enumerated() {
                validatePodTerm(term, path[key][required][index], &errors)
            }
            for (index, term) in affinity[key][preferred].elements.enumerated() {
                let here = path[key][preferred][index]
                validateWeight(term, here, &errors)
                validatePodTerm(term["podAffinityTerm"], here["podAffinityTerm"], &errors)
            }
        }
    }

    static func validateNodeSelector(_ selector: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let terms = selector["nodeSelectorTerms"].elements
        if terms.isEmpty { errors.required(path["nodeSelectorTerms"], "must have at least one node selector term") }
        for (index, term) in terms.enumerated() {
            validateNodeTerm(term, path["nodeSelectorTerms"][index], &errors)
        }
    }

    private static func validateNodeTerm(_ term: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        for (index, expression) in term["matchExpressions"].elements.enumerated() {
            let here = path["matchExpressions"][index]
            let values = expression["values"].elements
            switch expression["operator"].text {
            case "In", "NotIn":
                if values.isEmpty {
                    errors.required(here["values"], "must be specified when `operator` is 'In' or 'NotIn'")
                }
            case "Exists", "DoesNotExist":
                if !values.isEmpty {
                    errors.forbidden(
                        here["values"], "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")
                }
            case "Gt", "Lt":
                if values.count != 1 {
                    errors.required(here["values"], "must be specified single value when `operator` is 'Lt' or 'Gt'")
                }
            case let other: errors.invalid(here["operator"], .string(other), "not a valid selector operator")
            }
            let key = expression["key"]
            errors.invalid(here["key"], key, each: Names.qualifiedNameProblems(key.text))
        }
        for (index, expression) in term["matchFields"].elements.enumerated() {
            let here = path["matchFields"][index]
            if expression["values"].elements.count != 1 {
                errors.required(
                    here["values"], "must be only one value when `operator` is 'In' or 'NotIn' for node field selector")
            }
            if expression["key"] != "metadata.name" {
                errors.invalid(here["key"], expression["key"], "not a valid field selector key")
            }
        }
    }

    private static func validatePodTerm(_ term: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        for key in ["labelSelector", "namespaceSelector"] { LabelRules.validateSelector(term[key], path[key], &errors) }
        for namespace in term["namespaces"].elements {
            errors.invalid(path["namespace"], namespace, each: Names.dnsLabelProblems(namespace.text))
        }
        let topology = term["topologyKey"].text
        if topology.isEmpty {
            errors.required(path["topologyKey"], "can not be empty")
        } else {
            errors.invalid(path["topologyKey"], .string(topology), each: Names.qualifiedNameProblems(topology))
        }
    }

    private static func validateWeight(_ term: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let weight = term["weight"].int ?? 0
        if !(1...100).contains(weight) { errors.invalid(path["weight"], .int(weight), "must be in the range 1-100") }
    }

    static func validateSpread(_ constraints: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        var seen: Set<String> = []
        for (index, constraint) in constraints.elements.enumerated() {
            let here = path[index]
            let skew = constraint["maxSkew"].int ?? 0
            if skew <= 0 { errors.invalid(here["maxSkew"], .int(skew), "must be greater than zero") }
            let topology = constraint["topologyKey"].text
            if topology.isEmpty {
                errors.required(here["topologyKey"], "can not be empty")
            } else {
                errors.invalid(here["topologyKey"], .string(topology), each: Names.qualifiedNameProblems(topology))
            }
            let action = constraint["whenUnsatisfiable"]
            if action != "DoNotSchedule", action != "ScheduleAnyway" {
                errors.notSupported(
                    here["whenUnsatisfiable"], .string(action.text), ["DoNotSchedule", "ScheduleAnyway"])
            }
            if !seen.insert("\(topology), \(action.text)").inserted {
                errors.duplicate(
                    here["{topologyKey, whenUnsatisfiable}"], .string("{\(topology), \(action.text)}"))
            }
            if let minimum = constraint["minDomains"].int {
                if minimum <= 0 { errors.invalid(here["minDomains"], .int(minimum), "must be greater than zero") }
                if action != "DoNotSchedule" {
                    errors.invalid(
                        here["minDomains"], .int(minimum),
                        "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not \(action.text)")
                }
            }
            LabelRules.validateSelector(constraint["labelSelector"], here["labelSelector"], &errors)
        }
    }
}
