/// The lines of a generated table, split at a separator.
struct TableLines: Sequence {
    let text: StaticString
    let separator: UInt8

    init(_ text: StaticString, separator: Character) {
        self.text = text
        self.separator = separator.asciiValue ?? UInt8(ascii: " ")
    }

    func makeIterator() -> Iterator {
        Iterator(bytes: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount), separator: separator)
    }

    struct Iterator: IteratorProtocol {
        /// A string literal: it stays where it is.
        let bytes: UnsafeBufferPointer<UInt8>
        let separator: UInt8
        var position = 0

        /// The words of the next line.
        mutating func next() -> [String]? {
            guard position < bytes.count else { return nil }
            var words: [String] = []
            var start = position
            while position < bytes.count, bytes[position] != UInt8(ascii: "\n") {
                if bytes[position] == separator {
                    words.append(word(start..<position))
                    start = position + 1
                }
                position += 1
            }
            words.append(word(start..<position))
            position += 1
            return words
        }

        private func word(_ range: Range<Int>) -> String {
            String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
        }
    }
}
