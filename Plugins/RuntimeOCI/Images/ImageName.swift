/// An image reference, normalised as docker does: `busybox` is `docker.io/library/busybox:latest`
/// (distribution/reference, "familiar names").
struct ImageName: Hashable, CustomStringConvertible {
    let domain: String
    let path: String
    let tag: String?
    let digest: String?

    var repository: String { "\(domain)/\(path)" }

    var description: String {
        repository + (tag.map { ":\($0)" } ?? "") + (digest.map { "@\($0)" } ?? "")
    }

    /// Reads a reference; without tag and digest the tag is `latest`.
    init(_ text: String) throws(RuntimeError) {
        func refuse(_ reason: String) -> RuntimeError {
            .invalid("image name \"\(text)\": Invalid value: \(reason)")
        }
        var rest = text[...]
        var digest: String?
        if let at = rest.firstIndex(of: "@") {
            let given = String(rest[rest.index(after: at)...])
            guard Digest.isValid(given) else { throw refuse("the digest must be sha256 and 64 hexadecimal digits") }
            digest = given
            rest = rest[..<at]
        }
        var tag: String?
        if let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("/") {
            let given = String(rest[rest.index(after: colon)...])
            guard Self.isTag(given) else { throw refuse("the tag must be 1 to 128 letters, digits, '_', '.' or '-'") }
            tag = given
            rest = rest[..<colon]
        }
        var domain = "docker.io"
        if let slash = rest.firstIndex(of: "/") {
            let first = rest[..<slash]
            if first.contains(".") || first.contains(":") || first == "localhost"
                || first.contains(where: \.isUppercase)
            {
                guard Self.isDomain(first) else {
                    throw refuse("the registry is not a host name with an optional port")
                }
                domain = first == "index.docker.io" ? "docker.io" : String(first)
                rest = rest[rest.index(after: slash)...]
            }
        }
        guard Self.isPath(rest) else {
            throw refuse("the repository must be lowercase letters and digits, separated by '/', '.', '_' or '-'")
        }
        if domain == "docker.io" && !rest.contains("/") { rest = "library/" + rest }
        guard domain.utf8.count + rest.utf8.count < 255 else {
            throw refuse("the repository must not be over 255 bytes")
        }
        self.domain = domain
        path = String(rest)
        self.tag = tag ?? (digest == nil ? "latest" : nil)
        self.digest = digest
    }

    private static func isTag(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard (1...128).contains(bytes.count), isWord(bytes[0]) else { return false }
        return bytes.allSatisfy { isWord($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
    }

    private static func isDomain(_ text: Substring) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, !parts[0].isEmpty else { return false }
        if parts.count == 2, UInt16(parts[1]) == nil { return false }
        return parts[0].split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            !label.isEmpty && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy { isWord($0) && $0 != UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }
        }
    }

    /// Components of letters and digits with single '.', one or two '_' or any number of '-' between them.
    private static func isPath(_ text: Substring) -> Bool {
        text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { component in
            var separator = ""
            guard let first = component.utf8.first, let last = component.utf8.last else { return false }
            guard isLowerOrDigit(first), isLowerOrDigit(last) else { return false }
            for byte in component.utf8 {
                if isLowerOrDigit(byte) {
                    let dashes = separator.allSatisfy { $0 == "-" }
                    guard dashes || [".", "_", "__"].contains(separator) else { return false }
                    separator = ""
                } else {
                    separator.unicodeScalars.append(Unicode.Scalar(byte))
                }
            }
            return true
        }
    }

    private static func isLowerOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        isLowerOrDigit(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) || byte == UInt8(ascii: "_")
    }
}
