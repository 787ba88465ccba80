/// Tokens that an operator listed in a file (`--token-auth-file`).
public struct StaticTokens: Sendable {
    private let users: [String: User]

    /// - Parameter users: by their token; the group `system:authenticated` is added here.
    init(_ users: [String: User]) {
        self.users = users.mapValues {
            User(name: $0.name, uid: $0.uid, groups: $0.groups + [User.authenticatedGroup], extra: $0.extra)
        }
    }

    /// Reads a file of lines `token,user,uid,"group1,group2"`; the groups may be left out, fields may be quoted.
    ///
    /// Throws where a line has fewer than three fields or no token, in upstream's words.
    public static func users(csv: String, path: String) throws(PKIError) -> [String: User] {
        var users: [String: User] = [:]
        for (index, line) in csv.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            if line.isEmpty || line.hasPrefix("#") { continue }
            let fields = StaticTokens.fields(line)
            guard fields.count >= 3 else {
                throw PKIError(
                    "\(path): token file must have at least 3 columns (token, user name, user uid), found \(fields.count) in line \(index + 1)"
                )
            }
            guard !fields[0].isEmpty else { throw PKIError("\(path): empty token found in line \(index + 1)") }
            let groups = fields.count > 3 ? fields[3].split(separator: ",").map(String.init) : []
            users[fields[0]] = User(name: fields[1], uid: fields[2], groups: groups)
        }
        return users
    }

    /// The fields of one line (RFC 4180), without the blanks before each.
    private static func fields(_ line: Substring) -> [String] {
        var fields: [String] = []
        var field = ""
        var isQuoted = false
        var rest = line[...]
        while let character = rest.popFirst() {
            if isQuoted {
                if character != "\"" {
                    field.append(character)
                } else if rest.first == "\"" {
                    field.append("\"")
                    rest = rest.dropFirst()
                } else {
                    isQuoted = false
                }
            } else if character == "," {
                fields.append(field)
                field = ""
            } else if character == "\"", field.isEmpty {
                isQuoted = true
            } else if character != " " || !field.isEmpty {
                field.append(character)
            }
        }
        return fields + [field]
    }
}

extension StaticTokens: TokenAuthenticator {
    func identity(of token: String, for audiences: [String], at now: Int64) throws(TokenError) -> TokenIdentity? {
        users[token].map { TokenIdentity(user: $0, audiences: nil, end: .max) }
    }
}
