/// Why a snapshot could not be made, read or kept; the message names the file.
public struct SnapshotError: Error, Equatable, CustomStringConvertible {
    public var description: String

    public init(_ description: String) { self.description = description }
}
