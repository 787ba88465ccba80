/// A JSON Patch (RFC 6902), with the leniencies and the messages of the library that Kubernetes uses
/// (`evanphx/json-patch`, version 4), because API servers show them: indexes may be negative and count from the end
/// then, and `replace` and `copy` do not mind a member that does not exist.
public struct JSONPatch: Sendable {
    /// Why a patch cannot be read or applied.
    public enum Failure: Error, Sendable, Equatable {
        /// It is no patch: a bad request.
        case malformed(String)
        /// It does not fit the value, or a `test` failed: upstream answers 422.
        case unapplicable(String)

        public var message: String {
            switch self {
            case .malformed(let message), .unapplicable(let message): message
            }
        }
    }

    /// By how much the copies of one patch may grow the document, as upstream's servers limit it.
    public static let copyLimit = 3 * 1024 * 1024

    private let operations: [Operation]

    /// The number of operations; servers accept 10,000.
    public var count: Int { operations.count }

    /// Reads a patch: an array of objects. What the operations say is checked when they are applied.
    public init(_ patch: JSONValue) throws(Failure) {
        guard let elements = patch.array else {
            throw .malformed("json: cannot unmarshal \(patch.goKind) into Go value of type jsonpatch.Patch")
        }
        var operations: [Operation] = []
        for element in elements {
            guard let members = element.object else {
                throw .malformed("json: cannot unmarshal \(element.goKind) into Go value of type jsonpatch.Operation")
            }
            operations.append(Operation(members: members))
        }
        self.operations = operations
    }

    /// Applies the operations in order. Where one fails, `value` is left as it was.
    public func apply(to value: inout JSONValue) throws(Failure) {
        var changed = value
        var copied = 0
        for operation in operations { try operation.apply(to: &changed, copied: &copied) }
        value = changed
    }
}

/// One step of a patch, as it came.
private struct Operation {
    var members: JSONObject

    private static let missing = "missing value"

    func apply(to document: inout JSONValue, copied: inout Int) throws(JSONPatch.Failure) {
        switch members["op"]?.string ?? "unknown" {
        case "add": try add(to: &document)
        case "remove": try remove(from: &document)
        case "replace": try replace(in: &document)
        case "move": try move(in: &document)
        case "copy": try copy(in: &document, copied: &copied)
        case "test": try test(document)
        case let other: throw .unapplicable("Unexpected kind: \(other)")
        }
    }

    private var value: JSONValue { members["value"] ?? .null }

    private func add(to document: inout JSONValue) throws(JSONPatch.Failure) {
        guard let path = try? path("path", "operation missing path field") else {
            throw .unapplicable("add operation failed to decode path: \(Operation.missing)")
        }
        try insert(
            value, at: path, in: &document, missing: "add operation does not apply: doc is missing path: \"\(path)\""
        ) {
            "error in add for path: '\(path)': \($0)"
        }
    }

    private func remove(from document: inout JSONValue) throws(JSONPatch.Failure) {
        guard let path = try? path("path", "operation missing path field") else {
            throw .unapplicable("remove operation failed to decode path: \(Operation.missing)")
        }
        let removed = document.changeContainer(of: path) { container, key in container.take(key) }
        guard let removed else {
            throw .unapplicable(
                "remove operation does not apply: doc is missing path: \"\(path)\": \(Operation.missing)")
        }
        if case .failure(let problem) = removed {
            throw .unapplicable("error in remove for path: '\(path)': \(problem.text)")
        }
    }

    private func replace(in document: inout JSONValue) throws(JSONPatch.Failure) {
        let path = try path("path", "operation missing path field", "replace operation failed to decode path: ")
        guard !path.isEmpty else {
            guard value.object != nil || value.array != nil else {
                throw .unapplicable("replace operation value must be object or array")
            }
            document = value
            return
        }
        let value = value
        let replaced = document.changeContainer(of: path) { container, key in container.replace(key, by: value) }
        guard let replaced else {
            throw .unapplicable("replace operation does not apply: doc is missing path: \(path): \(Operation.missing)")
        }
        if case .failure = replaced {
            throw .unapplicable("replace operation does not apply: doc is missing key: \(path): \(Operation.missing)")
        }
    }

