import ApusAPI

/// The libraries of k8s.io/apiserver `pkg/cel/library`.
extension StandardLibrary {
    // MARK: - Regular expressions

    static let regularExpressions: [Function] = [
        Function(
            "matches",
            [
                .member([.string, .string], .bool, id: "matches_string"),
                .global([.string, .string], .bool, id: "matches"),
            ]
        ) { matchPattern("matches", $0) },
        Function("find", [.member([.string, .string], .string)]) { matchPattern("find", $0) },
        Function(
            "findAll",
            [.member([.string, .string], .list(.string)), .member([.string, .string, .int], .list(.string))]
        ) { matchPattern("findAll", $0) },
    ]

    private static func matchPattern(_ name: String, _ arguments: [Value]) -> Value {
        guard case .string(let pattern) = arguments[1] else { return .noSuchOverload }
        do {
            return match(name, try RegularExpression(pattern), arguments)
        } catch {
            return .error(name == "matches" ? "\(error)" : "Illegal regex: \(error)")
        }
    }

    /// `matches`, `find` and `findAll` with an expression that is compiled already.
    static func match(_ name: String, _ expression: RegularExpression, _ arguments: [Value]) -> Value {
        guard case .string(let text) = arguments[0] else { return .noSuchOverload }
        switch name {
        case "matches": return .bool(expression.matches(text))
        case "find": return .string(expression.firstMatch(in: text) ?? "")
        default:
            guard arguments.count > 2 else { return .strings(expression.allMatches(in: text)) }
            guard case .int(let limit) = arguments[2] else { return .noSuchOverload }
            return .strings(expression.allMatches(in: text, limit: Int(limit)))
        }
    }

    // MARK: - URLs

    private static let url = ExpressionType.named("kubernetes.URL")

    static let urls: [Function] = [
        Function("url", [.global([.string], url)]) { arguments in
            guard case .string(let text) = arguments[0] else { return .noSuchOverload }
            do throws(URLValue.Malformed) {
                return .url(try URLValue(text))
            } catch {
                return .error("URL parse error during conversion from string: \(error.message)")
            }
        },
        Function("isURL", [.global([.string], .bool)]) { arguments in
            guard case .string(let text) = arguments[0] else { return .noSuchOverload }
            return .bool((try? URLValue(text)) != nil)
        },
        urlPart("getScheme", \.scheme), urlPart("getHost", \.host), urlPart("getHostname", \.hostname),
        urlPart("getPort", \.port), urlPart("getEscapedPath", \.path),
        Function("getQuery", [.member([url], .map(.string, .list(.string)))]) { arguments in
            guard case .url(let url) = arguments[0] else { return .noSuchOverload }
            return .map(MapValue(strings: url.queryValues.map { ($0.name, .strings($0.values)) }))
        },
    ]

    private static func urlPart(
        _ name: String, _ part: @escaping @Sendable (URLValue) -> String
    ) -> Function {
        Function(name, [.member([url], .string)]) { arguments in
            guard case .url(let url) = arguments[0] else { return .noSuchOverload }
            return .string(part(url))
        }
    }

    // MARK: - Networks

    private static let ip = ExpressionType.named("net.IP")
    private static let cidr = ExpressionType.named("net.CIDR")

