public import ApusAPI
public import NIOCore

/// Where somebody wants snapshots to be: a folder, or `s3://bucket/prefix`.
public enum SnapshotLocation: Sendable, Equatable {
    case directory(String)
    case bucket(S3Configuration)

    /// - Parameters:
    ///   - endpoint: Of a server other than AWS's; nil: what the environment says.
    ///   - region: Nil: what the environment says.
    ///   - environment: The value of a variable of the environment.
    /// - Throws: `SnapshotError`, which says what is missing or wrong.
    public init(
        _ text: String, endpoint: String? = nil, region: String? = nil, environment: (String) -> String?
    ) throws {
        if text.hasPrefix("s3://") {
            self = .bucket(
                try S3Configuration(location: text, endpoint: endpoint, region: region, environment: environment))
        } else {
            guard !text.isEmpty, !text.contains("://") else {
                throw SnapshotError("\(text): must be a folder or s3://bucket/prefix")
            }
            self = .directory(text)
        }
    }

    /// - Parameters:
    ///   - group: The event loops of connections.
    ///   - now: What time it is.
    public func open(
        group: any EventLoopGroup, now: @escaping @Sendable () -> Timestamp
    ) throws -> any SnapshotDestination {
        switch self {
        case .directory(let path): DirectoryDestination(path)
        case .bucket(let configuration): try S3Destination(configuration, group: group, now: now)
        }
    }
}
