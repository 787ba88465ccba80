import CArchive
import CLinux
import Glibc

/// Unpacks one layer into a folder of its own, as overlayfs wants it below a container: whiteouts become device 0:0 and
/// opaque folders get `trusted.overlay.opaque` (image-spec, layer.md, "Whiteouts").
///
/// Every name is resolved inside the folder (openat2, RESOLVE_IN_ROOT); an entry with `..` in its name is refused.
struct LayerUnpacker: ~Copyable {
    private let root: Descriptor
    private let name: String
    /// Folder times are set last: what is put into a folder changes them.
    private var folders: [(path: String, modified: timespec)] = []
    /// The folder of the entry before: most entries share it.
    private var parentPath = ""
    private var parent: Int32 = -1

    /// `directory` exists and is empty; `name` stands for the layer in errors.
    init(into directory: String, name: String) throws {
        root = try Descriptor(directory, clinux_o_path | O_DIRECTORY)
        self.name = name
    }

    deinit { if parent >= 0 { close(parent) } }

    /// Unpacks the layer file at `path`; gives the digest of its uncompressed bytes.
    mutating func unpack(_ path: String) throws -> String {
        let source = try LayerSource(path: path, name: name)
        let reader = try ArchiveReader(tarFrom: source, name: name)
        while let entry = try reader.next() {
            try apply(entry, reader)
        }
        for folder in folders.reversed() {
            let (place, last) = Self.split(folder.path)
            let number = try open(folder: place)
            setTimes(last.isEmpty ? "." : last, in: number, folder.modified)
        }
        return try source.finish()
    }

    // MARK: - Names

