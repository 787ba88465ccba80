import Glibc

/// A file of a volume that the kubelet writes.
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

/// A folder whose files change all at once (`pkg/volume/util/atomic_writer.go`): files lie in a folder with a name of its
/// own, `..data` points to it, and each visible name points through `..data`. Replacing `..data` is the change.
struct AtomicFiles {
    let directory: String
    /// The files' group; nil: root's.
    var group: gid_t?

    /// Makes the folder hold exactly `files`, by relative path. Does nothing where it does already.
    ///
    /// - Parameter stamp: part of the name of the folder that the files lie in.
    func write(_ files: [String: VolumeFile], stamp: String) throws(FileError) {
        let old = FileTree.target(of: "\(directory)/..data")
        if let old, holds(files, in: "\(directory)/\(old)") { return }
        let new = unusedName(stamp)
        try FileTree.makeDirectories("\(directory)/\(new)")
        for (path, file) in files.sorted(by: { $0.key < $1.key }) {
            let full = "\(directory)/\(new)/\(path)"
            if let slash = full.lastIndex(of: "/") { try FileTree.makeDirectories(String(full[..<slash])) }
            try FileTree.write(file.bytes, to: full, mode: file.mode)
            if group != nil || file.owner != nil {
                guard chown(full, file.owner ?? 0, group ?? 0) == 0 else { throw FileError("chown", full) }
            }
        }
        let link = "\(directory)/..data_tmp"
        try FileTree.remove(link)
        try FileTree.link(link, to: new)
        try FileTree.rename(link, "\(directory)/..data")
        let visible = Set(files.keys.map { String($0.prefix { $0 != "/" }) })
        for name in visible where !FileTree.exists("\(directory)/\(name)") {
            try FileTree.link("\(directory)/\(name)", to: "..data/\(name)")
        }
        for name in FileTree.names(in: directory) where !visible.contains(name) && name != "..data" && name != new {
            try FileTree.remove("\(directory)/\(name)")
        }
    }

    private func unusedName(_ stamp: String) -> String {
        var number = 1
        while FileTree.exists("\(directory)/..\(stamp).\(number)") { number += 1 }
        return "..\(stamp).\(number)"
    }

    private func holds(_ files: [String: VolumeFile], in folder: String) -> Bool {
        var found: Set<String> = []
        func collect(_ prefix: String) {
            for name in FileTree.names(in: "\(folder)/\(prefix)") {
                let path = prefix + name
                if FileTree.isDirectory("\(folder)/\(path)") { collect("\(path)/") } else { found.insert(path) }
            }
        }
        collect("")
        return found == Set(files.keys)
            && files.allSatisfy { path, file in
                var status = stat()
                return FileTree.read("\(folder)/\(path)", limit: 4 << 20) == file.bytes
                    && stat("\(folder)/\(path)", &status) == 0 && status.st_mode & 0o7777 == file.mode
            }
    }
}
