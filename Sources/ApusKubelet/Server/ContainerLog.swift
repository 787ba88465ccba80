import Glibc

/// A container's log in CRI's format: a line is `2026-01-02T03:04:05.678901234Z stdout F text`, `P` instead of `F` where
/// the line goes on in the next one.
enum ContainerLog {
    /// The parts of a line without its line break; nil where it is none of CRI's.
    static func parse(_ line: ArraySlice<UInt8>) -> (time: ArraySlice<UInt8>, isPartial: Bool, text: ArraySlice<UInt8>)? {
        guard let first = line.firstIndex(of: UInt8(ascii: " ")) else { return nil }
        let afterTime = line[(first + 1)...]
        guard let second = afterTime.firstIndex(of: UInt8(ascii: " ")) else { return nil }
        let afterStream = line[(second + 1)...]
        let third = afterStream.firstIndex(of: UInt8(ascii: " ")) ?? line.endIndex
        let tags = line[(second + 1)..<third]
        let text = third < line.endIndex ? line[(third + 1)...] : line[line.endIndex...]
        return (line[..<first], tags.first == UInt8(ascii: "P"), text)
    }

    /// The text of the last lines, for a termination message.
    static func tail(_ path: String, lines: Int, bytes: Int) -> String {
        guard let contents = FileTree.read(path, limit: bytes * 4) else { return "" }
        var text: [UInt8] = []
        for line in contents.split(separator: UInt8(ascii: "\n")).suffix(lines) {
            guard let parts = parse(line) else { continue }
            text += parts.text
            if !parts.isPartial { text.append(UInt8(ascii: "\n")) }
        }
        return String(decoding: text.suffix(bytes), as: UTF8.self)
    }

    /// Where the last `count` lines of an open file begin.
    static func offset(ofLast count: Int, in file: Int32) -> off_t {
        var end = lseek(file, 0, SEEK_END)
        guard count > 0 else { return end }
        var buffer = [UInt8](repeating: 0, count: 65536)
        var found = 0
        let size = end
        while end > 0 {
            let length = min(off_t(buffer.count), end)
            guard pread(file, &buffer, Int(length), end - length) == Int(length) else { return 0 }
            for index in stride(from: Int(length) - 1, through: 0, by: -1)
            where buffer[index] == UInt8(ascii: "\n") && end - length + off_t(index) != size - 1 {
                found += 1
                if found == count { return end - length + off_t(index) + 1 }
            }
            end -= length
        }
        return 0
    }
}
