/// The parameters of a request's query, percent-decoded (RFC 3986 §2.1; `+` is a space as in HTML forms).
struct QueryParameters: Sendable, Equatable {
    private var values: [(name: String, value: String)] = []

    init(_ query: String?) {
        for part in (query ?? "").split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            values.append((Self.decode(pair[0]), pair.count > 1 ? Self.decode(pair[1]) : ""))
        }
    }

    static func == (a: QueryParameters, b: QueryParameters) -> Bool {
        a.values.elementsEqual(b.values) { $0 == $1 }
    }

    /// The first value of that name.
    subscript(name: String) -> String? { values.first { $0.name == name }?.value }

    func all(_ name: String) -> [String] { values.filter { $0.name == name }.map(\.value) }

    /// `true`, `1` and their like (Go's `strconv.ParseBool`); a name alone, too.
    func flag(_ name: String) -> Bool {
        guard let value = self[name] else { return false }
        return ["", "1", "t", "T", "true", "TRUE", "True"].contains(value)
    }

    static func decode(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
