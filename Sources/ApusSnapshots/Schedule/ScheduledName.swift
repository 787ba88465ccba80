import ApusAPI

/// The name of a snapshot that a schedule made: when, of which cluster, at which revision and on which node. The order of
/// the names is that of the times.
///
///     scheduled-20261123T010500Z-3f2a9c41-r104233-server-1.snapshot
struct ScheduledName: Equatable {
    static let ending = ".snapshot"
    private static let beginning = "scheduled"

    /// In whole seconds.
    var time: Timestamp
    /// What tells clusters apart that keep their snapshots in one place: small letters and digits.
    var cluster: String
    var revision: UInt64
    var node: String

    var text: String {
        let date = time.rfc3339.filter { $0 != "-" && $0 != ":" }
        return "\(ScheduledName.beginning)-\(date)-\(cluster)-r\(revision)-\(node)\(ScheduledName.ending)"
    }

    init(time: Timestamp, cluster: String, revision: UInt64, node: String) {
        self.time = Timestamp(seconds: time.seconds)
        self.cluster = cluster
        self.revision = revision
        self.node = String(node.map { ScheduledName.isOfNode($0) ? $0 : "_" }.prefix(63))
    }

    /// Nil for a name that no schedule made.
    init?(_ text: String) {
        guard text.hasSuffix(ScheduledName.ending) else { return nil }
        let parts = text.dropLast(ScheduledName.ending.count).split(
            separator: "-", maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0] == ScheduledName.beginning, let time = ScheduledName.time(parts[1]),
            parts[3].hasPrefix("r"), let revision = UInt64(parts[3].dropFirst())
        else { return nil }
        self.init(time: time, cluster: String(parts[2]), revision: revision, node: String(parts[4]))
        // Written otherwise it is not ours.
        guard self.text == text else { return nil }
    }

    private static func isOfNode(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "-._".contains(character))
    }

    private static func time(_ date: Substring) -> Timestamp? {
        let digits = Array(date)
        guard digits.count == 16 else { return nil }
        func part(_ range: Range<Int>) -> String { String(digits[range]) }
        return Timestamp(
            rfc3339: "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))\(digits[8])\(part(9..<11)):\(part(11..<13)):"
                + "\(part(13..<15))\(digits[15])")
    }
}
