import CArchive
import CLinux
import Glibc

/// Device nodes of the host.
enum HostDevices {
    /// The device at a path, links followed; nil where there is none.
    static func device(at path: String) -> RuntimeSpec.SpecDevice? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        let type: String
        switch status.st_mode & S_IFMT {
        case S_IFCHR: type = "c"
        case S_IFBLK: type = "b"
        default: return nil
        }
        return RuntimeSpec.SpecDevice(
            path: path, type: type, major: Int64(clinux_device_major(status.st_rdev)),
            minor: Int64(clinux_device_minor(status.st_rdev)), fileMode: UInt32(status.st_mode & 0o7777),
            uid: status.st_uid,
            gid: status.st_gid)
    }

    /// Every device below /dev but terminals and what each container has of its own.
    static func all(in folder: String = "/dev") -> [RuntimeSpec.SpecDevice] {
        let skipped: Set<String> = ["/dev/pts", "/dev/shm", "/dev/fd", "/dev/mqueue", "/dev/console", "/dev/ptmx"]
        var devices: [RuntimeSpec.SpecDevice] = []
        for name in Files.names(in: folder) {
            let path = "\(folder)/\(name)"
            var status = stat()
            guard !skipped.contains(path), lstat(path, &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR {
                devices += all(in: path)
            } else if status.st_mode & S_IFMT != S_IFLNK, let device = device(at: path) {
                devices.append(device)
            }
        }
        return devices
    }
}
