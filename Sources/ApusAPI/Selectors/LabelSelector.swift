public import ApusJSON

/// Which objects are meant, by their labels: requirements that must all hold.
public struct LabelSelector: Sendable, Equatable {
    public enum Operator: String, Sendable {
        case equals = "="
        case doubleEquals = "=="
        case notEquals = "!="
        case `in` = "in"
        case notIn = "notin"
        case exists = "exists"
        case doesNotExist = "!"
        case greaterThan = "gt"
        case lessThan = "lt"
    }

    public struct Requirement: Sendable, Equatable {
        public let key: String
        public let `operator`: Operator
        /// Sorted, without doubles.
        public let values: [String]

        public init(key: String, operator: Operator, values: [String]) {
            self.key = key
            self.operator = `operator`
            self.values = values
        }

        public func matches(_ labels: [String: String]) -> Bool {
            let value = labels[key]
            switch `operator` {
            case .exists: return value != nil
            case .doesNotExist: return value == nil
            case .equals, .doubleEquals, .in: return value.map(values.contains) ?? false
            case .notEquals, .notIn: return !(value.map(values.contains) ?? false)
            case .greaterThan, .lessThan:
                guard let value, let left = Int64(value), let right = values.first.flatMap({ Int64($0) }) else {
                    return false
                }
                return `operator` == .greaterThan ? left > right : left < right
            }
        }
    }

    /// Sorted by key. None: everything matches.
    public let requirements: [Requirement]
    /// Matches no object at all: an absent `LabelSelector` object.
    public let matchesNothing: Bool

    public init(_ requirements: [Requirement]) {
        self.requirements = requirements.sorted { $0.key < $1.key }
        matchesNothing = false
    }

    /// A selector that matches no object.
    public static let nothing = LabelSelector(nothing: ())
    public static let everything = LabelSelector([])

    private init(nothing: Void) {
        requirements = []
        matchesNothing = true
    }

    /// A selector for objects that have all of `labels`.
    public init(matching labels: [String: String]) {
        self.init(labels.map { Requirement(key: $0.key, operator: .equals, values: [$0.value]) })
    }

    public var isEverything: Bool { requirements.isEmpty && !matchesNothing }

    public func matches(_ labels: [String: String]) -> Bool {
        !matchesNothing && requirements.allSatisfy { $0.matches(labels) }
    }

    /// The value that the label `key` must have, where a requirement demands exactly one.
    public func exactValue(of key: String) -> String? {
        requirements.first {
            $0.key == key && $0.values.count == 1 && [.equals, .doubleEquals, .in].contains($0.operator)
        }?.values.first
    }
}

extension LabelSelector {
    /// Reads a `LabelSelector` object. Null or absent matches nothing, an empty object everything.
    public init(_ object: JSONValue) throws(LabelSelectorError) {
        guard object.object != nil else {
            self = .nothing
            return
        }
        var requirements: [Requirement] = []
        for member in object["matchLabels"].object ?? JSONObject() {
            requirements.append(
                try Requirement(checking: member.key, .equals, [member.value.string ?? ""]))
        }
        for expression in object["matchExpressions"].elements {
            let name = expression["operator"].string ?? ""
            let kind: Operator
            switch name {
            case "In": kind = .in
            case "NotIn": kind = .notIn
            case "Exists": kind = .exists
            case "DoesNotExist": kind = .doesNotExist
            default: throw LabelSelectorError("\(GoText.quoted(name)) is not a valid label selector operator")
            }
            requirements.append(
                try Requirement(
                    checking: expression["key"].string ?? "", kind,
                    expression["values"].elements.map { $0.string ?? "" }))
        }
        self.init(requirements)
    }
}

/// Why a label selector is no selector, in upstream's words.
public struct LabelSelectorError: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}

extension LabelSelector.Requirement {
    /// A requirement whose key and values follow the rules (`labels.NewRequirement`).
    public init(
        checking key: String, _ kind: LabelSelector.Operator, _ values: [String]
    ) throws(LabelSelectorError) {
        var errors = FieldErrors()
        let keyProblems = Names.qualifiedNameProblems(key)
        if !keyProblems.isEmpty {
            errors.invalid(FieldPath("key"), .string(key), keyProblems.joined(separator: "; "))
        }
        let path = FieldPath("values")
        let list = JSONValue.array(values.map { .string($0) })
        switch kind {
        case .in, .notIn:
            if values.isEmpty { errors.invalid(path, list, "for 'in', 'notin' operators, values set can't be empty") }
        case .equals, .doubleEquals, .notEquals:
            if values.count != 1 {
                errors.invalid(path, list, "exact-match compatibility requires one single value")
            }
        case .exists, .doesNotExist:
            if !values.isEmpty {
                errors.invalid(path, list, "values set must be empty for exists and does not exist")
            }
        case .greaterThan, .lessThan:
            if values.count != 1 {
                errors.invalid(path, list, "for 'Gt', 'Lt' operators, exactly one value is required")
            }
            for (index, value) in values.enumerated() where Int64(value) == nil {
                errors.invalid(
                    path[index], .string(value), "for 'Gt', 'Lt' operators, the value must be an integer")
            }
        }
        for (index, value) in values.enumerated() {
            let problems = Names.labelValueProblems(value)
            if !problems.isEmpty {
                errors.invalid(path[index].key(key), .string(value), problems.joined(separator: "; "))
            }
        }
        guard errors.isEmpty else {
            let texts = errors.all.map(\.description)
            throw LabelSelectorError(texts.count == 1 ? texts[0] : "[\(texts.joined(separator: ", "))]")
        }
        self.init(key: key, operator: kind, values: values)
    }
}

extension LabelSelector: CustomStringConvertible {
    /// `a=b,c in (d,e),!f`.
    public var description: String { requirements.map(\.description).joined(separator: ",") }
}

extension LabelSelector.Requirement: CustomStringConvertible {
    public var description: String {
        let list = values.joined(separator: ",")
        return switch `operator` {
        case .equals: "\(key)=\(list)"
        case .doubleEquals: "\(key)==\(list)"
        case .notEquals: "\(key)!=\(list)"
        case .in: "\(key) in (\(list))"
        case .notIn: "\(key) notin (\(list))"
        case .exists: key
        case .doesNotExist: "!\(key)"
        case .greaterThan: "\(key)>\(list)"
        case .lessThan: "\(key)<\(list)"
        }
    }
}
