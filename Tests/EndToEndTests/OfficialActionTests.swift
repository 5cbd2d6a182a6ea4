import RunEvents
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where the clones of the actions are.
private let mirror = getenv("ACTLOCAL_OFFICIAL_MIRROR").map { String(cString: $0) }
    .flatMap { $0.isEmpty ? nil : $0 }

/// Official actions, unmodified, from clones on this machine.
///
/// `make test-official MIRROR=…` names the clones by an address with `{owner}` and `{name}`; what
/// they need beyond that, they get from the job or not at all.
@Suite(
    "Official actions",
    .needsDocker,
    .enabled(
        if: mirror != nil,
        "no clones: `make test-official MIRROR='file:///PATH/{owner}/{name}'` runs them"
    ),
    .serialized,
    .timeLimit(.minutes(10))
)
struct OfficialActionTests {
    /// An action, a job that uses it, and what the job then prints.
    struct Use: Sendable, CustomTestStringConvertible {
        let action: String
        let steps: String
        var expected: [String: String] = [:]

        var testDescription: String { action }
    }

    private static let base = #"""
        - uses: actions/checkout@v4
        - run: |
            mkdir root; cd root
            for file in /bin/sh /bin/cat; do
              for part in $file $(ldd $file | grep -o '/[^ ]*'); do
                mkdir -p .$(dirname $part); cp -L $part .$part
              done
            done
            tar -c . | docker import - base:1
            cd ..; printf 'FROM base:1\nCMD ["/bin/cat", "/etc/hostname"]\n' > Dockerfile

        """#

    private static let uses: [Use] =
        ["v6", "v7", "v8"].map { version in
            Use(
                action: "actions/github-script@\(version)",
                steps: """
                    - uses: actions/github-script@\(version)
                      id: script
                      with: { script: "core.setOutput('ref', context.ref); return 6 * 7" }
                    - run: echo "got=${{ steps.script.outputs.result }} ${{ steps.script.outputs.ref }}"
                    """,
                expected: ["got": "42 refs/heads/main"]
            )
        }
        + ["v4", "v5", "v6"].map { version in
            Use(
                action: "actions/setup-node@\(version)",
                steps: """
                    - uses: actions/setup-node@\(version)
                      with: { node-version: 22, package-manager-cache: false }
                    - run: echo "node=$(node --version | cut -d. -f1)"
                    """,
                expected: ["node": "v22"]
            )
        }
        + ["v5", "v6"].map { version in
            Use(
                action: "actions/setup-python@\(version)",
                steps: """
                    - uses: actions/setup-python@\(version)
                      id: python
                      with: { python-version: "3.13" }
                    - run: echo "python=$(python --version) ${{ steps.python.outputs.cache-hit }}"
                    """,
                expected: ["python": "Python 3.13.5 "]
            )
        }
        + [("v4", "v4"), ("v6", "v7"), ("v7", "v8")].map { up, down in
            Use(
                action: "actions/upload-artifact@\(up), actions/download-artifact@\(down)",
                steps: """
                    - run: mkdir -p out/sub && echo one > out/a.txt && head -c 20000000 /dev/urandom > out/sub/b
                    - uses: actions/upload-artifact@\(up)
                      with: { name: things, path: out }
                    - uses: actions/download-artifact@\(down)
                      with: { name: things, path: back }
                    - run: echo "same=$(diff -r out back && echo yes)"
                    """,
                expected: ["same": "yes"]
            )
        }
        + ["v4", "v5"].map { version in
            Use(
                action: "actions/cache@\(version)",
                steps: """
                    - run: mkdir kept && echo precious > kept/file
                    - uses: actions/cache/save@\(version)
                      with: { path: kept, key: "k-${{ github.sha }}" }
                    - run: rm -r kept
                    - uses: actions/cache/restore@\(version)
                      id: cache
                      with: { path: kept, key: "k-${{ github.sha }}" }
                    - run: echo "hit=${{ steps.cache.outputs.cache-hit }} $(cat kept/file)"
                    """,
                expected: ["hit": "true precious"]
            )
        }
        + [
            Use(
                action: "docker/setup-buildx-action@v3, docker/build-push-action@v6",
                steps: base + """
                    - uses: docker/setup-buildx-action@v3
                      with: { driver: docker }
                    - uses: docker/build-push-action@v6
                      env: { DOCKER_BUILD_SUMMARY: false, DOCKER_BUILD_RECORD_UPLOAD: false }
                      with: { context: ., load: true, tags: "app:1" }
                    - run: echo "ran=$(docker run --rm --hostname inside app:1)"
                    """,
                expected: ["ran": "inside"]
            )
        ]

    @Test("an action does what it does on GitHub", arguments: uses)
    func runs(_ use: Use) async throws {
        let mirror = try #require(mirror)
        try await ProgramFixture.with { fixture in
            let steps = use.steps.split(separator: "\n", omittingEmptySubsequences: false)
                .map { "      \($0)" }.joined(separator: "\n")
            try fixture.workflow("jobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n" + steps)
            try await fixture.commit()
            let run = try await fixture.run(
                "ci",
                "--repository-mirror",
                "*=\(mirror)",
                deadline: .seconds(240)
            )
            #expect(run.exitStatus == 0, "\(run)")
            for (name, value) in use.expected { #expect(run.value(name, in: "a") == value) }
        }
    }
}
