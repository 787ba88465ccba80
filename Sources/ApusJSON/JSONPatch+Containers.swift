/// What is wrong with a key or an index, in the words of Kubernetes' patch library.
struct PatchProblem: Error {
    var text: String

    static func index(_ index: Int) -> PatchProblem {
        PatchProblem(text: "Unable to access invalid index: \(index): invalid index referenced")
    }
}

extension JSONValue {
    /// Calls `body` with the object or array that holds the last token of `path`; nil where there is none.
    func inContainer<R>(of path: String, _ body: (JSONValue, String) -> R) -> R? {
        guard let tokens = JSONPointer(path)?.tokens, let last = tokens.last else { return nil }
        var container = self
        for token in tokens.dropLast() {
            guard case .success(let next?) = container.read(token) else { return nil }
            container = next
        }
        return container.isContainer ? body(container, last) : nil
    }

    /// Like `inContainer`, and what `body` changes is changed in place.
    mutating func changeContainer<R>(of path: String, _ body: (inout JSONValue, String) -> R) -> R? {
        guard let tokens = JSONPointer(path)?.tokens, !tokens.isEmpty else { return nil }
        return change(tokens[...], body)
    }

    private mutating func change<R>(_ tokens: ArraySlice<String>, _ body: (inout JSONValue, String) -> R) -> R? {
        guard isContainer, let token = tokens.first else { return nil }
        if tokens.count == 1 { return body(&self, token) }
        switch self {
        case .object(var object):
            guard let index = object.index(of: token) else { return nil }
            self = .null  // so that `object` is the only owner and changes in place
            defer { self = .object(object) }
            return object.members[index].value.change(tokens.dropFirst(), body)
        case .array(var elements):
            guard case .success(let index) = JSONValue.position(token, count: elements.count) else { return nil }
            self = .null
            defer { self = .array(elements) }
            return elements[index].change(tokens.dropFirst(), body)
        default: return nil
        }
    }

    private var isContainer: Bool {
        switch self {
        case .object, .array: true
        default: false
        }
    }

    /// The member or element `key`; nil for a member that does not exist.
    func read(_ key: String) -> Result<JSONValue?, PatchProblem> {
        switch self {
        case .object(let object): .success(object[key])
        case .array(let elements): JSONValue.position(key, count: elements.count).map { elements[$0] }
        default: .success(nil)
        }
    }

    /// Sets a member, or puts an element before the one that has the index now; `-` is behind the last.
    mutating func insert(_ value: JSONValue, at key: String) -> Result<Void, PatchProblem> {
        switch self {
        case .object:
            self[key] = value
            return .success(())
        case .array(let elements):
            if key == "-" {
                append(value)
                return .success(())
            }
            switch JSONValue.number(key) {
            case .failure(let problem):
                return .failure(PatchProblem(text: "value was not a proper array index: '\(key)': \(problem.text)"))
            case .success:
                return JSONValue.position(key, count: elements.count + 1).map { position in
                    changeElements { $0.insert(value, at: position) }
                }
            }
        default: return .success(())
        }
    }

    /// Sets a member, or an element that exists.
    mutating func replace(_ key: String, by value: JSONValue) -> Result<Void, PatchProblem> {
        switch self {
        case .array(let elements):
            return JSONValue.position(key, count: elements.count).map { self[$0] = value }
        default:
            self[key] = value
            return .success(())
        }
    }

    /// Takes a member or an element away and returns it.
    mutating func take(_ key: String) -> Result<JSONValue, PatchProblem> {
        switch self {
        case .array(let elements):
            return JSONValue.position(key, count: elements.count).map { position in
                changeElements { $0.remove(at: position) }
            }
        default:
            if let value = remove(key) { return .success(value) }
            return .failure(PatchProblem(text: "Unable to remove nonexistent key: \(key): missing value"))
        }
    }

    private mutating func changeElements<R>(_ change: (inout [JSONValue]) -> R) -> R {
        var elements = self.elements
        self = .null
        defer { self = .array(elements) }
        return change(&elements)
    }

    /// The index that `key` means among `count` elements; below zero it counts from the end.
    private static func position(_ key: String, count: Int) -> Result<Int, PatchProblem> {
        number(key).flatMap { index in
            guard index < count, index >= -count else { return .failure(.index(index)) }
            return .success(index < 0 ? index + count : index)
        }
    }

    /// A number as Go's `strconv.Atoi` reads it.
    private static func number(_ key: String) -> Result<Int, PatchProblem> {
        if let number = Int(key) { return .success(number) }
        let digits =
            key.utf8.first == UInt8(ascii: "-") || key.utf8.first == UInt8(ascii: "+")
            ? key.utf8.dropFirst() : key.utf8[...]
        let isNumber = !digits.isEmpty && digits.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        let reason = isNumber ? "value out of range" : "invalid syntax"
        return .failure(
            PatchProblem(text: "strconv.Atoi: parsing \(JSONValue.string(key).encoded().string): \(reason)"))
    }
}
