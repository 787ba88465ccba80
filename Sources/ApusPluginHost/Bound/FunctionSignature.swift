/// The signature of a bound C function, with the field that each parameter takes:
/// `f64 score(i64 node.allocatable.cpu, str node.labels[disk])`.
///
/// Types are `i32`, `u32`, `i64`, `u64`, `f64` and `str` (a terminated `const char *`, "" where there is nothing); the
/// result is a number. The name before the parenthesis is for the reader and may be left out.
public struct FunctionSignature: Sendable, Equatable {
    public enum ValueType: String, Sendable, CaseIterable {
        case i32, u32, i64, u64, f64, str
    }

    /// Where an argument comes from.
    public enum Field: Sendable, Equatable {
        case nodeName
        /// `node.allocatable.R`: in the units of the scheduling columns (cpu in thousandths, memory in bytes).
        case nodeAllocatable(String)
        /// `node.requested.R`: what the node's Pods request.
        case nodeRequested(String)
        /// `node.labels[K]`; as a number, 0 where it is none.
        case nodeLabel(String)
        /// `pod.request.R`.
        case podRequest(String)
        /// A whole number that stands in the signature itself.
        case constant(Int64)
    }

    public struct Parameter: Sendable, Equatable {
        public var type: ValueType
        public var field: Field
    }

    /// What does not parse.
    public struct Malformed: Error, Sendable, Equatable, CustomStringConvertible {
        public var description: String
    }

    public var result: ValueType
    public var parameters: [Parameter]

    /// Parses a signature.
    public init(_ text: String) throws(Malformed) {
        guard let open = text.firstIndex(of: "("), text.last == ")" else {
            throw Malformed(description: "\"\(text)\": must be TYPE NAME(TYPE FIELD, …)")
        }
        let head = text[..<open].split(separator: " ")
        guard (1...2).contains(head.count), let result = ValueType(rawValue: String(head[0])), result != .str else {
            throw Malformed(description: "\"\(text[..<open])\": the result must be one of i32, u32, i64, u64, f64")
        }
        self.result = result
        parameters = []
        let list = text[text.index(after: open)...].dropLast()
        guard list.contains(where: { $0 != " " }) else { return }
        for part in list.split(separator: ",", omittingEmptySubsequences: false) {
            let words = part.split(separator: " ", maxSplits: 1)
            guard words.count == 2, let type = ValueType(rawValue: String(words[0])) else {
                throw Malformed(description: "\"\(part)\": must be a type (i32, u32, i64, u64, f64, str) and a field")
            }
            let field = try Field(String(words[1]).trimmingSpaces)
            if type == .str, !field.isText {
                throw Malformed(description: "\"\(part)\": the field is a number, not a string")
            }
            if type != .str, field == .nodeName {
                throw Malformed(description: "\"\(part)\": the field is a string, not a number")
            }
            parameters.append(Parameter(type: type, field: field))
        }
    }
}

extension FunctionSignature.Field {
    init(_ text: String) throws(FunctionSignature.Malformed) {
        func rest(_ prefix: String) -> String? {
            text.hasPrefix(prefix) && text.count > prefix.count ? String(text.dropFirst(prefix.count)) : nil
        }
        if text == "node.name" {
            self = .nodeName
        } else if let name = rest("node.allocatable.") {
            self = .nodeAllocatable(name)
        } else if let name = rest("node.requested.") {
            self = .nodeRequested(name)
        } else if let name = rest("pod.request.") {
            self = .podRequest(name)
        } else if let key = rest("node.labels["), key.count > 1, key.last == "]" {
            self = .nodeLabel(String(key.dropLast()))
        } else if let number = Int64(text) {
            self = .constant(number)
        } else {
            throw FunctionSignature.Malformed(
                description: "\"\(text)\": must be node.name, node.allocatable.RESOURCE, node.requested.RESOURCE, "
                    + "node.labels[KEY], pod.request.RESOURCE or a whole number")
        }
    }

    var isText: Bool {
        switch self {
        case .nodeName, .nodeLabel: true
        default: false
        }
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
