/// Texts that are no configuration.
enum Garbage {
    static let configurations: [[UInt8]] = [
        [], Array("{".utf8), Array("null".utf8), Array("[]".utf8), Array("\"".utf8), Array("{\"\":{}}".utf8),
        Array("{\"limit\":\"many\",\"label\":7}".utf8), Array("{\"limit\":-1e400}".utf8), [0xff, 0xfe, 0x00, 0x7b],
        Array(String(repeating: "[", count: 10_000).utf8), Array(repeating: 0, count: 65536),
        Array("{\"\u{0}\":\"\u{0}\"}".utf8),
    ]
}
