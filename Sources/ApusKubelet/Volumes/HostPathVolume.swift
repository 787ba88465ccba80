import ApusJSON
import Glibc

/// A path of the host, made or checked as its type says (`pkg/volume/hostpath`).
enum HostPathVolume {
    static func prepare(_ source: JSONValue) throws -> String {
        let path = source.text("path")
        let kind = source.text("type")
        if kind == "DirectoryOrCreate", !FileTree.exists(path) { try FileTree.makeDirectories(path) }
        if kind == "FileOrCreate", !FileTree.exists(path) { try FileTree.write([], to: path) }
        guard !kind.isEmpty else { return path }
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw EnvironmentError("hostPath type check failed: \(path) is not \(noun(kind))")
        }
        let wanted: mode_t =
            switch kind {
            case "Directory", "DirectoryOrCreate": S_IFDIR
            case "File", "FileOrCreate": S_IFREG
            case "Socket": S_IFSOCK
            case "CharDevice": S_IFCHR
            case "BlockDevice": S_IFBLK
            default: status.st_mode & S_IFMT
            }
        guard status.st_mode & S_IFMT == wanted else {
            throw EnvironmentError("hostPath type check failed: \(path) is not \(noun(kind))")
        }
        return path
    }

    private static func noun(_ kind: String) -> String {
        switch kind {
        case "Directory", "DirectoryOrCreate": "a directory"
        case "File", "FileOrCreate": "a file"
        case "Socket": "a socket file"
        case "CharDevice": "a character device"
        default: "a block device"
        }
    }
}
