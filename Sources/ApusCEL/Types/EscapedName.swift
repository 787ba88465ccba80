/// Names of properties as expressions write them (k8s.io/apiserver `pkg/cel/escaping.go`): `foo-bar` is
/// `foo__dash__bar`, `namespace` is `__namespace__`.
enum EscapedName {
    private static let reserved: Set<String> = [
        "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import",
        "let", "loop", "package", "namespace", "return", "var", "void", "while",
    ]

    /// Nil where the name has characters that no identifier can stand for.
    static func escape(_ name: String) -> String? {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return nil }
        if reserved.contains(name) { return "__\(name)__" }
        var escaped = ""
        var bytes = Array(name.utf8)[...]
        while let byte = bytes.popFirst() {
            switch byte {
            case UInt8(ascii: "_"):
                if bytes.first == byte {
                    bytes.removeFirst()
                    escaped += "__underscores__"
                } else {
                    escaped += "_"
                }
            case UInt8(ascii: "."): escaped += "__dot__"
            case UInt8(ascii: "-"): escaped += "__dash__"
            case UInt8(ascii: "/"): escaped += "__slash__"
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: escaped.unicodeScalars.append(Unicode.Scalar(byte))
            default: return nil
            }
        }
        return escaped
    }
}
