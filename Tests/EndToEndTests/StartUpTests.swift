import Testing

/// What every start of the program costs.
@Suite("Start-up")
struct StartUpTests {
    @Test("the program links libyaml alone of the libraries that bring others")
    func linksLittle() async throws {
        try await ProgramFixture.with { fixture in
            // The dynamic linker lists what it would load, and starts nothing.
            let libraries = try await fixture.execute("ldd", [fixture.program])
            #expect(libraries.contains("libyaml"), "\(libraries)")
            for name in ["libcurl", "libarchive", "libssl", "libicu"] {
                #expect(!libraries.contains(name), "\(libraries)")
            }
        }
    }
}
