import CLinux
import Glibc

/// An open file that closes itself.
struct Descriptor: ~Copyable {
    let number: Int32

    init(_ number: Int32) { self.number = number }

    /// Opens a file, close-on-exec.
    init(_ path: String, _ flags: Int32, mode: mode_t = 0o644) throws(SystemError) {
        number = try check("open", path) { open(path, flags | O_CLOEXEC, mode) }
    }

    deinit { close(number) }

    /// Gives the number away; the caller closes it.
    consuming func release() -> Int32 {
        let given = number
        discard self
        return given
    }

    /// A pipe's two ends, close-on-exec.
    static func pipe() throws(SystemError) -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        try checkNegated("pipe") { clinux_pipe(&ends) }
        return (ends[0], ends[1])
    }
}

/// Writes all of `bytes`.
func writeAll(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) throws(SystemError) {
    var offset = 0
    while offset < bytes.count {
        let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
        offset += try check("write") { write(descriptor, rest.baseAddress, rest.count) }
    }
}

/// Writes all of `bytes`.
func writeAll(_ descriptor: Int32, _ bytes: [UInt8]) throws(SystemError) {
    let result: Result<Void, SystemError> = bytes.withUnsafeBytes { raw in
        do throws(SystemError) { return .success(try writeAll(descriptor, raw)) } catch { return .failure(error) }
    }
    try result.get()
}

/// Reads until the end, or until `limit` bytes are there.
func readAll(_ descriptor: Int32, limit: Int = .max) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16384)
    while bytes.count < limit {
        let count = try check("read") { read(descriptor, &buffer, buffer.count) }
        if count == 0 { break }
        bytes += buffer[..<count]
    }
    return bytes
}
