import Testing

@testable import ApusSnapshots

struct XMLElementTests {
    @Test("elements, text with entities, comments and a declaration are read")
    func reading() throws {
        let text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <Error xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><!-- no --><Code>A &amp; B</Code><Code>2</Code>\
            <Message>caf\u{e9} &#x41;<![CDATA[<x>]]></Message><Empty/></Error>
            """
        let element = try #require(XMLElement(parsing: Array(text.utf8)))
        #expect(element.name == "Error")
        #expect(element.children.map(\.name) == ["Code", "Code", "Message", "Empty"])
        #expect(element["Code"]?.text == "A & B")
        #expect(element["Message"]?.text == "café A<x>")
        #expect(element["Empty"]?.text == "")
    }

    static let refused = [
        "", "no XML", "<a>", "<a></b>", "<a/><b/>", "<a>&unknown;</a>", "<a>\u{1}</a>",
        "<!DOCTYPE a [<!ENTITY x \"xxxxxxxx\">]><a>&x;</a>",
        String(repeating: "<a>", count: 33) + String(repeating: "</a>", count: 33),
    ]

    @Test("malformed documents, document types and deep ones are refused", arguments: refused)
    func problems(text: String) { #expect(XMLElement(parsing: Array(text.utf8)) == nil) }
}
