import ApusAPI
import ApusClient
import ApusJSON

@testable import ApusServer

extension Resources {
    static let definitions = GroupVersionResource("apiextensions.k8s.io", "v1", "customresourcedefinitions")
    static let cronTabs = GroupVersionResource("stable.example.com", "v1", "crontabs")
}

/// The CustomResourceDefinition that the tests use, and its objects.
enum CronTabs {
    static let name = "crontabs.stable.example.com"

    static let specSchema: JSONValue = [
        "type": "object", "required": ["cronSpec"],
        "properties": [
            "cronSpec": ["type": "string", "pattern": "^(\\d+|\\*)(/\\d+)?(\\s+(\\d+|\\*)(/\\d+)?){4}$"],
            "image": ["type": "string", "default": "busybox"],
            "replicas": ["type": "integer", "minimum": 1, "maximum": 10],
            "note": ["type": "string", "nullable": true],
            "port": ["x-kubernetes-int-or-string": true],
            "open": ["type": "object", "x-kubernetes-preserve-unknown-fields": true],
            "template": [
                "type": "object", "x-kubernetes-embedded-resource": true,
                "x-kubernetes-preserve-unknown-fields": true,
            ],
            "jobs": [
                "type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"],
                "items": [
                    "type": "object", "required": ["name"],
                    "properties": ["name": ["type": "string"], "weight": ["type": "integer", "default": 7]],
                ],
            ],
            "tags": ["type": "array", "x-kubernetes-list-type": "set", "items": ["type": "string"]],
        ],
    ]

    static func version(_ name: String, storage: Bool, served: Bool = true, spec: JSONValue = specSchema) -> JSONValue {
        [
            "name": .string(name), "served": .bool(served), "storage": .bool(storage),
            "schema": [
                "openAPIV3Schema": [
                    "type": "object",
                    "properties": [
                        "spec": spec,
                        "status": [
                            "type": "object",
                            "properties": [
                                "replicas": ["type": "integer"], "selector": ["type": "string"],
                                "phase": ["type": "string", "enum": ["Ready", "Waiting"]],
                            ],
                        ],
                    ],
                ]
            ],
            "subresources": [
                "status": [:],
                "scale": [
                    "specReplicasPath": ".spec.replicas", "statusReplicasPath": ".status.replicas",
                    "labelSelectorPath": ".status.selector",
                ],
            ],
            "additionalPrinterColumns": [
                ["name": "Spec", "type": "string", "jsonPath": ".spec.cronSpec"],
                ["name": "Replicas", "type": "integer", "jsonPath": ".spec.replicas", "priority": 1],
                ["name": "Age", "type": "date", "jsonPath": ".metadata.creationTimestamp"],
            ], "selectableFields": [["jsonPath": ".spec.image"]],
        ]
    }

    static var definition: JSONValue {
        [
            "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
            "metadata": ["name": .string(name)],
            "spec": [
                "group": "stable.example.com", "scope": "Namespaced",
                "names": [
                    "plural": "crontabs", "kind": "CronTab", "shortNames": ["ct"], "categories": ["all"],
                ], "versions": [version("v1", storage: true)],
            ],
        ]
    }

    static func object(_ name: String, version: String = "v1", spec: JSONValue = ["cronSpec": "* * * * */5"])
        -> JSONValue
    {
        [
            "apiVersion": .string("stable.example.com/\(version)"), "kind": "CronTab",
            "metadata": ["name": .string(name), "namespace": "default"], "spec": spec,
        ]
    }
}

struct NeverHappened: Error {
    let what: String
}

extension TestServer {
    /// Makes a CustomResourceDefinition and waits until it is served.
    @discardableResult
    func establish(_ definition: JSONValue = CronTabs.definition) async throws -> JSONValue {
        try await client.create(Resources.definitions, definition)
        return try await self.definition(definition["metadata"]["name"].string ?? "") { definition in
            definition["status"]["conditions"].elements.contains {
                $0["type"] == "Established" && $0["status"] == "True"
            }
        }
    }

    /// Waits until the CustomResourceDefinition `name` is as `condition` wants it.
    @discardableResult
    func definition(_ name: String, _ condition: @escaping @Sendable (JSONValue) -> Bool) async throws -> JSONValue {
        var request = APIRequest(.watch, Resources.definitions)
        request.options.fieldSelector = "metadata.name=\(name)"
        return try await within(.seconds(30), "the condition of \(name)") { [request] in
            for try await event in try await transport.watch(request) where event.kind != .bookmark {
                let value = try event.object.value()
                if condition(value) { return value }
            }
            throw NeverHappened(what: "the condition of \(name)")
        }
    }

    /// Waits until the CustomResourceDefinition `name` is gone.
    func end(of name: String) async throws {
        var request = APIRequest(.watch, Resources.definitions)
        request.options.fieldSelector = "metadata.name=\(name)"
        guard let last = try await client.getIfPresent(Resources.definitions, name: name) else { return }
        // From there on, so that an end between the two is seen.
        request.options.resourceVersion = last.resourceVersion
        try await within(.seconds(30), "the end of \(name)") { [request] in
            for try await event in try await transport.watch(request) where event.kind == .deleted { return }
            throw NeverHappened(what: "the end of \(name)")
        }
    }
}
