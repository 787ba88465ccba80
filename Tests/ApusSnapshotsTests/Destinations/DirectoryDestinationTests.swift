import Glibc
import Testing

@testable import ApusSnapshots

struct DirectoryDestinationTests {
    @Test("snapshots come, are listed, go back to files and are taken away")
    func wholeLife() async throws {
        try await withDirectory { directory in
            let destination = DirectoryDestination("\(directory)/made/for it")
            #expect(try await destination.list().isEmpty)
            let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            try write(bytes, to: "\(directory)/sent")
            try await destination.upload(file: "\(directory)/sent", as: "b")
            try write([], to: "\(directory)/empty")
            try await destination.upload(file: "\(directory)/empty", as: "a")
            #expect(try await destination.list().map(\.name) == ["a", "b"])
            #expect(try await destination.list().map(\.size) == [0, 3_000_000])
            try await destination.download("b", to: "\(directory)/got")
            #expect(try contents(of: "\(directory)/got") == bytes)
            var status = stat()
            #expect(stat("\(destination.path)/b", &status) == 0 && status.st_mode & 0o777 == 0o600)
            #expect(stat(destination.path, &status) == 0 && status.st_mode & 0o777 == 0o700)
            try await destination.remove("b")
            try await destination.remove("b")
            #expect(names(in: destination.path) == ["a"])
        }
    }

    @Test("what has the name already stays, and what fails leaves nothing")
    func failures() async throws {
        try await withDirectory { directory in
            let destination = DirectoryDestination("\(directory)/d")
            try write([1], to: "\(directory)/one")
            try write([2], to: "\(directory)/two")
            try await destination.upload(file: "\(directory)/one", as: "a")
            let problems = [
                await message { try await destination.upload(file: "\(directory)/two", as: "a") },
                await message { try await destination.upload(file: "\(directory)/none", as: "b") },
                await message { try await destination.upload(file: directory, as: "b") },
                await message { try await destination.download("b", to: "\(directory)/got") },
                await message { try await destination.download("a", to: "\(directory)/one") },
            ]
            #expect(
                problems == [
                    "\(directory)/d/a: exists already", "\(directory)/none: No such file or directory",
                    "\(directory): not a file", "\(directory)/d/b: No such file or directory",
                    "\(directory)/one: exists already",
                ])
            #expect(names(in: "\(directory)/d") == ["a"])
            #expect(try contents(of: "\(directory)/d/a") == [1])
            #expect(try contents(of: "\(directory)/one") == [1])
        }
    }

    @Test("what killed processes left goes with the next upload, and what is being written or is not a snapshot stays")
    func leftovers() async throws {
        try await withDirectory { directory in
            let destination = DirectoryDestination(directory)
            try write([1], to: "\(directory)/dead.partial")
            try write([1], to: "\(directory)/.hidden")
            mkdir("\(directory)/folder", 0o700)
            let alive = try NewFile("\(directory)/alive")
            #expect(try await destination.list().isEmpty)
            try await destination.upload(file: "\(directory)/.hidden", as: "a")
            #expect(names(in: directory) == [".hidden", "a", "alive.partial", "folder"])
            #expect(try await destination.list().map(\.name) == ["a"])
            alive.abandon()
        }
    }

    @Test("no name leads out of the folder", arguments: ["", ".", "..", "../a", "a/b", ".a", "a\n"])
    func namesThatAreNone(name: String) async throws {
        let destination = DirectoryDestination("/nowhere")
        for problem in [
            await message { try await destination.upload(file: "/etc/hostname", as: name) },
            await message { try await destination.download(name, to: "/nowhere/x") },
            await message { try await destination.remove(name) },
        ] { #expect(problem.hasSuffix("is no name of a snapshot")) }
    }
}