    static let networks: [Function] = [
        Function("ip", [.global([.string], ip), .member([cidr], ip, id: "cidr_ip")]) { arguments in
            switch arguments[0] {
            case .string(let text): address(text)
            case .cidr(let prefix): .ip(prefix.address)
            default: .noSuchOverload
            }
        },
        Function("cidr", [.global([.string], cidr)]) { arguments in
            guard case .string(let text) = arguments[0] else { return .noSuchOverload }
            return prefix(text)
        },
        Function("isIP", [.global([.string], .bool)]) { arguments in
            guard case .string(let text) = arguments[0] else { return .noSuchOverload }
            return .bool(!address(text).isError)
        },
        Function("isCIDR", [.global([.string], .bool)]) { arguments in
            guard case .string(let text) = arguments[0] else { return .noSuchOverload }
            return .bool(!prefix(text).isError)
        },
        Function("ip.isCanonical", [.global([.string], .bool)]) { arguments in
            guard case .string(let text) = arguments[0] else { return .noSuchOverload }
            guard case .ip(let parsed) = address(text) else { return address(text) }
            return .bool(parsed.description == text)
        },
        Function("string", [.global([ip], .string), .global([cidr], .string)]) { arguments in
            switch arguments[0] {
            case .ip(let address): .string(address.description)
            case .cidr(let prefix): .string(prefix.description)
            default: .noSuchOverload
            }
        },
        Function("family", [.member([ip], .int)]) { arguments in
            guard case .ip(let address) = arguments[0] else { return .noSuchOverload }
            return .int(address.family == .ipv6 ? 6 : 4)
        },
        ipTest("isUnspecified", \.isUnspecified), ipTest("isLoopback", \.isLoopback),
        ipTest("isLinkLocalMulticast", \.isLinkLocalMulticast), ipTest("isLinkLocalUnicast", \.isLinkLocalUnicast),
        ipTest("isGlobalUnicast", \.isGlobalUnicast),
        Function(
            "containsIP",
            [.member([cidr, .string], .bool, id: "cidr_contains_ip_string"), .member([cidr, ip], .bool)]
        ) { arguments in
            guard case .cidr(let prefix) = arguments[0] else { return .noSuchOverload }
            var other = arguments[1]
            if case .string(let text) = other { other = address(text) }
            if case .ip(let address) = other { return .bool(prefix.network.contains(address)) }
            return other.isError ? other : .noSuchOverload
        },
        Function(
            "containsCIDR",
            [.member([cidr, .string], .bool, id: "cidr_contains_cidr_string"), .member([cidr, cidr], .bool)]
        ) { arguments in
            guard case .cidr(let prefix) = arguments[0] else { return .noSuchOverload }
            var other = arguments[1]
            if case .string(let text) = other { other = Self.prefix(text) }
            if case .cidr(let inner) = other { return .bool(prefix.network.contains(inner.network)) }
            return other.isError ? other : .noSuchOverload
        },
        Function("prefixLength", [.member([cidr], .int)]) { arguments in
            guard case .cidr(let prefix) = arguments[0] else { return .noSuchOverload }
            return .int(Int64(prefix.network.length))
        },
        Function("masked", [.member([cidr], cidr)]) { arguments in
            guard case .cidr(let prefix) = arguments[0] else { return .noSuchOverload }
            return .cidr(prefix.masked)
        },
    ]

    private static func ipTest(_ name: String, _ test: @escaping @Sendable (IPAddress) -> Bool) -> Function {
        Function(name, [.member([ip], .bool)]) { arguments in
            guard case .ip(let address) = arguments[0] else { return .noSuchOverload }
            return .bool(test(address))
        }
    }

    private static func address(_ text: String) -> Value {
        let shown = GoText.quoted(text)
        if let zone = text.firstIndex(of: "%"), IPAddress(String(text[..<zone]))?.family == .ipv6 {
            return .error("IP address \(shown) with zone value is not allowed")
        }
        guard let address = IPAddress(text) else {
            return .error(
                "IP Address \(shown) parse error during conversion from string: ParseAddr(\(shown)): unable to parse IP"
            )
        }
        return address.isMapped ? .error("IPv4-mapped IPv6 address \(shown) is not allowed") : .ip(address)
    }

    private static func prefix(_ text: String) -> Value {
        let (shown, failed) = (GoText.quoted(text), "network address parse error during conversion from string: ")
        guard let prefix = IPPrefix(text) else {
            return .error("\(failed)\(failed)netip.ParsePrefix(\(shown)): unable to parse prefix")
        }
        guard !prefix.address.isMapped else {
            return .error("\(failed)IPv4-mapped IPv6 address \(shown) is not allowed")
        }
        return .cidr(prefix)
    }

    // MARK: - Quantities and versions

    private static let quantity = ExpressionType.named("kubernetes.Quantity")
    private static let semver = ExpressionType.named("kubernetes.Semver")

