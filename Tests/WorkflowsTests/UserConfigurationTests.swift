import Diagnostics
import Testing
import Workflows

@Suite("Where repositories come from")
struct UserConfigurationTests {
    @Test("a server, mirrors and the names of tokens are read")
    func whole() {
        let (settings, problems) = UserConfigurationParser.parse(
            SourceFile(
                path: "config.yml",
                text: """
                    repositories:
                      server: https://git.example.com
                      mirrors:
                        actions/*: file:///srv/{owner}/{name}.git
                        acme/tool: ssh://git@git.example.com/tool.git
                        "*": http://mirror/{owner}-{name}
                      tokens:
                        https://git.example.com: MY_TOKEN
                    """
            )
        )
        #expect(problems.isEmpty)
        #expect(settings.server?.value == "https://git.example.com")
        #expect(settings.mirrors.map(\.pattern.value) == ["actions/*", "acme/tool", "*"])
        #expect(settings.mirrors.first?.url.value == "file:///srv/{owner}/{name}.git")
        #expect(settings.tokens["https://git.example.com/"]?.value == "MY_TOKEN")
    }

    @Test(
        "what is wrong is told where it stands",
        arguments: [
            ("servr: https://a", "2:3", "servr"),
            ("server: a.example.com", "2:11", "does not begin with one of"),
            ("server: https://me:secret@a.example.com", "2:11", "holds a name or password"),
            ("server: https://a/{owner}", "2:11", "only addresses of mirrors have"),
            ("server: ext::sh -c id", "2:11", "does not begin with one of"),
            ("mirrors: { acme: 'https://a/{name}' }", "2:14", "names no repositories"),
            ("mirrors: { 'a*/b': 'https://a' }", "2:14", "names no repositories"),
            ("mirrors: { acme/*: 'https://a' }", "2:22", "lacks `{name}`"),
            ("mirrors: { '*': 'https://a/{name}' }", "2:19", "lacks `{owner}`"),
            ("mirrors: { acme/*: 'https://a/{nme}' }", "2:22", "neither `{owner}` nor `{name}`"),
            ("tokens: { 'http://a/': NAME }", "2:13", "a token is not sent to `http://a/`"),
        ]
    )
    func problems(_ line: String, _ place: String, _ message: String) throws {
        let text = "repositories:\n  \(line)\n"
        let (settings, problems) = UserConfigurationParser.parse(
            SourceFile(path: "config.yml", text: text)
        )
        let problem = try #require(problems.first, "nothing is wrong with `\(line)`")
        #expect(problems.count == 1)
        #expect(problem.message.contains(message), "\(problem.message)")
        let start = try #require(problem.span?.start)
        #expect("\(start.line):\(start.column)" == place)
        #expect(problem.help != nil)
        #expect(settings.server == nil && settings.mirrors.isEmpty && settings.tokens.isEmpty)
    }

    @Test("what may be a token itself is never shown")
    func token() throws {
        let (_, problems) = UserConfigurationParser.parse(
            SourceFile(
                path: "config.yml",
                text: "repositories: { tokens: { 'https://a/': 'ghp-hunter2' } }\n"
            )
        )
        let problem = try #require(problems.first)
        #expect(!"\(problem)".contains("hunter2"))
    }

    @Test("a repository's own file names hosts by `https://` alone, and no tokens")
    func ownFile() {
        for (line, message) in [
            ("server: file:///srv", "as addresses in a repository's own file have to"),
            ("mirrors: { acme/tool: 'ssh://git@a/b' }", "as addresses in a repository's own file"),
            ("tokens: { 'https://a/': NAME }", "tokens"),
        ] {
            let (configuration, problems) = ProjectConfigurationParser.parse(
                SourceFile(path: ".actlocal.yml", text: "repositories:\n  \(line)\n")
            )
            #expect(problems.count == 1)
            #expect(problems.first?.message.contains(message) == true, "\(problems)")
            #expect(configuration?.repositories.server == nil)
            #expect(configuration?.repositories.mirrors.isEmpty == true)
        }
    }
}
