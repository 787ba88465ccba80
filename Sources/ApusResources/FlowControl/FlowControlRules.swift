import ApusAPI
import ApusJSON

/// What flow schemas and priority levels share (`pkg/apis/flowcontrol`).
enum FlowControlRules {
    /// The specs of the flow schemas that must be there and cannot be changed.
    static let mandatorySchemas: [String: JSONValue] = [
        "exempt": schema(level: "exempt", precedence: 1, groups: ["system:masters"]),
        "catch-all": schema(
            level: "catch-all", precedence: 10_000, groups: ["system:unauthenticated", "system:authenticated"],
            distinguisher: "ByUser"),
    ]

    /// The specs of the priority levels that must be there. Of `exempt`, the member `exempt` can be changed.
    static let mandatoryLevels: [String: JSONValue] = [
        "exempt": ["type": "Exempt", "exempt": ["nominalConcurrencyShares": 0, "lendablePercent": 0]],
        "catch-all": [
            "type": "Limited",
            "limited": [
                "nominalConcurrencyShares": 5, "lendablePercent": 0, "limitResponse": ["type": "Reject"],
            ],
        ],
    ]

    private static func schema(
        level: String, precedence: Int64, groups: [String], distinguisher: String? = nil
    ) -> JSONValue {
        let subjects = groups.map { group -> JSONValue in ["kind": "Group", "group": ["name": .string(group)]] }
        var spec: JSONValue = [
            "priorityLevelConfiguration": ["name": .string(level)], "matchingPrecedence": .int(precedence),
            "rules": [
                [
                    "subjects": .array(subjects),
                    "resourceRules": [
                        [
                            "verbs": ["*"], "apiGroups": ["*"], "resources": ["*"], "clusterScope": true,
                            "namespaces": ["*"],
                        ]
                    ],
                    "nonResourceRules": [["verbs": ["*"], "nonResourceURLs": ["*"]]],
                ]
            ],
        ]
        if let distinguisher { spec["distinguisherMethod"] = ["type": .string(distinguisher)] }
        return spec
    }

    static func validateConditions(_ conditions: JSONValue, _ errors: inout FieldErrors) {
        var types: Set<String> = []
        for (index, condition) in conditions.elements.enumerated() {
            let path = FieldPath("status")["conditions"][index]["type"]
            let type = JSONValue.string(condition["type"].text)
            if !types.insert(type.text).inserted { errors.duplicate(path, type) }
            if type.text.isEmpty { errors.required(path) }
        }
    }
}
