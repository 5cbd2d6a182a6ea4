import Sessions
import Testing

@Suite("Facts of the machine")
struct MachineFactsTests {
    @Test("folders follow the XDG variables, as far as they are absolute")
    func folders() {
        let set = MachineFacts.current(environment: [
            "HOME": "/home/me", "XDG_CACHE_HOME": "/big/cache", "XDG_STATE_HOME": "relative",
        ])
        #expect(set.home == "/home/me")
        #expect(set.cacheFolder == "/big/cache/actlocal")
        #expect(set.stateFolder == "/home/me/.local/state/actlocal")
        #expect(MachineFacts.current(environment: ["HOME": ""]).home.hasPrefix("/"))
    }

    @Test("`ACTLOCAL_INIT` names the init executable")
    func initExecutable() {
        #expect(MachineFacts.current(environment: ["ACTLOCAL_INIT": "/x"]).initExecutable == "/x")
    }

    @Test("the process's own facts are read")
    func process() throws {
        let facts = MachineFacts.current()
        #expect(facts.cores >= 1)
        #expect(try #require(facts.environment["PATH"]).contains("/"))
    }
}
