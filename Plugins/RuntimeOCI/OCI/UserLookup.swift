import CLinux
import Glibc

/// Users and groups of an image, out of its own /etc/passwd and /etc/group.
struct UserLookup {
    private let passwd: [[Substring]]
    private let group: [[Substring]]

    /// Reads the files below `root`; links in the image cannot lead out of it.
    init(root: String) {
        self.init(passwd: Self.read("etc/passwd", root), group: Self.read("etc/group", root))
    }

    init(passwd: String, group: String) {
        func rows(_ text: String) -> [[Substring]] {
            text.split(separator: "\n").map { $0.split(separator: ":", omittingEmptySubsequences: false) }
        }
        self.passwd = rows(passwd).filter { $0.count >= 4 }
        self.group = rows(group).filter { $0.count >= 3 }
    }

    private static func read(_ path: String, _ root: String) -> String {
        guard let folder = try? Descriptor(root, clinux_o_path | O_DIRECTORY) else { return "" }
        let number = clinux_open_in_root(folder.number, path, O_RDONLY | O_NONBLOCK, 0)
        guard number >= 0 else { return "" }
        let file = Descriptor(number)
        return String(decoding: (try? readAll(file.number, limit: 1 << 20)) ?? [], as: UTF8.self)
    }

    /// The user of an image's `User` ("name", "uid", "name:group", "uid:gid").
    func user(_ text: String) throws(RuntimeError) -> RuntimeSpec.User {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts.first ?? ""
        let row =
            name.isEmpty
            ? passwd.first { $0[2] == "0" } : passwd.first { $0[0] == name } ?? passwd.first { $0[2] == name }
        guard let uid = UInt32(name.isEmpty ? "0" : row?[2] ?? name) else {
            throw .invalid("user \"\(name)\": not found in the image's /etc/passwd")
        }
        var gid = row.flatMap { UInt32($0[3]) } ?? 0
        let explicit = parts.count == 2 && !parts[1].isEmpty
        if explicit { gid = try groupID(parts[1]) }
        // A group that is given takes the place of the user's own ones, as docker has it.
        let groups: [UInt32] = explicit ? [] : row.map { self.groups(of: $0[0]) } ?? []
        return RuntimeSpec.User(uid: uid, gid: gid, additionalGids: groups)
    }

    /// The user with a number; group 0 where the image does not know it.
    func user(id: UInt32) -> RuntimeSpec.User {
        let row = passwd.first { $0[2] == String(id) }
        return RuntimeSpec.User(
            uid: id, gid: row.flatMap { UInt32($0[3]) } ?? 0, additionalGids: row.map { groups(of: $0[0]) } ?? [])
    }

    /// The user's home; nil where the image does not say.
    func home(of id: UInt32) -> String? {
        passwd.first { $0[2] == String(id) && $0.count > 5 }.map { String($0[5]) }
    }

    private func groupID(_ name: Substring) throws(RuntimeError) -> UInt32 {
        let row = group.first { $0[0] == name } ?? group.first { $0[2] == name }
        guard let gid = UInt32(row?[2] ?? name) else {
            throw .invalid("group \"\(name)\": not found in the image's /etc/group")
        }
        return gid
    }

    private func groups(of name: Substring) -> [UInt32] {
        group.filter { $0.count > 3 && $0[3].split(separator: ",").contains(name) }.compactMap { UInt32($0[2]) }
    }
}
