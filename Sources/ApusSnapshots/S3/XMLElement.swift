import CExpat

/// An element of a small XML document: its text and its children, without attributes.
struct XMLElement: Sendable, Equatable {
    /// As written, so with a prefix if there is one; S3's have none.
    var name: String
    var text = ""
    var children: [XMLElement] = []

    /// The first child of that name.
    subscript(name: String) -> XMLElement? { children.first { $0.name == name } }

    init(name: String) { self.name = name }

    /// Reads a whole document; nil where it is malformed, nests deeper than 32 elements, or brings a document type,
    /// through which entities could make a large document of a small one.
    init?(parsing bytes: [UInt8]) {
        guard let parser = XML_ParserCreate("UTF-8") else { return nil }
        defer { XML_ParserFree(parser) }
        let tree = Tree(parser)
        XML_SetUserData(parser, Unmanaged.passUnretained(tree).toOpaque())
        XML_SetElementHandler(
            parser, { data, name, _ in Tree.of(data)?.begin(name) }, { data, _ in Tree.of(data)?.end() })
        XML_SetCharacterDataHandler(parser) { Tree.of($0)?.add($1, count: Int($2)) }
        XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in Tree.of(data)?.refuse() }
        let status = withExtendedLifetime(tree) {
            bytes.withUnsafeBufferPointer { buffer in
                buffer.withMemoryRebound(to: CChar.self) {
                    XML_Parse(parser, $0.baseAddress, Int32(clamping: $0.count), 1)
                }
            }
        }
        guard status == XML_STATUS_OK, let root = tree.root else { return nil }
        self = root
    }

    /// What the parser's calls make.
    private final class Tree {
        private let parser: XML_Parser
        private var open: [XMLElement] = []
        private(set) var root: XMLElement?

        init(_ parser: XML_Parser) { self.parser = parser }

        static func of(_ data: UnsafeMutableRawPointer?) -> Tree? {
            data.map { Unmanaged<Tree>.fromOpaque($0).takeUnretainedValue() }
        }

        func begin(_ name: UnsafePointer<XML_Char>?) {
            guard open.count < 32, let name else { return refuse() }
            open.append(XMLElement(name: String(cString: name)))
        }

        func add(_ text: UnsafePointer<XML_Char>?, count: Int) {
            guard !open.isEmpty else { return }
            let bytes = UnsafeRawBufferPointer(start: text, count: count)
            open[open.count - 1].text += String(decoding: bytes, as: UTF8.self)
        }

        func end() {
            guard let element = open.popLast() else { return }
            if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
        }

        func refuse() { XML_StopParser(parser, 0) }
    }
}
