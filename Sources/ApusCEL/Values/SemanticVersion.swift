/// A version as semver.org has it (`1.2.3-rc.1+build`), compared without its build.
public struct SemanticVersion: Sendable {
    let major: UInt64
    let minor: UInt64
    let patch: UInt64
    private let prerelease: [Substring]

    struct Malformed: Error { let message: String }

    /// - Parameter normalizes: Whether a leading `v`, leading zeros and missing numbers are let through.
    init(_ text: String, normalizes: Bool = false) throws(Malformed) {
        try self.init(strict: normalizes ? Self.normalized(text) : text)
    }

    private init(strict text: String) throws(Malformed) {
        guard !text.isEmpty else { throw Malformed(message: "Version string empty") }
        let parts = text.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw Malformed(message: "No Major.Minor.Patch elements found") }
        major = try Self.number(parts[0], "major")
        minor = try Self.number(parts[1], "minor")
        let end = parts[2].firstIndex { $0 == "-" || $0 == "+" } ?? parts[2].endIndex
        patch = try Self.number(parts[2][..<end], "patch")
        var rest = parts[2][end...]
        var build: Substring?
        if let plus = rest.firstIndex(of: "+") {
            build = rest[rest.index(after: plus)...]
            rest = rest[..<plus]
        }
        prerelease = rest.isEmpty ? [] : rest.dropFirst().split(separator: ".", omittingEmptySubsequences: false)
        for part in prerelease {
            try Self.check(part, "Prerelease")
            if Self.isNumber(part), part.count > 1, part.first == "0" {
                throw Malformed(message: "Numeric PreRelease version must not contain leading zeroes \"\(part)\"")
            }
        }
        for part in build?.split(separator: ".", omittingEmptySubsequences: false) ?? [] {
            try Self.check(part, "Build meta data")
        }
    }

    private static func check(_ part: Substring, _ what: String) throws(Malformed) {
        if part.isEmpty { throw Malformed(message: "\(what) is empty") }
        guard
            part.utf8.allSatisfy({
                $0 == UInt8(ascii: "-") || Character(Unicode.Scalar($0)).isLetter && $0 < 0x80
                    || (0x30...0x39).contains($0)
            })
        else { throw Malformed(message: "Invalid character(s) found in \(what.lowercased()) \"\(part)\"") }
    }

    private static func isNumber(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func number(_ text: Substring, _ what: String) throws(Malformed) -> UInt64 {
        guard isNumber(text), let number = UInt64(text) else {
            throw Malformed(message: "Invalid character(s) found in \(what) number \"\(text)\"")
        }
        guard text.count == 1 || text.first != "0" else {
            throw Malformed(
                message:
                    "\(what.prefix(1).uppercased() + what.dropFirst()) number must not contain leading zeroes \"\(text)\""
            )
        }
        return number
    }

    private static func normalized(_ text: String) throws(Malformed) -> String {
        var parts = (text.hasPrefix("v") ? text.dropFirst() : text[...])
            .split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        for (index, part) in parts.enumerated() where part.count > 1 {
            var short = String(part.drop { $0 == "0" })
            if short.first.map({ !("0"..."9").contains($0) }) ?? true { short = "0" + short }
            parts[index] = short
        }
        if parts.count < 3 {
            if parts.last?.contains(where: { $0 == "+" || $0 == "-" }) ?? false {
                throw Malformed(message: "short version cannot contain PreRelease/Build meta data")
            }
            while parts.count < 3 { parts.append("0") }
        }
        return parts.joined(separator: ".")
    }

    /// -1, 0 or 1.
    func compare(_ other: SemanticVersion) -> Int {
        for (a, b) in [(major, other.major), (minor, other.minor), (patch, other.patch)] where a != b {
            return a < b ? -1 : 1
        }
        if prerelease.isEmpty || other.prerelease.isEmpty {
            return prerelease.isEmpty == other.prerelease.isEmpty ? 0 : prerelease.isEmpty ? 1 : -1
        }
        for (a, b) in zip(prerelease, other.prerelease) where a != b {
            switch (Self.isNumber(a), Self.isNumber(b)) {
            case (true, true): return a.count != b.count ? (a.count < b.count ? -1 : 1) : a < b ? -1 : 1
            case (true, false): return -1
            case (false, true): return 1
            case (false, false): return a < b ? -1 : 1
            }
        }
        let (a, b) = (prerelease.count, other.prerelease.count)
        return a == b ? 0 : a < b ? -1 : 1
    }

    /// The same for versions that compare as equal.
    var precedenceText: String { "\(major).\(minor).\(patch)-\(prerelease.joined(separator: "."))" }
}
