import ApusAPI
import ApusJSON
import ApusResources

/// A row of a rule table: what is done to a valid manifest, and what is expected.
///
/// | key | meaning |
/// |---|---|
/// | `base` | which of the file's `bases`; without it `base` |
/// | `old` | changes the stored object before the update: a state that no create gives |
/// | `patch` | create the base with this change |
/// | `update`, `status` | update the base, or its status, with this change |
/// | `subresource` | the subresource that `update` goes to |
/// | `error` | the cause, or the list of all causes, as `field: text`; `…` at the end stands for the rest |
/// | `accepted` | there is no error |
/// | `warnings` | what the client is warned of |
/// | `defaults` | JSON pointers into the result with the values that stand there; null: nothing does |
///
/// `{ "×": N, of: V }` stands for N times V: the text V repeated, else a list.
///
/// A change is a JSON merge patch; an object whose keys are JSON pointers, each set to its value (null removes it, `-`
/// appends); or a JSON patch.
struct RuleRow {
    private let row: JSONValue
    private let base: JSONValue

    private static let keys = [
        "base", "old", "patch", "update", "status", "subresource", "error", "accepted", "warnings", "defaults",
    ]

    struct Malformed: Error, CustomStringConvertible {
        var description: String
    }

    init(_ row: JSONValue, bases: JSONObject) throws {
        self.row = row
        let name = row["base"].string ?? "base"
        guard let base = bases[name] else { throw Malformed(description: "there is no base \(name)") }
        self.base = base
        for key in row.object?.keys.map({ $0 }) ?? [] where !Self.keys.contains(key) {
            throw Malformed(description: "unknown key \(key)")
        }
        guard ["patch", "update", "status"].count(where: { row.object?[$0] != nil }) == 1 else {
            throw Malformed(description: "a row has one of patch, update and status")
        }
        guard ["error", "accepted", "warnings", "defaults"].contains(where: { row.object?[$0] != nil }) else {
            throw Malformed(description: "a row says what is expected")
        }
    }

    struct Outcome: Equatable {
        var problems: [String] = []
        var warnings: [String] = []
        var object = JSONValue.null
    }

    /// Does to the manifest what the row says.
    func outcome(_ resource: Resource) throws -> Outcome {
        if row.object?["patch"] != nil { return Self.create(try Self.changed(base, row["patch"]), resource) }
        let created = try Self.prepared(base, resource)
        var old = try Self.changed(created, row["old"])
        if old["metadata"]["resourceVersion"].isNull { old["metadata"]["resourceVersion"] = "5" }
        let isStatus = row.object?["status"] != nil
        var new = try Self.changed(old, isStatus ? ["status": row["status"]] : row["update"])
        if isStatus, case .object(let members) = row["status"], members.members.first?.key.hasPrefix("/") == true {
            new = try Self.changed(old, row["status"])
        }
        let context = StrategyContext(
            now: Kinds.now, subresource: isStatus ? "status" : row["subresource"].string ?? "",
            apiVersion: resource.definition.apiVersion)
        do {
            _ = try resource.decode(&new, validation: .strict)
            try resource.prepareForUpdate(&new, old: old, namespace: "default", context)
            let warnings = try resource.validateUpdate(new, old: old, context)
            return Outcome(warnings: warnings, object: new)
        } catch {
            return Outcome(problems: Self.problems(error), object: new)
        }
    }

    /// What is not as the row says; nothing where all is.
    func mismatches(_ resource: Resource) throws -> [String] {
        let outcome = try outcome(resource)
        var mismatches: [String] = []
        let expected = row["error"].string.map { [$0] } ?? row["error"].elements.map { $0.string ?? "" }
        if outcome.problems.count != expected.count || !zip(outcome.problems, expected).allSatisfy(Self.isSame) {
            mismatches.append("expected \(expected)\n     got \(outcome.problems)")
        }
        if row.object?["warnings"] != nil {
            let warnings = row["warnings"].elements.map { $0.string ?? "" }
            if outcome.warnings.count != warnings.count || !zip(outcome.warnings, warnings).allSatisfy(Self.isSame) {
                mismatches.append("expected warnings \(warnings)\n              got \(outcome.warnings)")
            }
        }
        for member in row["defaults"].object?.members ?? [] {
            let value = JSONPointer(member.key).flatMap { outcome.object.value(at: $0) } ?? .null
            if value != member.value {
                mismatches.append("\(member.key): expected \(GoText.json(member.value)), got \(GoText.json(value))")
            }
        }
        return mismatches
    }

    private static func isSame(_ found: String, _ expected: String) -> Bool {
        expected.hasSuffix("…") ? found.hasPrefix(expected.dropLast()) : found == expected
    }

    // MARK: - Writes

    static func prepared(_ manifest: JSONValue, _ resource: Resource) throws(StatusError) -> JSONValue {
        var object = manifest
        _ = try resource.decode(&object, validation: .strict)
        var random = SystemRandomNumberGenerator()
        try resource.prepareForCreate(
            &object, namespace: "default", uid: "11111111-1111-1111-1111-111111111111",
            StrategyContext(now: Kinds.now), random: &random)
        return object
    }

    static func create(_ manifest: JSONValue, _ resource: Resource) -> Outcome {
        do {
            var object = try prepared(manifest, resource)
            let warnings = try resource.validateCreate(
                object, StrategyContext(now: Kinds.now, apiVersion: resource.definition.apiVersion))
            resource.strategy.canonicalize(&object)
            return Outcome(warnings: warnings, object: object)
        } catch {
            return Outcome(problems: problems(error))
        }
    }

    private static func problems(_ error: StatusError) -> [String] {
        guard let causes = error.details?.causes, !causes.isEmpty else { return [error.message] }
        return causes.map { "\($0.field): \($0.message)" }
    }

    // MARK: - Changes

    private static func changed(_ value: JSONValue, _ change: JSONValue) throws -> JSONValue {
        var result = value
        let change = repeated(change)
        switch change {
        case .null: break
        case .array: try JSONPatch(change).apply(to: &result)
        case .object(let object) where object.members.first?.key.hasPrefix("/") == true:
            for member in object.members {
                guard let pointer = JSONPointer(member.key) else { throw Malformed(description: member.key) }
                set(pointer.tokens[...], member.value, &result)
            }
        default: result.apply(mergePatch: change)
        }
        return result
    }

    private static func repeated(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let object):
            if let count = object["×"]?.int, let part = object["of"] {
                if let text = part.string { return .string(String(repeating: text, count: Int(count))) }
                return .array([JSONValue](repeating: repeated(part), count: Int(count)))
            }
            var result: JSONValue = [:]
            for member in object.members { result[member.key] = repeated(member.value) }
            return result
        case .array(let elements): return .array(elements.map(repeated))
        default: return value
        }
    }

    private static func set(_ way: ArraySlice<String>, _ new: JSONValue, _ value: inout JSONValue) {
        guard let key = way.first else {
            value = new
            return
        }
        let isLast = way.count == 1
        if case .array(var elements) = value, key == "-" || Int(key) != nil {
            let index = Int(key) ?? elements.count
            if isLast, new.isNull {
                elements.remove(at: index)
            } else {
                if index == elements.count { elements.append(isLast ? .null : [:]) }
                set(way.dropFirst(), new, &elements[index])
            }
            value = .array(elements)
        } else if isLast, new.isNull {
            value.remove(key)
        } else {
            if value[key].isNull { value[key] = way.dropFirst().first == "-" ? [] : [:] }
            set(way.dropFirst(), new, &value[key])
        }
    }
}
