import ApusJSON
import Glibc

/// The table of one kind's validation rules: `Tests/ApusResourcesTests/Rules/<group>/<Kind>.yaml`. Each row with an
/// error is a rule of upstream's that Apus has, each line of `absent` one that it has not.
struct RuleFile {
    /// The folder's name: `core` for the group "".
    var folder: String
    var kind: String
    /// Valid manifests; the one that a row uses when it names none is "base".
    var bases: JSONObject
    var rows: [JSONValue]
    var absent: [String]

    /// The group as API versions have it.
    var group: String { folder == "core" ? "" : folder }
    var name: String { "\(folder)/\(kind)" }
    var implemented: Int { rows.count { !$0["error"].isNull } }

    init(folder: String, kind: String, text: String) throws {
        self.folder = folder
        self.kind = kind
        let file = try YAMLValue.parse(text)
        for member in file.object?.members ?? [] where !["base", "bases", "rules", "absent"].contains(member.key) {
            throw TextFile.Failure(description: "\(folder)/\(kind).yaml: unknown key \(member.key)")
        }
        bases = file["bases"].object ?? JSONObject()
        if !file["base"].isNull { bases["base"] = file["base"] }
        rows = file["rules"].elements
        absent = try file["absent"].elements.map { line in
            guard let text = line.string else {
                throw TextFile.Failure(description: "\(folder)/\(kind).yaml: a line of absent is no string")
            }
            return text
        }
    }

    /// The rule files below `directory`, by group and kind.
    static func all(in directory: String) throws -> [RuleFile] {
        try TextFile.names(in: directory).flatMap { folder in
            try TextFile.names(in: "\(directory)/\(folder)").filter { $0.hasSuffix(".yaml") }.map { name in
                let text = try TextFile.read("\(directory)/\(folder)/\(name)").string
                return try RuleFile(folder: folder, kind: String(name.dropLast(5)), text: text)
            }
        }
    }
}

extension TextFile {
    /// The names in a directory, in order, without those that begin with a dot.
    static func names(in directory: String) throws -> [String] {
        guard let handle = opendir(directory) else {
            throw Failure(description: "cannot read \(directory): \(String(cString: strerror(errno)))")
        }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            names.append(
                withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names.filter { !$0.hasPrefix(".") }.sorted()
    }
}
