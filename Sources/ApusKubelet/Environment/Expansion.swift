/// `$(NAME)` in commands, arguments and values of variables (`third_party/forked/golang/expansion`): what is not defined
/// stays as it is written, `$$` is one `$`.
enum Expansion {
    static func expand(_ text: String, _ value: (String) -> String?) -> String {
        guard text.contains("$") else { return text }
        var result = ""
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            switch rest.first {
            case "$":
                result += "$"
                rest = rest.dropFirst()
            case "(":
                guard let close = rest.firstIndex(of: ")") else {
                    result += "$("
                    rest = rest.dropFirst()
                    continue
                }
                let name = String(rest[rest.index(after: rest.startIndex)..<close])
                result += value(name) ?? "$(\(name))"
                rest = rest[rest.index(after: close)...]
            default: result += "$"
            }
        }
        return result + rest
    }
}
