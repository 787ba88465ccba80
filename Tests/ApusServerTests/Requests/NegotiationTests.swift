import ApusAPI
import Testing

@testable import ApusServer

@Suite struct NegotiationTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var accept: String?
        var shape = Rendering.Shape.object
        var format = Rendering.Format.json
        var version = Rendering.MetaVersion.v1
        var pretty = false
        var endpoint = Negotiation.Endpoint.resource(isBuiltIn: true, convertsToTable: true)
        var testDescription: String { accept ?? "nothing" }
    }

    private static let protobuf = "application/vnd.kubernetes.protobuf"
    private static let meta = "v=v1;g=meta.k8s.io"
    private static let custom = Negotiation.Endpoint.resource(isBuiltIn: false, convertsToTable: true)
    private static let review = Negotiation.Endpoint.resource(isBuiltIn: true, convertsToTable: false)

    static let cases = [
        Case(accept: nil), Case(accept: ""), Case(accept: "*/*"), Case(accept: "application/*"), Case(accept: "*"),
        Case(accept: "application/json"), Case(accept: "application/json;q=0"),
        Case(accept: "application/json; pretty=1", pretty: true),
        Case(accept: "application/yaml", format: .yaml),
        Case(accept: "text/html;q=0.5, application/yaml;q=0.9", format: .yaml),
        Case(accept: "*/*, application/yaml", format: .yaml),
        Case(accept: "application/*;q=1, application/yaml;q=0.9"),
        Case(accept: protobuf, format: .protobuf),
        Case(accept: "\(protobuf),application/json", format: .protobuf),
        Case(accept: "\(protobuf);q=0.1,application/json;q=0.2"),
        Case(accept: "\(protobuf);stream=watch", format: .protobuf),
        Case(accept: "application/json;stream=other,application/yaml", format: .yaml),
        Case(accept: "application/json;sv=v2,application/yaml;sv=v1", format: .yaml),
        Case(
            accept:
                "application/json;as=Table;\(meta),application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json",
            shape: .table(includeObject: .metadata)),
        Case(
            accept: "application/json;as=Table;g=meta.k8s.io;v=v1beta1", shape: .table(includeObject: .metadata),
            version: .v1beta1),
        // There are no tables in protobuf.
        Case(
            accept: "\(protobuf);as=Table;\(meta),application/json;as=Table;\(meta)",
            shape: .table(includeObject: .metadata)),
        Case(accept: "application/json;as=Table;\(meta),application/json", endpoint: review),
        Case(accept: "application/json;as=PartialObjectMetadataList;\(meta)", shape: .partialMetadataList),
        Case(accept: "\(protobuf);as=PartialObjectMetadata;\(meta)", shape: .partialMetadata, format: .protobuf),
        Case(
            accept: "\(protobuf);as=PartialObjectMetadata;\(meta)", shape: .partialMetadata, format: .protobuf,
            endpoint: custom),
        Case(accept: "\(protobuf),application/json", endpoint: custom),
        Case(accept: "application/json;as=Unknown;\(meta), application/json"),
        Case(accept: "application/json;as=Table;\(meta),application/yaml", format: .yaml, endpoint: .documents),
    ]

    @Test(arguments: cases) func theFirstFormThatCanBeMadeIsTaken(_ row: Case) throws {
        let rendering = try Negotiation.rendering(accept: row.accept, row.endpoint, pretty: false)
        #expect(rendering.shape == row.shape)
        #expect(rendering.format == row.format)
        #expect(rendering.metaVersion == row.version)
        #expect(rendering.isPretty == row.pretty)
    }

    static let refusals = [
        Case(accept: "text/plain"), Case(accept: "application"), Case(accept: "application/json/x"),
        Case(accept: "application/json;as=Table;g=meta.k8s.io;v=v2"),
        Case(accept: "application/json;as=Table"), Case(accept: "\(protobuf);as=Table;\(meta)"),
        Case(accept: protobuf, endpoint: custom),
        Case(accept: "application/json;as=Table;\(meta)", endpoint: review),
        Case(accept: "application/json;as=Table;\(meta)", endpoint: .documents),
    ]

    @Test(arguments: refusals) func whatCannotBeMadeIsNotAcceptable(_ row: Case) {
        #expect {
            try Negotiation.rendering(accept: row.accept, row.endpoint, pretty: false)
        } throws: {
            let error = $0 as? StatusError
            return error?.code == 406
                && error?.message
                    == "only the following media types are accepted: application/json, application/yaml, "
                    + "application/vnd.kubernetes.protobuf"
        }
    }

    @Test func anUnknownIncludeObjectIsRefused() {
        #expect {
            try Negotiation.rendering(
                accept: "application/json;as=Table;\(Self.meta)",
                .resource(isBuiltIn: true, convertsToTable: true), includeObject: "All", pretty: false)
        } throws: {
            ($0 as? StatusError)?.message
                == "Unable to convert to Table as requested: includeObject: Invalid value: \"All\": must be "
                + "'Metadata', 'Object', 'None', or empty"
        }
    }

    @Test(
        arguments: [
            (nil, false), ("gzip", true), ("deflate, gzip;q=1.0, *;q=0.5", true), ("identity", false), ("xgzip", false),
        ] as [(String?, Bool)])
    func gzipIsUsedWhereItIsNamed(_ header: String?, _ isAccepted: Bool) {
        #expect(Negotiation.acceptsGzip(header) == isAccepted)
    }

    @Test func bodiesOfCustomResourcesAreNotInProtobuf() throws {
        #expect(try Negotiation.bodyFormat(nil, allowsProtobuf: false) == .json)
        #expect(try Negotiation.bodyFormat("application/JSON; charset=utf-8", allowsProtobuf: false) == .json)
        #expect(try Negotiation.bodyFormat(Self.protobuf, allowsProtobuf: true) == .protobuf)
        #expect {
            try Negotiation.bodyFormat(Self.protobuf, allowsProtobuf: false)
        } throws: {
            let error = $0 as? StatusError
            return error?.code == 415
                && error?.message
                    == "the body of the request was in an unknown format - accepted media types include: "
                    + "application/json, application/yaml"
        }
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