    private func move(in document: inout JSONValue) throws(JSONPatch.Failure) {
        let from = try path("from", "operation, missing from field", "move operation failed to decode from: ")
        let taken = document.changeContainer(of: from) { container, key in container.take(key) }
        guard let taken else {
            throw .unapplicable(
                "move operation does not apply: doc is missing from path: \(from): \(Operation.missing)")
        }
        switch taken {
        case .failure(let problem):
            let key = JSONPointer(from)?.tokens.last ?? ""
            throw .unapplicable("error in move for path: '\(key)': \(problem.text)")
        case .success(let value):
            let path = try path("path", "operation missing path field", "move operation failed to decode path: ")
            try insert(
                value, at: path, in: &document,
                missing: "move operation does not apply: doc is missing destination path: \(path)"
            ) { "error in move for path: '\(path)': \($0)" }
        }
    }

    private func copy(in document: inout JSONValue, copied: inout Int) throws(JSONPatch.Failure) {
        let from = try path("from", "operation, missing from field", "copy operation failed to decode from: ")
        guard let found = document.inContainer(of: from, { container, key in container.read(key) }) else {
            throw .unapplicable(
                "copy operation does not apply: doc is missing from path: \(from): \(Operation.missing)")
        }
        switch found {
        case .failure(let problem): throw .unapplicable("error in copy for from: '\(from)': \(problem.text)")
        case .success(let value):
            guard let path = try? path("path", "") else {
                throw .unapplicable("copy operation failed to decode path: \(Operation.missing)")
            }
            copied += (value ?? .null).encoded().count
            guard copied <= JSONPatch.copyLimit else {
                throw .unapplicable(
                    "Unable to complete the copy, the accumulated size increase of copy is \(copied), "
                        + "exceeding the limit \(JSONPatch.copyLimit)")
            }
            try insert(
                value ?? .null, at: path, in: &document,
                missing: "copy operation does not apply: doc is missing destination path: \(path)"
            ) { "error while adding value during copy: \($0)" }
        }
    }

    private func test(_ document: JSONValue) throws(JSONPatch.Failure) {
        let path = try path("path", "operation missing path field", "test operation failed to decode path: ")
        let failed = JSONPatch.Failure.unapplicable("testing value \(path) failed: test failed")
        guard !path.isEmpty else {
            if document != value { throw failed }
            return
        }
        guard let found = document.inContainer(of: path, { container, key in container.read(key) }) else {
            throw .unapplicable("test operation does not apply: is missing path: \(path): \(Operation.missing)")
        }
        switch found {
        case .failure(let problem): throw .unapplicable("error in test for path: '\(path)': \(problem.text)")
        case .success(let present):
            if (present ?? .null) != value { throw failed }
        }
    }

    private func insert(
        _ value: JSONValue, at path: String, in document: inout JSONValue, missing: String,
        wrap: (String) -> String
    ) throws(JSONPatch.Failure) {
        let inserted = document.changeContainer(of: path) { container, key in container.insert(value, at: key) }
        guard let inserted else { throw .unapplicable("\(missing): \(Operation.missing)") }
        if case .failure(let problem) = inserted { throw .unapplicable(wrap(problem.text)) }
    }

    private func path(_ name: String, _ absent: String, _ context: String = "") throws(JSONPatch.Failure) -> String {
        switch members[name] {
        case .string(let path): return path
        case nil, .null: throw .unapplicable("\(context)\(absent): \(Operation.missing)")
        case .some(let other):
            throw .unapplicable("\(context)json: cannot unmarshal \(other.goKind) into Go value of type string")
        }
    }
}

extension JSONValue {
    /// As Go's decoder names the kind of a value.
    fileprivate var goKind: String {
        switch self {
        case .null: "null"
        case .bool: "bool"
        case .int, .double: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}
