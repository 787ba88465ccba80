import ApusAPI
import ApusJSON
import ApusResources
import Testing

/// Manifests of CustomResourceDefinitions with upstream's words for what is wrong with them.
@Suite struct CustomResourceDefinitionTests {
    private static func definition(
        schema: String = #"{"type":"object"}"#, version: String = "", spec: String = "", name: String = "foos.x.io",
        group: String = "x.io", names: String = #"{"plural":"foos","kind":"Foo"}"#
    ) -> String {
        #"{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"\#(name)"},"#
            + #""spec":{"group":"\#(group)","scope":"Namespaced","names":\#(names),\#(spec)"versions":[{"name":"v1","#
            + #""served":true,"storage":true,\#(version)"schema":{"openAPIV3Schema":\#(schema)}}]}}"#
    }

    private static func field(_ schema: String) -> String {
        definition(schema: #"{"type":"object","properties":{"f":\#(schema)}}"#)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let manifest: String
        let problems: [String]
        var testDescription: String { problems.isEmpty ? "valid: \(manifest.suffix(80))" : problems[0] }

        init(_ manifest: String, _ problems: String...) {
            self.manifest = manifest
            self.problems = problems
        }
    }

    private static let root = "spec.validation.openAPIV3Schema"
    private static let f = "spec.validation.openAPIV3Schema.properties[f]"

    @Test(arguments: [
        // Names, group, scope.
        Case(definition()),
        Case(
            definition(name: "bars.x.io"),
            #"metadata.name: Invalid value: "bars.x.io": must be spec.names.plural+"."+spec.group"#),
        Case(
            definition(name: "foos.x", group: "x"),
            #"spec.group: Invalid value: "x": should be a domain with at least one dot"#),
        Case(
            definition(names: #"{"plural":"foos","kind":"Foo","listKind":"Foo"}"#),
            #"spec.names.listKind: Invalid value: "Foo": kind and listKind may not be the same"#),
        Case(
            definition(name: "foos.x.k8s.io", group: "x.k8s.io"),
            "metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups must have approval "
                + #"annotation "api-approved.kubernetes.io", see https://github.com/kubernetes/enhancements/pull/1111"#),
        Case(
            definition(spec: #""preserveUnknownFields":true,"#),
            "spec.preserveUnknownFields: Invalid value: true: cannot set to true, set "
                + "x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead"),
        // Structure.
        Case(
            definition(schema: #"{"type":"string"}"#),
            #"\#(root).type: Invalid value: "string": must be object at the root"#),
        Case(field("{}"), "\(f).type: Required value: must not be empty for specified object fields"),
        Case(field(#"{"type":"array"}"#), "\(f).items: Required value: must be specified"),
        Case(
            field(#"{"type":"array","items":{}}"#),
            "\(f).items.type: Required value: must not be empty for specified array items"),
        Case(
            field(#"{"type":"string","anyOf":[{"type":"string"}]}"#),
            "\(f).anyOf[0].type: Forbidden: must be empty to be structural"),
        Case(field(#"{"x-kubernetes-int-or-string":true,"anyOf":[{"type":"integer"},{"type":"string"}]}"#)),
        Case(
            definition(schema: #"{"type":"object","oneOf":[{"required":["a"]},{"properties":{"b":{"minimum":1}}}]}"#),
            "\(root).properties[b]: Required value: because it is defined in \(root).oneOf[1].properties[b]"),
        Case(
            definition(schema: #"{"type":"object","additionalProperties":{"type":"string"}}"#),
            "\(root).additionalProperties: Forbidden: must not be used at the root"),
        Case(
            definition(schema: #"{"type":"object","properties":{"metadata":{"type":"object","required":["x"]}}}"#),
            "\(root).properties[metadata]: Forbidden: must not specify anything other than name and generateName, but "
                + "metadata is implicitly specified"),
        Case(
            definition(
                schema:
                    #"{"type":"object","properties":{"metadata":{"type":"object","properties":{"name":{"type":"string","pattern":"^a"}}}}}"#
            )),
        Case(
            field(#"{"x-kubernetes-embedded-resource":true,"type":"object"}"#),
            "\(f).properties: Required value: must not be empty if x-kubernetes-embedded-resource is true without "
                + "x-kubernetes-preserve-unknown-fields"),
        // What OpenAPI has and custom resources do not.
        Case(
            field(#"{"type":"strng"}"#),
            #"\#(f).type: Unsupported value: "strng": supported values: "array", "boolean", "integer", "number", "#
                + #""object", "string""#),
        Case(
            field(#"{"type":"array","items":{"type":"string"},"uniqueItems":true}"#),
            "\(f).uniqueItems: Forbidden: uniqueItems cannot be set to true since the runtime complexity becomes "
                + "quadratic"),
        Case(
            field(#"{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":{"type":"string"}}"#),
            "\(f).additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive"),
        Case(
            definition(schema: #"{"type":"object","nullable":true}"#),
            "\(root).nullable: Forbidden: nullable cannot be true at the root"),
        // Lists and maps.
        Case(
            field(#"{"type":"string","x-kubernetes-list-type":"set"}"#),
            #"\#(f).type: Invalid value: "string": must be array if x-kubernetes-list-type is specified"#),
        Case(
            field(
                #"{"type":"array","x-kubernetes-list-type":"map","items":{"type":"object","properties":{"a":{"type":"string"}}}}"#
            ), "\(f).x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map"),
        Case(
            field(
                #"{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["a"],"items":{"type":"object","properties":{"a":{"type":"string"}}}}"#
            ),
            "\(f).items.properties[a].default: Required value: this property is in x-kubernetes-list-map-keys, so it "
                + "must have a default or be a required property"),
        // Defaults.
        Case(
            field(#"{"type":"integer","default":"x"}"#),
            #"\#(f).default: Invalid value: "string": \#(""). in body must be of type integer: "string""#
                .replacing(". in body", with: " in body")),
        Case(
            field(#"{"type":"object","properties":{"a":{"type":"string"}},"default":{"b":1}}"#),
            #"\#(f).default: Invalid value: {"b":1}: must not have unknown fields"#),
        Case(
            definition(schema: #"{"type":"object","properties":{"kind":{"type":"string","default":"x"}}}"#),
            "\(root).properties[kind].default: Forbidden: must not be set in top-level kind"),
        // Expressions.
        Case(
            field(#"{"type":"object","x-kubernetes-validations":[{"rule":" "}]}"#),
            "\(f).x-kubernetes-validations[0].rule: Required value: rule is not specified"),
        Case(
            field(#"{"type":"object","x-kubernetes-validations":[{"rule":"self.a\n&& self.b"}]}"#),
            "\(f).x-kubernetes-validations[0].message: Required value: message must be specified if rule contains line "
                + "breaks"),
        // Subresources, columns, selectable fields.
        Case(
            definition(
                version:
                    #""subresources":{"scale":{"specReplicasPath":".status.x","statusReplicasPath":"status.y"}},"#),
            #"spec.subresources.scale.specReplicasPath: Invalid value: ".status.x": should be a json path under .spec"#,
            #"spec.subresources.scale.statusReplicasPath: Invalid value: "status.y": must be a simple json path "#
                + "starting with ."),
        Case(
            definition(
                version: #""additionalPrinterColumns":[{"name":"A","type":"text","jsonPath":"x","format":"hex"}],"#),
            #"spec.additionalPrinterColumns[0].type: Invalid value: "text": must be one of "#
                + "boolean,date,integer,number,string",
            #"spec.additionalPrinterColumns[0].format: Invalid value: "hex": must be one of "#
                + "byte,date,date-time,double,float,int32,int64,password",
            #"spec.additionalPrinterColumns[0].JSONPath: Invalid value: "x": must be a simple json path starting with ."#
        ),
        Case(
            definition(
                schema:
                    #"{"type":"object","properties":{"spec":{"type":"object","properties":{"n":{"type":"number"}}}}}"#,
                version: #""selectableFields":[{"jsonPath":".spec.n"}],"#),
            #"spec.selectableFields[0].jsonPath: Invalid value: ".spec.n": must point to a field of type string, "#
                + "boolean or integer. Enum string fields and strings with formats are allowed."),
        Case(
            definition(version: #""deprecationWarning":"old","#),
            #"spec.versions[0].deprecationWarning: Invalid value: "old": can only be set for deprecated versions"#),
        // Conversion.
        Case(
            definition(spec: #""conversion":{"strategy":"Webhook","webhook":{"conversionReviewVersions":["v9"]}},"#),
            "spec.conversion.webhookClientConfig: Required value: required when strategy is set to Webhook",
            #"spec.conversion.conversionReviewVersions: Invalid value: ["v9"]: must include at least one of v1, v1beta1"#
        ),
        Case(
            definition(
                spec:
                    #""conversion":{"strategy":"Webhook","webhook":{"clientConfig":{"url":"https://h/c"},"conversionReviewVersions":["v1"]}},"#
            )),
    ])
    func `a definition is checked in upstream's words`(_ row: Case) throws {
        #expect(try Kinds.problems(row.manifest) == row.problems)
    }

    @Test func `versions with schemas of their own are named by their place`() throws {
        let text = Self.definition().replacing(
            #"}}]}}"#,
            with: #"}},{"name":"v2","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"string"}}}]}}"#)
        let problems = try Kinds.problems(text)
        #expect(
            problems.first
                == #"spec.versions[1].schema.openAPIV3Schema.type: Invalid value: "string": must be object at the root"#
        )
        #expect(problems.last?.hasSuffix("must have exactly one version marked as storage version") == true)
    }

    @Test func `what defines the storage does not change, and storage versions stay`() throws {
        let problems = try Kinds.updateProblems(Self.definition()) { definition in
            definition["spec"]["group"] = "y.io"
            definition["spec"]["names"]["plural"] = "bars"
        }
        #expect(
            problems == [
                #"spec.group: Invalid value: "y.io": field is immutable"#,
                #"spec.names.plural: Invalid value: "bars": field is immutable"#,
            ])
        let renamed = try Kinds.updateProblems(Self.definition()) { $0["spec"]["versions"][0]["name"] = "v2" }
        #expect(renamed.count == 1)
        #expect(
            renamed.first?.hasPrefix("status.storedVersions[0]: Invalid value: \"v1\": missing from spec.versions")
                == true)
    }
}
