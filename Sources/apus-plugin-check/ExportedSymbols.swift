import Glibc

/// The symbols that an ELF library defines for others (System V ABI, "Symbol Table"; 64-bit, little-endian).
struct ExportedSymbols {
    var names: [String] = []

    /// What linkers put into every library.
    private static let linkers: Set<String> = ["_init", "_fini", "_edata", "_end", "__bss_start"]

    init(path: String) throws {
        let file = try Self.contents(path)
        guard file.count >= 64, file[0..<5].elementsEqual([0x7f, 0x45, 0x4c, 0x46, 2]), file[5] == 1 else {
            throw Flaw("\(path): not a 64-bit little-endian ELF file")
        }
        let sections = Int(try number(file, 40, 8))
        let size = Int(try number(file, 58, 2))
        for index in 0..<Int(try number(file, 60, 2)) {
            let header = sections + index * size
            guard try number(file, header + 4, 4) == 11 else { continue }  // SHT_DYNSYM
            let strings = sections + Int(try number(file, header + 40, 4)) * size
            try read(
                file, at: Int(number(file, header + 24, 8)), bytes: Int(number(file, header + 32, 8)),
                strings: Int(number(file, strings + 24, 8)))
        }
    }

    private mutating func read(_ file: [UInt8], at start: Int, bytes: Int, strings: Int) throws {
        for symbol in stride(from: start, to: start + bytes, by: 24) {
            let binding = try number(file, symbol + 4, 1) >> 4
            let isDefined = try number(file, symbol + 6, 2) != 0
            guard isDefined, binding != 0 else { continue }  // STB_LOCAL
            let name = strings + Int(try number(file, symbol, 4))
            guard name < file.count, let end = file[name...].firstIndex(of: 0) else { throw Flaw("damaged ELF file") }
            let text = String(decoding: file[name..<end], as: UTF8.self)
            if !Self.linkers.contains(text) { names.append(text) }
        }
    }

    private func number(_ file: [UInt8], _ offset: Int, _ bytes: Int) throws -> UInt64 {
        guard offset >= 0, offset <= file.count - bytes else { throw Flaw("damaged ELF file") }
        return (0..<bytes).reduce(0) { $0 | UInt64(file[offset + $1]) << UInt64(8 * $1) }
    }

    private static func contents(_ path: String) throws -> [UInt8] {
        guard let file = fopen(path, "r") else { throw Flaw("\(path): \(String(cString: strerror(errno)))") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }
}
