import ApusAPI
import Testing

@testable import ApusServer

@Suite struct NegotiationTests {
    @Test(
        arguments: [
            (nil, .object, .json), ("*/*", .object, .json), ("application/json", .object, .json),
            ("application/yaml", .object, .yaml), ("text/html;q=0.5, application/yaml;q=0.9", .object, .yaml),
            ("application/vnd.kubernetes.protobuf,application/json", .object, .json),
            (
                "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json",
                .table(includeObject: .metadata), .json
            ),
            ("application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io", .partialMetadata, .json),
            ("application/json;as=Unknown;v=v1;g=meta.k8s.io, application/json", .object, .json),
        ] as [(String?, Rendering.Shape, Rendering.Format)])
    func theFirstAcceptableFormIsTaken(_ accept: String?, _ shape: Rendering.Shape, _ format: Rendering.Format) throws {
        let rendering = try Negotiation.rendering(
            accept: accept, allowsTransforms: true, includeObject: nil, pretty: false)
        #expect(rendering.shape == shape)
        #expect(rendering.format == format)
    }

    @Test(arguments: ["text/plain", "application/vnd.kubernetes.protobuf", "application/json;q=0"])
    func whatCannotBeMadeIsNotAcceptable(_ accept: String) {
        #expect {
            try Negotiation.rendering(accept: accept, allowsTransforms: true, includeObject: nil, pretty: false)
        } throws: { ($0 as? StatusError)?.code == 406 }
    }

    @Test func tokensGoThroughTheirText() throws {
        let token = ContinueToken(revision: 42, start: "default/a\0")
        #expect(try ContinueToken(decoding: token.encoded) == token)
        #expect(!token.encoded.contains { "+/=".contains($0) })
        for text in ["", "!!!", "e30", Base64URL.encode("{\"v\":\"x\",\"rv\":1,\"start\":\"a\"}".utf8)] {
            #expect { try ContinueToken(decoding: text) } throws: { ($0 as? StatusError)?.code == 400 }
        }
    }

    @Test func uniqueIDsHaveTheirVersion() {
        var random = SplitMix(seed: 1)
        for _ in 0..<100 {
            let text = UniqueID.make(using: &random)
            let parts = text.split(separator: "-").map(\.count)
            #expect(parts == [8, 4, 4, 4, 12])
            #expect(Array(text)[14] == "4")
            #expect("89ab".contains(Array(text)[19]))
        }
    }
}