    /// The path below the root; an entry that would climb out of the layer is refused.
    private func clean(_ path: String) throws -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { throw RuntimeError.invalid("\(name): entry \"\(path)\" leaves the layer's root") }
            parts.append(part)
        }
        return parts.joined(separator: "/")
    }

    private static func split(_ path: String) -> (folder: String, last: String) {
        guard let slash = path.lastIndex(of: "/") else { return ("", path) }
        return (String(path[..<slash]), String(path[path.index(after: slash)...]))
    }

    /// The folder `path`, made where it is missing.
    private mutating func open(folder path: String) throws -> Int32 {
        if path.isEmpty { return root.number }
        if path == parentPath { return parent }
        let flags = clinux_o_path | O_DIRECTORY
        var number = clinux_open_in_root(root.number, path, flags, 0)
        if number == -ENOENT {
            let (above, last) = Self.split(path)
            let holder = try open(folder: above)
            try check("mkdir", "\(name): \(path)") { mkdirat(holder, last, 0o755) }
            number = clinux_open_in_root(root.number, path, flags, 0)
        }
        guard number >= 0 else { throw SystemError("open", "\(name): \(path)", errno: -number) }
        if parent >= 0 { close(parent) }
        parent = number
        parentPath = path
        return number
    }

    // MARK: - Entries

    private mutating func apply(_ entry: ArchiveReader.Entry, _ reader: ArchiveReader) throws {
        guard let given = entry.path else { throw RuntimeError.invalid("\(name): an entry's name is not UTF-8") }
        let path = try clean(given)
        if path.isEmpty {
            // The root folder itself.
            fchmodat(root.number, ".", entry.permissions, 0)
            fchownat(root.number, ".", entry.user, entry.group, 0)
            folders.append(("", entry.modified))
            return
        }
        let (place, last) = Self.split(path)
        let folder = try open(folder: place)
        if last.hasPrefix(".wh.") {
            try whiteout(last, in: folder, path)
            return
        }
        try make(entry, reader, last, in: folder, path)
    }

    private func whiteout(_ last: String, in folder: Int32, _ path: String) throws {
        if last == ".wh..wh..opq" {
            try check("set opaque", "\(name): \(path)") {
                setxattr("/proc/self/fd/\(folder)", "trusted.overlay.opaque", "y", 1, 0)
            }
        } else if !last.hasPrefix(".wh..wh.") {
            let hidden = String(last.dropFirst(4))
            guard !hidden.isEmpty, hidden != ".", hidden != ".." else {
                throw RuntimeError.invalid("\(name): entry \"\(path)\" is no whiteout")
            }
            try remove(hidden, in: folder)
            try check("mknod", "\(name): \(path)") { mknodat(folder, hidden, S_IFCHR, 0) }
        }
    }

    /// Later entries of a layer replace earlier ones.
    private func remove(_ last: String, in folder: Int32) throws {
        if unlinkat(folder, last, 0) == 0 || errno == ENOENT { return }
        if errno == EISDIR { try Files.removeTree("/proc/self/fd/\(folder)/\(last)") }
    }

    private mutating func make(
        _ entry: ArchiveReader.Entry, _ reader: ArchiveReader, _ last: String, in folder: Int32, _ path: String
    ) throws {
        let shown = "\(name): \(path)"
        if let target = entry.hardlink {
            try link(target, last, in: folder, path)
            return
        }
        switch entry.type {
        case S_IFDIR:
            if mkdirat(folder, last, 0o755) != 0 {
                let error = errno
                var status = stat()
                fstatat(folder, last, &status, AT_SYMLINK_NOFOLLOW)
                guard error == EEXIST else { throw SystemError("mkdir", shown, errno: error) }
                if status.st_mode & S_IFMT != S_IFDIR {
                    try remove(last, in: folder)
                    try check("mkdir", shown) { mkdirat(folder, last, 0o755) }
                }
            }
            folders.append((path, entry.modified))
        case S_IFREG:
            try remove(last, in: folder)
            let number = try check("create", shown) {
                openat(folder, last, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
            }
            let file = Descriptor(number)
            try reader.forEachBlock { block, offset in
                var done = 0
                while done < block.count {
                    done += try check("write", shown) {
                        pwrite(
                            file.number, block.baseAddress?.advanced(by: done), block.count - done,
                            off_t(offset) + off_t(done))
                    }
                }
            }
            try check("truncate", shown) { ftruncate(file.number, off_t(entry.size)) }
        case S_IFLNK:
            try remove(last, in: folder)
            try check("symlink", shown) { symlinkat(entry.symlink ?? "", folder, last) }
        case S_IFCHR, S_IFBLK, S_IFIFO:
            try remove(last, in: folder)
            try check("mknod", shown) { mknodat(folder, last, entry.type | 0o600, entry.device) }
        default:
            throw RuntimeError.invalid("\(shown): Unsupported value: file type \(String(entry.type, radix: 8))")
        }
        try setAttributes(entry, last, in: folder, shown)
    }

    private mutating func link(_ target: String, _ last: String, in folder: Int32, _ path: String) throws {
        let shown = "\(name): \(path)"
        let place = try clean(target)
        let source = clinux_open_in_root(root.number, place, clinux_o_path | O_NOFOLLOW, 0)
        guard source >= 0 else { throw SystemError("link to \(target)", shown, errno: -source) }
        defer { close(source) }
        var sourceStatus = stat()
        var status = stat()
        fstat(source, &sourceStatus)
        // A link to itself would remove what it links to.
        if fstatat(folder, last, &status, AT_SYMLINK_NOFOLLOW) == 0, status.st_ino == sourceStatus.st_ino { return }
        try remove(last, in: folder)
        try check("link to \(target)", shown) {
            linkat(AT_FDCWD, "/proc/self/fd/\(source)", folder, last, AT_SYMLINK_FOLLOW)
        }
    }

    private func setAttributes(_ entry: ArchiveReader.Entry, _ last: String, in folder: Int32, _ shown: String) throws {
        try check("chown", shown) { fchownat(folder, last, entry.user, entry.group, AT_SYMLINK_NOFOLLOW) }
        // Owner first: a change of owner clears set-id bits and file capabilities.
        try entry.forEachAttribute { attribute, value in
            // Overlay's own marks come from whiteouts only.
            guard !attribute.hasPrefix("trusted.") else { return }
            let path = "/proc/self/fd/\(folder)/\(last)"
            if lsetxattr(path, attribute, value.baseAddress, value.count, 0) != 0 && errno != ENOTSUP && errno != EPERM
            {
                throw SystemError("set \(attribute)", shown)
            }
        }
        if entry.type != S_IFLNK {
            try check("chmod", shown) { fchmodat(folder, last, entry.permissions, 0) }
        }
        if entry.type != S_IFDIR { setTimes(last, in: folder, entry.modified) }
    }

    private func setTimes(_ last: String, in folder: Int32, _ modified: timespec) {
        let times = [modified, modified]
        utimensat(folder, last, times, AT_SYMLINK_NOFOLLOW)
    }
}
