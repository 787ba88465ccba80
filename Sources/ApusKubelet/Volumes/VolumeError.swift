/// A volume that is not ready: what is missing, in the words of the event `FailedMount`.
struct VolumeError: Error, Sendable, Equatable, CustomStringConvertible {
    var volume: String
    var description: String

    init(_ volume: String, _ description: String) {
        self.volume = volume
        self.description = description
    }
}
