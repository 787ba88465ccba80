import Crypto
import FoundationEssentials
import Glibc

/// Blobs on their way into the store: written and hashed aside, moved in when everything is there. What a crash leaves
/// behind is recognised by its free lock and swept away.
struct Ingest: ~Copyable {
    let directory: String
    private let lock: FileLock
    private var count = 0
    private var written: Set<String> = []

    init(below parent: String) throws {
        directory = "\(parent)/\(Digest.hex((0..<8).map { _ in UInt8.random(in: 0 ... .max) }))"
        try Files.makeDirectory(directory)
        guard let lock = try FileLock(tryExclusive: "\(directory)/lock") else {
            throw SystemError("lock", directory, errno: EBUSY)
        }
        self.lock = lock
    }

    deinit { try? Files.removeTree(directory) }

    /// Removes what crashed imports left.
    static func sweep(_ parent: String) {
        for name in Files.names(in: parent) {
            let directory = "\(parent)/\(name)"
            if let lock = try? FileLock(tryExclusive: "\(directory)/lock") {
                try? Files.removeTree(directory)
                _ = lock
            }
        }
    }

    /// A path of this import's own.
    mutating func freshPath() -> String {
        count += 1
        return "\(directory)/\(count)"
    }

    func blob(_ digest: String) -> String { "\(directory)/\(digest.dropFirst(7))" }

    func has(_ digest: String) -> Bool { written.contains(digest) }

    /// Takes in a small blob.
    mutating func add(_ bytes: [UInt8], mediaType: String) throws -> ContentDescriptor {
        let digest = Digest.of(bytes)
        try Files.replace(blob(digest), with: bytes)
        written.insert(digest)
        return ContentDescriptor(mediaType: mediaType, digest: digest, size: Int64(bytes.count))
    }

    /// Takes in a blob that `body` writes piece by piece.
    mutating func add(
        mediaType: String, _ body: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) throws -> ContentDescriptor {
        let path = freshPath()
        var hash = SHA256()
        var size: Int64 = 0
        do {
            let file = try Descriptor(path, O_WRONLY | O_CREAT | O_EXCL)
            try body { bytes in
                hash.update(bufferPointer: bytes)
                size += Int64(bytes.count)
                try writeAll(file.number, bytes)
            }
        }
        let digest = Digest.text(hash.finalize())
        try check("rename", path) { rename(path, blob(digest)) }
        written.insert(digest)
        return ContentDescriptor(mediaType: mediaType, digest: digest, size: size)
    }

    /// Takes in a copy of a file.
    mutating func add(fileAt path: String, mediaType: String) throws -> ContentDescriptor {
        let file = try Descriptor(path, O_RDONLY)
        let number = file.number
        return try add(mediaType: mediaType) { write in
            var buffer = [UInt8](repeating: 0, count: 1 << 17)
            while true {
                let count = try check("read", path) { read(number, &buffer, buffer.count) }
                if count == 0 { break }
                try buffer.withUnsafeBytes { try write(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            }
        }
    }

    /// Moves the blobs into the store's folder.
    mutating func commit(into blobs: String) throws {
        for digest in written {
            let target = "\(blobs)/\(digest.dropFirst(7))"
            if Files.exists(target) { continue }
            try check("rename", target) { rename(blob(digest), target) }
        }
    }
}
