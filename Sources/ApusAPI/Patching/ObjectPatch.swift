public import ApusJSON

/// A patch of a request: JSON patch, merge patch or strategic merge patch.
public struct ObjectPatch: Sendable {
    /// The largest number of operations that a JSON patch may have.
    public static let operationLimit = 10_000

    private let type: APIRequest.PatchType
    private let body: JSONValue

    public init(_ type: APIRequest.PatchType, _ body: JSONValue) {
        self.type = type
        self.body = body
    }

    /// Applies the patch to `object` and brings the result into the form of `resource`: pruned, typed, defaulted.
    ///
    /// - Parameter object: The current object, with its resourceVersion.
    /// - Returns: The patched object and what the client is warned of.
    /// - Throws: 400 for a malformed patch, 422 for one that does not fit the object or its kind.
    public func apply(
        to object: JSONValue, of resource: Resource, validation: Resource.FieldValidation = .warn,
        duplicates: [String] = []
    ) throws(StatusError) -> (object: JSONValue, warnings: [String]) {
        var patched = try apply(to: object, schema: resource.definition.schema)
        let isReset = FieldManager.resets(patched)
        var decoder = ObjectDecoder(resource.definition.schema.table)
        do {
            try decoder.decode(&patched, as: resource.definition.schema)
        } catch {
            throw refuse(patched, type == .strategicMerge ? error.conversion : error.description)
        }
        patched["kind"] = .string(resource.definition.kind)
        patched["apiVersion"] = .string(resource.definition.apiVersion)
        if isReset { patched["metadata"]["managedFields"] = [[:]] }
        resource.applyDefaults(&patched)
        guard validation != .ignore else { return (patched, []) }
        let problems = strictProblems(duplicates) + decoder.unknownFields.map { "unknown field \(GoText.quoted($0))" }
        guard validation == .strict, !problems.isEmpty else { return (patched, problems) }
        throw refuse(patched, "strict decoding error: " + problems.joined(separator: ", "))
    }

    /// Applies the patch to a tree of the type `schema`; nil: a type without patch facts.
    public func apply(to object: JSONValue, schema: Schema?) throws(StatusError) -> JSONValue {
        switch type {
        case .json: return try applyJSONPatch(to: object)
        case .merge:
            guard body.object != nil else { throw .badRequest("Invalid JSON Patch") }
            var patched = object
            patched.apply(mergePatch: body)
            return patched
        case .strategicMerge:
            guard case .object(let patch) = body, case .object(var members) = object else {
                throw .badRequest(
                    "json: cannot unmarshal \(body.array == nil ? "value" : "array") into Go value of type "
                        + "map[string]interface {}")
            }
            do {
                try StrategicMerge().merge(patch, into: &members, schema)
            } catch {
                throw .badRequest(error.message)
            }
            return .object(members)
        case .apply: throw .badRequest("an apply patch is no merge")
        }
    }

    /// What is wrong with the patch itself: keys that it says twice, and members that operations do not have.
    private func strictProblems(_ duplicates: [String]) -> [String] {
        let doubled = duplicates.map { "duplicate field \(GoText.quoted($0))" }
        guard type == .json else { return doubled }
        let known: Set<String> = ["op", "path", "from", "value"]
        var unknown: [String] = []
        for (index, operation) in body.elements.enumerated() {
            for key in operation.object?.keys.filter({ !known.contains($0) }) ?? [] {
                unknown.append("unknown field \(GoText.quoted("[\(index)].\(key)"))")
            }
        }
        return (doubled + unknown).map { "json patch \($0)" }
    }

    private func applyJSONPatch(to object: JSONValue) throws(StatusError) -> JSONValue {
        do {
            let patch = try JSONPatch(body)
            guard patch.count <= ObjectPatch.operationLimit else {
                throw StatusError.requestEntityTooLarge(
                    "The allowed maximum operations in a JSON patch is \(ObjectPatch.operationLimit), got "
                        + "\(patch.count)")
            }
            var patched = object
            try patch.apply(to: &patched)
            return patched
        } catch let error as StatusError {
            throw error
        } catch let failure as JSONPatch.Failure {
            if case .unapplicable = failure {
                throw StatusError(
                    code: 422, reason: .invalid,
                    message: "the server rejected our request due to an error in our request", details: .init())
            }
            throw .badRequest(failure.message)
        } catch {
            throw .badRequest("\(error)")
        }
    }

    private func refuse(_ patched: JSONValue, _ why: String) -> StatusError {
        var errors = FieldErrors()
        let shown = type == .strategicMerge ? GoText.value(body) : GoText.json(patched)
        errors.invalid(FieldPath("patch"), .string(shown), why)
        return .invalid(group: "", kind: "", name: "", errors)
    }
}
