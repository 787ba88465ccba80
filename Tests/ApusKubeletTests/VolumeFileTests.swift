import Foundation
import Testing

@testable import ApusKubelet

struct VolumeFileTests {
    /// Calls `body` with an empty folder and takes it away.
    func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    @Test("a change replaces all files at once through ..data, and takes old ones away")
    func replaces() throws {
        try withFolder { folder in
            let writer = AtomicWriter(folder: folder, group: nil)
            try writer.write(
                [
                    .init(path: "a", bytes: Array("1".utf8), mode: 0o644),
                    .init(path: "d/b", bytes: Array("2".utf8), mode: 0o400),
                ],
                stamp: "2026_1")
            #expect(try text(folder + "/a") == "1")
            #expect(try text(folder + "/d/b") == "2")
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/..data") == "..2026_1")
            try writer.write([.init(path: "a", bytes: Array("3".utf8), mode: 0o644)], stamp: "2026_2")
            #expect(try text(folder + "/a") == "3")
            #expect(try Set(FileManager.default.contentsOfDirectory(atPath: folder)) == ["a", "..data", "..2026_2"])
        }
    }

    @Test("writing the same again changes nothing")
    func unchanged() throws {
        try withFolder { folder in
            let writer = AtomicWriter(folder: folder, group: nil)
            let files = [AtomicWriter.File(path: "a", bytes: [1], mode: 0o644)]
            try writer.write(files, stamp: "2026_1")
            try writer.write(files, stamp: "2026_2")
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/..data") == "..2026_1")
        }
    }

    @Test("a path that leads out of the volume is refused", arguments: ["../x", "/x", "a/../../x", "a//b"])
    func escapes(path: String) throws {
        try withFolder { folder in
            #expect(throws: AtomicWriter.Failure.self) {
                try AtomicWriter(folder: folder, group: nil).write(
                    [.init(path: path, bytes: [], mode: 0o644)], stamp: "2026_1")
            }
        }
    }

    @Test(
        "variables expand as core/v1 says",
        arguments: [
            ("plain", "plain"), ("$(A)", "1"), ("x$(A)y$(B)", "x1y2"), ("$$(A)", "$(A)"), ("$(C)", "$(C)"),
            ("$A", "$A"),
            ("$(A", "$(A"), ("cost: 5$", "cost: 5$"), ("$$$(A)", "$1"),
        ])
    func expansion(text: String, expected: String) {
        #expect(VariableExpansion.expand(text) { ["A": "1", "B": "2"][$0] } == expected)
    }
}
