/// A URL as Go's `net/url` reads it (RFC 3986).
public struct URLValue: Sendable {
    let text: String
    let scheme: String
    /// With the port.
    let host: String
    let path: String
    let query: String

    struct Malformed: Error { let message: String }

    /// Reads an absolute URL or an absolute path, as requests have them.
    init(_ text: String) throws(Malformed) {
        func malformed(_ reason: String) -> Malformed { Malformed(message: "parse \(Self.quoted(text)): \(reason)") }
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else {
            throw malformed("net/url: invalid control character in URL")
        }
        guard !text.isEmpty else { throw malformed("empty url") }
        var rest = text[...]
        var scheme = ""
        if let colon = text.firstIndex(of: ":"), let first = text.first, first.isASCII, first.isLetter,
            text[..<colon].utf8.allSatisfy(Self.isSchemeByte)
        {
            scheme = text[..<colon].lowercased()
            rest = text[text.index(after: colon)...]
        } else if text.first == ":" {
            throw malformed("missing protocol scheme")
        }
        if let fragment = rest.firstIndex(of: "#") { rest = rest[..<fragment] }
        var query = ""
        if let mark = rest.firstIndex(of: "?") {
            query = String(rest[rest.index(after: mark)...])
            rest = rest[..<mark]
        }
        guard rest.hasPrefix("/") || !scheme.isEmpty && !rest.hasPrefix("/") && !rest.isEmpty else {
            throw malformed("invalid URI for request")
        }
        var host = ""
        if rest.hasPrefix("//"), !scheme.isEmpty || !rest.hasPrefix("///") {
            let authority = rest.dropFirst(2).prefix { $0 != "/" }
            rest = rest.dropFirst(2 + authority.count)
            host = String(authority.split(separator: "@", omittingEmptySubsequences: false).last ?? "")
            if let problem = Self.problem(host: host) { throw malformed(problem) }
        }
        if let escape = Self.invalidEscape(rest) { throw malformed("invalid URL escape \(Self.quoted(escape))") }
        self.text = text
        self.scheme = scheme
        self.host = host
        // What has a scheme and no slash is opaque: it has no path.
        path = rest.hasPrefix("/") ? Self.escaped(String(rest)) : ""
        self.query = query
    }

    private static func isSchemeByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: false
        }
    }

    private static func problem(host: String) -> String? {
        if host.hasPrefix("[") {
            guard let end = host.lastIndex(of: "]") else { return "missing ']' in host" }
            return portProblem(host[host.index(after: end)...])
        }
        if let colon = host.lastIndex(of: ":"), let problem = portProblem(host[colon...]) { return problem }
        for scalar in host.unicodeScalars where " \"<>\\^`{|}".unicodeScalars.contains(scalar) {
            return "invalid character \(quoted(String(scalar))) in host name"
        }
        return invalidEscape(host[...]).map { "invalid URL escape \(quoted($0))" }
    }

    private static func portProblem(_ port: Substring) -> String? {
        if port.isEmpty || port.first == ":" && port.dropFirst().allSatisfy({ ("0"..."9").contains($0) }) { return nil }
        return "invalid port \(quoted(String(port))) after host"
    }

    private static func invalidEscape(_ text: Substring) -> String? {
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "%") {
            let digits = bytes[(index + 1)..<min(index + 3, bytes.count)]
            if digits.count < 2 || !digits.allSatisfy({ hexadecimal($0) != nil }) {
                return String(decoding: [byte] + digits, as: UTF8.self)
            }
        }
        return nil
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }

    /// What may not stand in a path is escaped; what is escaped stays.
    private static func escaped(_ path: String) -> String {
        var text = ""
        for byte in path.utf8 {
            if byte >= 0x80
                || " \"<>[]^`{|}\\".utf8.contains(byte) && byte != UInt8(ascii: "[") && byte != UInt8(ascii: "]")
            {
                text +=
                    "%" + String(byte >> 4, radix: 16, uppercase: true) + String(byte & 15, radix: 16, uppercase: true)
            } else {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            }
        }
        return text
    }

    private static func quoted(_ text: String) -> String { "\"\(text)\"" }

    /// The host without the port, and without the brackets around an IPv6 address.
    var hostname: String {
        let bare = String(host.dropLast(port.isEmpty && !host.hasSuffix(":") ? 0 : port.count + 1))
        return bare.hasPrefix("[") && bare.hasSuffix("]") ? String(bare.dropFirst().dropLast()) : bare
    }

    var port: String {
        let behind = host.lastIndex(of: "]").map { host[host.index(after: $0)...] } ?? host[...]
        return behind.lastIndex(of: ":").map { String(behind[behind.index(after: $0)...]) } ?? ""
    }

    /// The names and values of the query, the names in their order.
    var queryValues: [(name: String, values: [String])] {
        var all: [(name: String, values: [String])] = []
        for pair in query.split(separator: "&") where !pair.contains(";") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(parts[0]), let value = Self.decoded(parts.count > 1 ? parts[1] : "") else {
                continue
            }
            if let index = all.firstIndex(where: { $0.name == name }) {
                all[index].values.append(value)
            } else {
                all.append((name, [value]))
            }
        }
        return all
    }

    private static func decoded(_ text: Substring) -> String? {
        guard invalidEscape(text) == nil else { return nil }
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let high = rest.popFirst().flatMap(hexadecimal),
                let low = rest.popFirst().flatMap(hexadecimal)
            {
                bytes.append(high << 4 | low)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