    static let quantities: [Function] = [
        Function("quantity", [.global([.string], quantity)]) { arguments in
            guard case .string(let text) = arguments[0] else { return .noSuchOverload }
            do throws(Quantity.ParseError) {
                return .quantity(try Quantity(parsing: text))
            } catch {
                return .error(error.description)
            }
        },
        Function("isQuantity", [.global([.string], .bool)]) { arguments in
            guard case .string(let text) = arguments[0] else { return .noSuchOverload }
            return .bool((try? Quantity(parsing: text)) != nil)
        },
        Function("sign", [.global([quantity], .int), .member([quantity], .int)]) { arguments in
            guard case .quantity(let quantity) = arguments[0] else { return .noSuchOverload }
            return .int(Int64(quantity.sign))
        },
        Function("isInteger", [.member([quantity], .bool)]) { .bool(wholeValue($0[0]) != nil) },
        Function("asInteger", [.member([quantity], .int)]) {
            wholeValue($0[0]).map { .int($0) } ?? .error("cannot convert value to integer")
        },
        Function("asApproximateFloat", [.member([quantity], .double)]) { arguments in
            guard case .quantity(let quantity) = arguments[0] else { return .noSuchOverload }
            return .double(quantity.approximateValue)
        },
        Function("add", [.member([quantity, quantity], quantity), .member([quantity, .int], quantity)]) { arguments in
            guard let (a, b) = operands(arguments) else { return .noSuchOverload }
            return .quantity(a + b)
        },
        Function("sub", [.member([quantity, quantity], quantity), .member([quantity, .int], quantity)]) { arguments in
            guard let (a, b) = operands(arguments) else { return .noSuchOverload }
            return .quantity(a - b)
        },
        order("isGreaterThan", .bool) { .bool($0 > 0) }, order("isLessThan", .bool) { .bool($0 < 0) },
        order("compareTo", .int) { .int(Int64($0)) },
    ]

    /// Quantities and versions alike.
    private static func order(
        _ name: String, _ result: ExpressionType, _ value: @escaping @Sendable (Int) -> Value
    ) -> Function {
        Function(name, [.member([quantity, quantity], result), .member([semver, semver], result)]) { arguments in
            switch (arguments[0], arguments[1]) {
            case (.quantity(let a), .quantity(let b)): value(a == b ? 0 : a < b ? -1 : 1)
            case (.semver(let a), .semver(let b)): value(a.compare(b))
            default: .noSuchOverload
            }
        }
    }

    private static func operands(_ arguments: [Value]) -> (Quantity, Quantity)? {
        guard case .quantity(let a) = arguments[0] else { return nil }
        switch arguments[1] {
        case .quantity(let b): return (a, b)
        case .int(let b): return (a, Quantity(b, format: .decimalExponent))
        default: return nil
        }
    }

    /// Nil where it has a fraction or does not fit.
    private static func wholeValue(_ value: Value) -> Int64? {
        guard case .quantity(let quantity) = value else { return nil }
        let whole = quantity.value
        return Quantity(whole) == quantity ? whole : nil
    }

    static let versions: [Function] = [
        Function("semver", [.global([.string], semver), .global([.string, .bool], semver)]) { version($0) },
        Function("isSemver", [.global([.string], .bool), .global([.string, .bool], .bool)]) { arguments in
            switch version(arguments) {
            case .semver: .bool(true)
            case .error("no such overload"): .noSuchOverload
            default: .bool(false)
            }
        },
        versionPart("major", \.major), versionPart("minor", \.minor), versionPart("patch", \.patch),
    ]

    private static func version(_ arguments: [Value]) -> Value {
        guard case .string(let text) = arguments[0] else { return .noSuchOverload }
        var normalizes = false
        if arguments.count > 1 {
            guard case .bool(let given) = arguments[1] else { return .noSuchOverload }
            normalizes = given
        }
        do {
            return .semver(try SemanticVersion(text, normalizes: normalizes))
        } catch {
            return .error(error.message)
        }
    }

    private static func versionPart(
        _ name: String, _ part: @escaping @Sendable (SemanticVersion) -> UInt64
    ) -> Function {
        Function(name, [.member([semver], .int)]) { arguments in
            guard case .semver(let version) = arguments[0] else { return .noSuchOverload }
            return .int(Int64(truncatingIfNeeded: part(version)))
        }
    }

    // MARK: - Formats

    private static let format = ExpressionType.named("kubernetes.NamedFormat")

    static let formats: [Function] =
        [
            Function("validate", [.member([format, .string], .optional(.list(.string)))]) { arguments in
                guard case .format(let format) = arguments[0], case .string(let text) = arguments[1] else {
                    return .noSuchOverload
                }
                let problems = format.problems(text)
                return .optional(problems.isEmpty ? nil : .strings(problems))
            },
            Function("format.named", [.global([.string], .optional(format))]) { arguments in
                guard case .string(let name) = arguments[0] else { return .noSuchOverload }
                return .optional(StringFormat(rawValue: name).map { .format($0) })
            },
        ]
        + StringFormat.allCases.map { named in
            Function("format.\(named.rawValue)", [.global([], format)]) { _ in .format(named) }
        }
}
