/// A version of etcd.
struct ServerVersion: Sendable, Comparable {
    var major: Int
    var minor: Int
    var patch: Int

    /// Reads `3.5.13` and `3.6.0-rc.1`.
    init?(_ text: String) {
        let parts = text.split(separator: "-").first?.split(separator: ".").map { Int($0) } ?? []
        guard parts.count >= 3, let major = parts[0], let minor = parts[1], let patch = parts[2] else { return nil }
        self.init(major, minor, patch)
    }

    init(_ major: Int, _ minor: Int, _ patch: Int) {
        (self.major, self.minor, self.patch) = (major, minor, patch)
    }

    static func < (a: ServerVersion, b: ServerVersion) -> Bool {
        (a.major, a.minor, a.patch) < (b.major, b.minor, b.patch)
    }

    /// Whether an answer to a progress request never runs ahead of the events before it: 3.4.31 and later of 3.4, and
    /// 3.5.13 and later (apiserver's `feature_support_checker.go`).
    var tellsProgressRightly: Bool {
        self >= ServerVersion(3, 4, 31) && (self < ServerVersion(3, 5, 0) || self >= ServerVersion(3, 5, 13))
    }
}
