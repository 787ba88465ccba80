import Glibc

/// The bytes of a file from its beginning, piece by piece; the file must not change meanwhile.
final class FileChunks {
    let path: String
    let size: UInt64
    private let descriptor: Int32
    private var offset: UInt64 = 0

    /// - Throws: `SnapshotError` where it is no file that can be read.
    init(_ path: String) throws {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0 else {
            let reason = systemMessage()
            if descriptor >= 0 { close(descriptor) }
            throw SnapshotError("\(path): \(reason)")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw SnapshotError("\(path): not a file")
        }
        size = UInt64(status.st_size)
    }

    deinit { close(descriptor) }

    /// The next `limit` bytes, fewer at the end, and nil behind it.
    func next(_ limit: Int) throws -> [UInt8]? {
        let count = Int(min(UInt64(limit), size - offset))
        guard count > 0 else { return nil }
        var failure: String?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { target, filled in
            let buffer = UnsafeMutableRawBufferPointer(target)
            while filled < count {
                let some = read(descriptor, buffer.baseAddress.map { $0 + filled }, count - filled)
                if some < 0, errno == EINTR { continue }
                guard some > 0 else {
                    failure = some < 0 ? systemMessage() : "became shorter while it was read"
                    return
                }
                filled += some
            }
        }
        if let failure { throw SnapshotError("\(path): \(failure)") }
        offset += UInt64(count)
        return bytes
    }
}
