/// A place in a JSON value (RFC 6901): `/spec/containers/0/name`; "" is the whole value.
public struct JSONPointer: Sendable, Hashable, CustomStringConvertible {
    /// The keys and indexes on the way, unescaped.
    public var tokens: [String]

    public init(tokens: [String]) { self.tokens = tokens }

    /// Reads the string form; nil where it is not empty and does not begin with `/`.
    public init?(_ text: String) {
        guard !text.isEmpty else {
            tokens = []
            return
        }
        guard text.utf8.first == UInt8(ascii: "/") else { return nil }
        tokens = text.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { JSONPointer.unescaped($0) }
    }

    public var description: String {
        tokens.map { "/" + JSONPointer.escaped($0) }.joined()
    }

    /// `~1` is a slash and `~0` a tilde, in one pass: `~01` is `~1`. Any other tilde stands for itself, as upstream's
    /// patches have it.
    private static func unescaped(_ token: Substring.UTF8View) -> String {
        guard token.contains(UInt8(ascii: "~")) else { return String(Substring(token)) }
        var bytes: [UInt8] = []
        var rest = token[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "~"), rest.first == UInt8(ascii: "0") || rest.first == UInt8(ascii: "1") {
                bytes.append(rest.popFirst() == UInt8(ascii: "0") ? UInt8(ascii: "~") : UInt8(ascii: "/"))
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func escaped(_ token: String) -> String {
        var bytes: [UInt8] = []
        for byte in token.utf8 {
            switch byte {
            case UInt8(ascii: "~"): bytes += [byte, UInt8(ascii: "0")]
            case UInt8(ascii: "/"): bytes += [UInt8(ascii: "~"), UInt8(ascii: "1")]
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// An array index as RFC 6901 §4 writes it: digits without a leading zero.
    static func index(_ token: String) -> Int? {
        let digits = token.utf8
        guard digits.first != UInt8(ascii: "0") || digits.count == 1 else { return nil }
        guard digits.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) else { return nil }
        return Int(token)
    }
}

extension JSONValue {
    /// The value at `pointer`; nil where there is none.
    public func value(at pointer: JSONPointer) -> JSONValue? {
        var value = self
        for token in pointer.tokens {
            switch value {
            case .object(let object):
                guard let member = object[token] else { return nil }
                value = member
            case .array(let elements):
                guard let index = JSONPointer.index(token), index < elements.count else { return nil }
                value = elements[index]
            default: return nil
            }
        }
        return value
    }
}
