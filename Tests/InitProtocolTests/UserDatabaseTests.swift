import InitProtocol
import Testing

@Suite("Users of a container")
struct UserDatabaseTests {
    private let database = UserDatabase(
        passwd: """
            # comment
            root:x:0:0:root:/root:/bin/bash
            node:x:1000:1001::/home/node:/bin/sh
            123:x:5:6::/odd:/bin/sh
            broken:x:notanumber:1::/:/bin/sh
            short:x
            """,
        group: """
            root:x:0:
            node:x:1001:
            docker:x:998:root,node
            audio:x:29:node
            """
    )

    @Test("a name has its uid, group, home and the groups that list it")
    func name() {
        #expect(
            database.identity(for: "node")
                == UserIdentity(
                    name: "node",
                    userID: 1000,
                    groupID: 1001,
                    supplementaryGroups: [998, 29],
                    homeDirectory: "/home/node"
                )
        )
    }

    @Test("a listed number is that user; a name of digits wins over the number")
    func numbers() {
        #expect(database.identity(for: "1000")?.name == "node")
        #expect(database.identity(for: "123")?.userID == 5)
        #expect(
            database.identity(for: "4000")
                == UserIdentity(
                    name: "",
                    userID: 4000,
                    groupID: 0,
                    supplementaryGroups: [],
                    homeDirectory: "/"
                )
        )
    }

    @Test("a named group replaces the user's own and its supplementary ones")
    func groups() {
        #expect(database.identity(for: "node:docker")?.groupID == 998)
        #expect(database.identity(for: "node:docker")?.supplementaryGroups == [])
        #expect(database.identity(for: "node:77")?.groupID == 77)
        #expect(database.identity(for: "node:")?.groupID == 1001)
    }

    @Test(
        "what nothing explains is no user",
        arguments: ["nobody", "broken", "short", "", ":5", "node:no", "-1"]
    )
    func unknown(user: String) {
        #expect(database.identity(for: user) == nil)
    }
}
