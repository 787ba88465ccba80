/// What a reader of a container's log wants (`PodLogOptions`).
public struct LogOptions: Sendable, Equatable {
    /// Go on until the container has ended.
    public var follow = false
    /// The last so many lines; nil: all.
    public var tailLines: Int?
    /// Nanoseconds since 1970: only lines from then on; nil: all.
    public var since: Int64?
    /// Begin each line with its time.
    public var timestamps = false
    /// At most so many bytes; nil: no limit.
    public var limitBytes: Int?
    /// `Stdout` or `Stderr` alone; nil: both.
    public var stream: String?

    public init() {}
}
