/// `$(NAME)` in commands, arguments and values of variables (core/v1 `EnvVar.value`).
enum VariableExpansion {
    /// Replaces each `$(NAME)` that `lookup` knows; others stay as they are, and `$$` stands for `$`.
    static func expand(_ text: String, _ lookup: (String) -> String?) -> String {
        guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
        var result = ""
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            let next = rest.index(after: dollar)
            guard next < rest.endIndex else {
                rest = rest[dollar...]
                break
            }
            switch rest[next] {
            case "$":
                result += "$"
                rest = rest[rest.index(after: next)...]
            case "(":
                guard let end = rest[next...].firstIndex(of: ")") else {
                    result += "$("
                    rest = rest[rest.index(after: next)...]
                    continue
                }
                let name = String(rest[rest.index(after: next)..<end])
                result += lookup(name) ?? "$(\(name))"
                rest = rest[rest.index(after: end)...]
            default:
                result += "$"
                result.append(rest[next])
                rest = rest[rest.index(after: next)...]
            }
        }
        return result + rest
    }
}
