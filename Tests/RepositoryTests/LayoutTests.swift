import Foundation
import Testing

/// Sizes and places of files (the rules of docs/architecture/overview.md, "Layout").
struct LayoutTests {
    static let sources = ["Sources", "Plugins"].flatMap {
        Repository.files(below: $0, endings: ["swift", "c", "cpp", "h"])
    }.filter { !$0.contains("/Generated/") }

    static func lines(_ path: String) throws -> Int {
        try Repository.text(path).utf8.reduce(0) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
    }

    @Test("no source file has more than 700 lines, and nine in ten have at most 400")
    func fileSizes() throws {
        let sizes = try Self.sources.map { (path: $0, lines: try Self.lines($0)) }
        for file in sizes { #expect(file.lines <= 700, "\(file.path) has \(file.lines) lines") }
        let long = sizes.filter { $0.lines > 400 }
        #expect(long.count * 10 <= sizes.count, "over 400 lines: \(long.map(\.path))")
    }

    @Test("nothing unexpected lies at the top")
    func topLevel() throws {
        let expected: Set = [
            "Package.swift", "Makefile", "README.md", "LICENSE", "Sources", "Plugins", "Tests", "docs", "addons",
        ]
        let found = try FileManager.default.contentsOfDirectory(atPath: Repository.root.path)
        for name in found where !name.hasPrefix(".") && name != "Package.resolved" {
            #expect(expected.contains(name), "\(name) does not belong at the top")
        }
    }

    @Test("no file is named after nothing in particular")
    func names() {
        for file in Self.sources {
            let name = file.split(separator: "/").last.map(String.init) ?? file
            // `Type+Aspect.swift`; two types that the field calls so may be named.
            for part in name.split(whereSeparator: { $0 == "+" || $0 == "." })
            where !part.hasSuffix("ControllerManager") && part != "FieldManager" {
                for word in ["Manager", "Helper", "Utils", "Common", "Placeholder"] {
                    #expect(!part.contains(word), "\(file)")
                }
            }
        }
    }

    @Test(
        "every plugin folder has its manifest, its README and its export map",
        arguments: try Repository.folders(below: "Plugins"))
    func pluginFolders(plugin: String) throws {
        for file in ["plugin.json", "README.md", "export.map"] {
            #expect(try !Repository.text("Plugins/\(plugin)/\(file)").isEmpty)
        }
    }
}
