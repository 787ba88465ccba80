import ApusAPI
import NIOHTTP1
import Testing

@testable import ApusServer

@Suite struct ImpersonationTests {
    let impersonation = Impersonation(Authorizer(rbac: RBACAuthorizer()))
    let master = User(name: "admin", groups: ["system:masters"])

    @Test func `acts as a user, a group, a service account`() throws {
        #expect(try impersonation.user(asked: ["Accept": "*/*"], by: master) == nil)
        let jane = try impersonation.user(
            asked: [
                "Impersonate-User": "jane", "Impersonate-Group": "dev", "Impersonate-Group": "ops",
                "Impersonate-Extra-Scopes%2Fa": "view", "Impersonate-Uid": "7",
            ], by: master)
        #expect(
            jane
                == User(
                    name: "jane", uid: "7", groups: ["dev", "ops", "system:authenticated"],
                    extra: ["scopes/a": ["view"]]))
        let robot = try impersonation.user(asked: ["Impersonate-User": "system:serviceaccount:shop:robot"], by: master)
        #expect(robot?.groups == ["system:serviceaccounts", "system:serviceaccounts:shop", "system:authenticated"])
        let nobody = try impersonation.user(asked: ["Impersonate-User": "system:anonymous"], by: master)
        #expect(nobody?.groups == ["system:unauthenticated"])
    }

    @Test func `refuses who may not impersonate, and a group without a user`() {
        let denied = #expect(throws: StatusError.self) {
            try impersonation.user(asked: ["Impersonate-User": "jane"], by: User(name: "x"))
        }
        #expect(
            denied?.message
                == "users \"jane\" is forbidden: User \"x\" cannot impersonate resource \"users\" in API group \"\" at the cluster scope"
        )
        let lonely = #expect(throws: StatusError.self) {
            try impersonation.user(asked: ["Impersonate-Group": "dev"], by: master)
        }
        #expect(lonely?.code == 400)
        #expect(lonely?.message == "requested [{Group  dev    }] without impersonating a user")
    }
}
