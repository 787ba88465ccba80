import ApusAPI
import ApusJSON

/// Labels and annotations of nodes that have newer names (`pkg/api/node`).
enum NodeLabels {
    private static let deprecated: [String: String] = [
        "beta.kubernetes.io/arch": "deprecated since v1.14; use \"kubernetes.io/arch\" instead",
        "beta.kubernetes.io/os": "deprecated since v1.14; use \"kubernetes.io/os\" instead",
        "failure-domain.beta.kubernetes.io/region":
            "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead",
        "failure-domain.beta.kubernetes.io/zone": "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead",
        "beta.kubernetes.io/instance-type": "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead",
        "app.kubernetes.io/created-by": "deprecated since v1.9",
        "scheduler.alpha.kubernetes.io/preferAvoidPods":
            "deprecated since v1.22; use Taints and Tolerations instead",
        "node-role.kubernetes.io/master": "use \"node-role.kubernetes.io/control-plane\" instead",
    ]

    static func deprecation(_ label: String) -> String? { deprecated[label] }

    /// What is said of a node selector term.
    ///
    /// - Parameter checksValues: also of values that no label can have.
    static func warnings(ofTerm term: JSONValue, checksValues: Bool = false, _ path: FieldPath) -> [String] {
        var warnings: [String] = []
        for (index, expression) in term["matchExpressions"].elements.enumerated() {
            let (here, key) = (path["matchExpressions"][index], expression["key"].text)
            if let text = deprecation(key) { warnings.append("\(here["key"]): \(key) is \(text)") }
            guard checksValues else { continue }
            for (number, value) in expression["values"].elements.enumerated() {
                for problem in Names.labelValueProblems(value.text) {
                    warnings.append("\(here["values"][number]): \(value.text) is invalid, \(problem)")
                }
            }
        }
        return warnings
    }
}
