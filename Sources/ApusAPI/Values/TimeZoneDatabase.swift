import Glibc

/// The time zones that a machine knows by name.
public struct TimeZoneDatabase: Sendable {
    /// Why a name has no rules, in Go's words (`time.LoadLocation`).
    public struct LookupError: Error, Sendable, CustomStringConvertible {
        public let description: String
    }

    private let read: @Sendable (String) -> [UInt8]?
    private let localFile: @Sendable () -> [UInt8]?

    /// - Parameters:
    ///   - read: The TZif file of a name; nil where there is none.
    ///   - localFile: That of the machine's own zone.
    public init(
        read: @escaping @Sendable (String) -> [UInt8]?, localFile: @escaping @Sendable () -> [UInt8]? = { nil }
    ) {
        self.read = read
        self.localFile = localFile
    }

    /// The files of the C library's database.
    public static let system = TimeZoneDatabase(
        read: { file("/usr/share/zoneinfo/\($0)") }, localFile: { file("/etc/localtime") })

    /// The rules of `Europe/Berlin`, say; "" and `UTC` are UTC, and `Local` is the machine's zone.
    public func rules(of name: String) throws(LookupError) -> TimeZoneRules {
        if name.isEmpty || name == "UTC" { return .utc }
        if name == "Local" { return local() }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        if parts.contains("..") || name.hasPrefix("/") || name.contains("\\") {
            throw LookupError(description: "time: invalid location name")
        }
        guard let rules = read(name).flatMap({ TimeZoneRules(tzif: $0) }) else {
            throw LookupError(description: "unknown time zone \(name)")
        }
        return rules
    }

    /// The zone that the environment's `TZ` names, else the machine's; UTC where neither can be read.
    public func local(tz: String? = nil) -> TimeZoneRules {
        guard let tz else { return localFile().flatMap { TimeZoneRules(tzif: $0) } ?? .utc }
        let name = tz.hasPrefix(":") ? String(tz.dropFirst()) : tz
        return name.isEmpty ? .utc : read(name).flatMap { TimeZoneRules(tzif: $0) } ?? .utc
    }

    private static func file(_ path: String) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 8192)
        while true {
            let count = Glibc.read(file, &chunk, chunk.count)
            // No zone's file is nearly as long; a folder cannot be read.
            guard count >= 0, bytes.count < 1 << 20 else { return nil }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
    }
}
