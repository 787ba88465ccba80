import ApusJSON
import Glibc

/// Whole files, by path.
enum TextFile {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    static func read(_ path: String) throws -> Bytes {
        guard let file = fopen(path, "r") else {
            throw Failure(description: "cannot read \(path): \(String(cString: strerror(errno)))")
        }
        defer { fclose(file) }
        fseek(file, 0, SEEK_END)
        let size = ftell(file)
        rewind(file)
        return Bytes(capacity: size) { fread($0.baseAddress, 1, size, file) }
    }

    /// Writes `text` where the file does not hold it already, and returns whether it wrote.
    static func write(_ text: String, to path: String) throws -> Bool {
        if let current = try? read(path), current == Bytes(text) { return false }
        guard let file = fopen(path, "w") else {
            throw Failure(description: "cannot write \(path): \(String(cString: strerror(errno)))")
        }
        let written = fputs(text, file)
        guard fclose(file) == 0, written >= 0 else {
            throw Failure(description: "cannot write \(path): \(String(cString: strerror(errno)))")
        }
        return true
    }
}
