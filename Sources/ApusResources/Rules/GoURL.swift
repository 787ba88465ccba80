import ApusAPI

/// What Go's URL parser says of a text that it refuses (`net/url`).
enum GoURL {
    /// Nil for a text that is a URL.
    static func problem(_ text: String) -> String? {
        refusal(text).map { "parse \(GoText.quoted(text)): \($0)" }
    }

    private static func refusal(_ text: String) -> String? {
        if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f }) { return "net/url: invalid control character in URL" }
        let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, let problem = escape(parts[1]) { return problem }
        var rest = parts[0]
        var hasScheme = false
        if let colon = schemeEnd(rest) {
            if colon == rest.startIndex { return "missing protocol scheme" }
            hasScheme = true
            rest = rest[rest.index(after: colon)...]
        }
        rest = rest.prefix { $0 != "?" }
        if !rest.hasPrefix("/") {
            if hasScheme { return nil }
            let segment = rest.prefix { $0 != "/" }
            if segment.contains(":") { return "first path segment in URL cannot contain colon" }
        }
        if hasScheme || !rest.hasPrefix("///"), rest.hasPrefix("//") {
            let authority = rest.dropFirst(2).prefix { $0 != "/" }
            rest = rest.dropFirst(2 + authority.count)
            if let problem = problem(ofAuthority: authority) { return problem }
        }
        return escape(rest)
    }

    /// The colon behind a scheme; the start where nothing stands before it, nil where there is no scheme.
    private static func schemeEnd(_ text: Substring) -> Substring.Index? {
        for index in text.indices {
            let character = text[index]
            if character == ":" { return index }
            let isLetter = character.isASCII && character.isLetter
            if isLetter
                || index != text.startIndex && character.isASCII && (character.isNumber || "+-.".contains(character))
            {
                continue
            }
            return nil
        }
        return nil
    }

    private static func problem(ofAuthority authority: Substring) -> String? {
        var host = authority
        if let at = authority.lastIndex(of: "@") {
            host = authority[authority.index(after: at)...]
            let user = authority[..<at]
            let isFine = user.allSatisfy {
                $0.isASCII && ($0.isLetter || $0.isNumber || "-._:~!$&'()*+,;=%@".contains($0))
            }
            if let problem = problem(ofHost: host) { return problem }
            return isFine ? escape(user) : "net/url: invalid userinfo"
        }
        return problem(ofHost: host)
    }

    private static func problem(ofHost host: Substring) -> String? {
        var port = host[host.endIndex...]
        if host.hasPrefix("[") {
            guard let end = host.lastIndex(of: "]") else { return "missing ']' in host" }
            port = host[host.index(after: end)...]
        } else if let colon = host.lastIndex(of: ":") {
            port = host[colon...]
        }
        let isPort = port.isEmpty || port.first == ":" && port.dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
        if !isPort { return "invalid port \(GoText.quoted(String(port))) after host" }
        var rest = host
        while let character = rest.first {
            if character == "%" {
                let code = rest.prefix(3)
                // An escape in a host stands for a byte that is not ASCII.
                guard isEscape(code), code == "%25" || (code.dropFirst().first?.hexDigitValue ?? 0) >= 8 else {
                    return "invalid URL escape \(GoText.quoted(String(code)))"
                }
                rest = rest.dropFirst(3)
            } else if character.isASCII, !(character.isLetter || character.isNumber),
                !"-_.~!$&'()*+,;=:[]<>\"".contains(character)
            {
                return "invalid character \(GoText.quoted(String(character))) in host name"
            } else {
                rest = rest.dropFirst()
            }
        }
        return nil
    }

    private static func escape(_ text: Substring) -> String? {
        var rest = text
        while let percent = rest.firstIndex(of: "%") {
            let code = rest[percent...].prefix(3)
            if !isEscape(code) { return "invalid URL escape \(GoText.quoted(String(code)))" }
            rest = rest[percent...].dropFirst(3)
        }
        return nil
    }

    private static func isEscape(_ code: Substring) -> Bool {
        code.count == 3 && code.dropFirst().allSatisfy { $0.isASCII && $0.isHexDigit }
    }
}
