import Glibc

/// A file of a volume that the kubelet writes; its path is the key that it is kept under.
struct VolumeFile: Sendable, Equatable {
    var bytes: [UInt8]
    var mode: mode_t
    /// The owner where it is not root.
    var owner: uid_t?

    init(bytes: [UInt8], mode: mode_t, owner: uid_t? = nil) {
        self.bytes = bytes
        self.mode = mode
        self.owner = owner
    }
}
