import Foundation
import Glibc
import ProgramTestSupport
import Synchronization
import Testing

/// What `faults.c` does in a server, from the outside: its disk is slow or hangs, its clock is wrong.
final class FaultControl: Sendable {
    private let control: String
    private let environmentBefore: [String: String]

    /// - Parameter folder: where the library and its files lie.
    init(in folder: String) async throws {
        control = "\(folder)/control"
        let library = "\(folder)/faults.so"
        let source = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "faults.c").path
        let built = try await Shell.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"])
        try #require(built.code == 0, "\(built.all)")
        try Data(count: 24).write(to: URL(filePath: control))
        environmentBefore = ["LD_PRELOAD": library, "FAULTS_CONTROL": control]
    }

    /// With what a server must be started.
    ///
    /// - Parameter data: the folder whose files it looks after.
    func environment(data: String, trace: String? = nil) -> [String: String] {
        var environment = environmentBefore
        environment["FAULTS_FOLDER"] = data
        environment["FAULTS_TRACE"] = trace
        return environment
    }

    /// Moves the time of day away from the true one.
    func setClock(_ offset: Duration) throws { try set(0, offset.components.seconds * 1_000_000_000) }
    /// Makes each sync take that much longer.
    func setSyncDelay(milliseconds: Int64) throws { try set(1, milliseconds * 1_000_000) }
    /// No sync returns while this is true.
    func setHangs(_ hangs: Bool) throws { try set(2, hangs ? 1 : 0) }

    private func set(_ place: Int, _ value: Int64) throws {
        let file = try FileHandle(forUpdating: URL(filePath: control))
        defer { try? file.close() }
        try file.seek(toOffset: UInt64(place * 8))
        try file.write(contentsOf: withUnsafeBytes(of: value.littleEndian) { Data($0) })
    }
}
