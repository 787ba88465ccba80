import Glibc

/// Writes the files of a ConfigMap, Secret, downward API or projected volume so that a container sees either all of
/// the old ones or all of the new ones.
///
/// The files lie in a folder named after the time, `..data` is a link to it, and what the container sees are links
/// through `..data`; a change makes a new folder and renames the link (the layout of upstream's atomic writer, which
/// programs that watch `..data` rely on).
struct AtomicWriter {
    /// A file below the volume; `path` is relative and has no `..`.
    struct File: Equatable {
        var path: String
        var bytes: [UInt8]
        var mode: mode_t
        /// Nil: as the process.
        var owner: uid_t?
    }

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    let folder: String
    /// The group that is to own the files; nil: as the process.
    let group: gid_t?

    /// Makes the volume hold `files` and nothing else; does nothing when it already does.
    func write(_ files: [File], stamp: String) throws(Failure) {
        for file in files {
            let parts = file.path.split(separator: "/", omittingEmptySubsequences: false)
            if file.path.hasPrefix("/") || parts.contains("..") || parts.contains("") {
                throw Failure(description: "\(folder): the path \(file.path) leads out of the volume")
            }
        }
        if isCurrent(files) { return }
        let version = unusedName("..\(stamp)")
        let data = "\(folder)/\(version)"
        try make(data)
        for file in files { try write(file, below: data) }
        try link(version, as: "..data")
        try place(Set(files.compactMap { $0.path.split(separator: "/").first.map(String.init) }))
        for name in entries(of: folder) where name.hasPrefix("..2") && name != version { remove("\(folder)/\(name)") }
    }

    private func isCurrent(_ files: [File]) -> Bool {
        current
            == files.sorted(by: { $0.path < $1.path }).map { File(path: $0.path, bytes: $0.bytes, mode: $0.mode) }
    }

    /// Two changes may come within what the stamp tells apart.
    private func unusedName(_ stem: String) -> String {
        var name = stem
        var number = 1
        while access("\(folder)/\(name)", F_OK) == 0 {
            number += 1
            name = "\(stem).\(number)"
        }
        return name
    }

    /// What the volume holds, by path.
    private var current: [File] {
        var files: [File] = []
        func walk(_ below: String, _ prefix: String) {
            for name in entries(of: below) {
                let path = "\(below)/\(name)"
                var status = stat()
                guard stat(path, &status) == 0 else { continue }
                if status.st_mode & S_IFMT == S_IFDIR {
                    walk(path, prefix + name + "/")
                } else {
                    files.append(
                        File(path: prefix + name, bytes: contents(path) ?? [], mode: status.st_mode & 0o777))
                }
            }
        }
        walk("\(folder)/..data", "")
        return files.sorted { $0.path < $1.path }
    }

    private func write(_ file: File, below data: String) throws(Failure) {
        var path = data
        let parts = file.path.split(separator: "/")
        for part in parts.dropLast() {
            path += "/\(part)"
            try make(path)
        }
        path = "\(data)/\(file.path)"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, file.mode)
        guard descriptor >= 0 else { throw failure("cannot write \(path)") }
        defer { close(descriptor) }
        var rest = file.bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw failure("cannot write \(path)") }
            rest = rest.dropFirst(count)
        }
        fchmod(descriptor, file.mode)
        if group != nil || file.owner != nil { fchown(descriptor, file.owner ?? .max, group ?? .max) }
    }

    /// Makes the visible names be `names`, each a link through `..data`.
    private func place(_ names: Set<String>) throws(Failure) {
        for name in entries(of: folder) where !name.hasPrefix("..") && !names.contains(name) {
            unlink("\(folder)/\(name)")
        }
        for name in names.sorted() { try link("..data/\(name)", as: name) }
    }

    /// Makes or replaces the link `name` in one step.
    private func link(_ target: String, as name: String) throws(Failure) {
        var buffer = [CChar](repeating: 0, count: 4096)
        let length = readlink("\(folder)/\(name)", &buffer, buffer.count)
        if length > 0, buffer[..<length].elementsEqual(target.utf8.map { CChar(bitPattern: $0) }) { return }
        let temporary = "\(folder)/..link_tmp"
        unlink(temporary)
        guard symlink(target, temporary) == 0, rename(temporary, "\(folder)/\(name)") == 0 else {
            throw failure("cannot link \(folder)/\(name)")
        }
    }

    private func make(_ path: String) throws(Failure) {
        if mkdir(path, 0o755) != 0 && errno != EEXIST { throw failure("cannot make \(path)") }
        chmod(path, 0o755)
    }

    private func failure(_ what: String) -> Failure {
        Failure(description: "\(what): \(String(cString: strerror(errno)))")
    }

    private func contents(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 << 10)
        while case let count = Glibc.read(descriptor, &chunk, chunk.count), count > 0 { bytes += chunk[..<count] }
        return bytes
    }

    private func entries(of path: String) -> [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    private func remove(_ path: String) {
        for name in entries(of: path) {
            let child = "\(path)/\(name)"
            if unlink(child) != 0 { remove(child) }
        }
        rmdir(path)
    }
}
