import RunEvents
import Testing

/// What actions find at the addresses in their environment, in a real run.
@Suite("Services for actions")
struct ActionServiceTests {
    /// An action that speaks as the official clients do.
    private static func prepare(_ fixture: ProgramFixture) throws {
        try fixture.write(
            "exchange/action.yml",
            """
            name: Exchange
            description: Uploads, downloads, saves or restores one text.
            inputs:
              do: { description: What., required: true }
              text: { description: The text., default: '' }
            runs: { using: node16, main: main.js }
            """
        )
        try fixture.write(
            "exchange/main.js",
            """
            const { env } = process, token = env.ACTIONS_RUNTIME_TOKEN;
            const claims = JSON.parse(Buffer.from(token.split('.')[1], 'base64'));
            const [, run, job] = claims.scp.split(':');
            const call = async (service, method, fields) => (await fetch(
              `${new URL(env.ACTIONS_RESULTS_URL).origin}/twirp/github.actions.results.api.v1.`
                + `${service}/${method}`, {
                method: 'POST',
                headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
                body: JSON.stringify(fields)
              })).json();
            const put = (url, body) => fetch(url, { method: 'PUT', body });
            const get = async url => url ? (await fetch(url)).text() : 'nothing';
            const names = { workflow_run_backend_id: run, workflow_job_run_backend_id: job,
              name: 'text' };
            const key = { key: 'text', version: 'v' }, text = env.INPUT_TEXT;
            const work = {
              async upload() {
                await put((await call('ArtifactService', 'CreateArtifact',
                  { ...names, version: 7 })).signed_upload_url, text);
                const done = await call('ArtifactService', 'FinalizeArtifact',
                  { ...names, size: `${text.length}` });
                console.log(`uploaded=${done.ok}`);
              },
              async download() {
                const signed = await call('ArtifactService', 'GetSignedArtifactURL', names);
                console.log(`downloaded=${await get(signed.signed_url)}`);
              },
              async save() {
                await put((await call('CacheService', 'CreateCacheEntry', key)).signed_upload_url,
                  text);
                const done = await call('CacheService', 'FinalizeCacheEntryUpload',
                  { ...key, size_bytes: `${text.length}` });
                console.log(`saved=${done.ok}`);
              },
              async restore() {
                const found = await call('CacheService', 'GetCacheEntryDownloadURL', key);
                console.log(`restored=${await get(found.signed_download_url)}`);
              },
            };
            console.log(`shown=${token}`);
            console.log(`mode=${env.ACTIONS_CACHE_MODE}`);
            work[env.INPUT_DO]().catch(error => { console.log(error); process.exitCode = 1; });
            """
        )
    }

    @Test("a job downloads what another uploaded, and only actions have the token", .needsDocker)
    func artifact() async throws {
        try await ProgramFixture.with { fixture in
            try Self.prepare(fixture)
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - { uses: ./exchange, with: { do: upload, text: from a } }
                      - run: |
                          echo "variables=$(env | sed -n 's/^\\(ACTIONS_[A-Z_]*\\)=.*/\\1/p')"
                          echo "way=$(ls /.actlocal/services)"
                  b:
                    needs: a
                    runs-on: ubuntu-latest
                    cache-mode: read
                    steps:
                      - uses: actions/checkout@v4
                      - { uses: ./exchange, with: { do: download } }
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("uploaded", in: "a") == "true")
            #expect(run.value("shown", in: "a") == "***")
            #expect(run.value("variables", in: "a") == "ACTIONS_ORCHESTRATION_ID")
            #expect(run.value("mode", in: "a") == "write")
            #expect(run.value("mode", in: "b") == "read")
            #expect(run.value("way", in: "a") == "socket")
            #expect(run.value("downloaded", in: "b") == "from a")
        }
    }

    @Test("a later run restores what a run on the same branch saved")
    func cache() async throws {
        try await ProgramFixture.with { fixture in
            try Self.prepare(fixture)
            for (name, work) in [("first", "save"), ("second", "restore")] {
                try fixture.workflow(
                    """
                    jobs:
                      a:
                        runs-on: ubuntu-latest
                        steps:
                          - uses: actions/checkout@v4
                          - { uses: ./exchange, with: { do: \(work), text: kept } }
                    """,
                    named: name
                )
            }
            try await fixture.commit()
            let miss = try await fixture.run("second", "--host")
            #expect(miss.value("restored", in: "a") == "nothing", "\(miss)")
            let first = try await fixture.run("first", "--host")
            #expect(first.value("saved", in: "a") == "true", "\(first)")
            let second = try await fixture.run("second", "--host")
            #expect(second.value("restored", in: "a") == "kept", "\(second)")
            try await fixture.git("switch", "-q", "-c", "feature")
            let feature = try await fixture.run("second", "--host")
            #expect(feature.value("restored", in: "a") == "kept", "\(feature)")
        }
    }

    @Test("a `run` step gets an identity token where the job may have one", .needsDocker)
    func identity() async throws {
        try await ProgramFixture.with { fixture in
            let step = """
                - run: |
                          echo "others=$(env | grep -c '^ACTIONS_[RC]')"
                          echo "address=${ACTIONS_ID_TOKEN_REQUEST_URL:-none}"
                          [ -z "$ACTIONS_ID_TOKEN_REQUEST_URL" ] || curl -sSf -H \
                            "Authorization: bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" \
                            "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=me" | grep -c '"value"' |
                            sed s/^/answer=/
                """
            try fixture.workflow(
                """
                jobs:
                  may:
                    runs-on: ubuntu-latest
                    permissions: { id-token: write }
                    steps:
                      \(step)
                  not:
                    runs-on: ubuntu-latest
                    steps:
                      \(step)
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("answer", in: "may") == "1", "\(run)")
            #expect(run.value("address", in: "not") == "none")
            #expect(["may", "not"].allSatisfy { run.value("others", in: $0) == "0" }, "\(run)")
        }
    }

    @Test("an identity token names the called file, and no proxy sees who asks for it")
    func calledIdentity() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                on: workflow_call
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - run: |
                          token=$(curl -sS -H "Authorization: bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" \\
                            "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=me" | cut -d'"' -f6)
                          claims=$(echo "$token" | cut -d. -f2 | tr '_-' '/+')
                          while [ $((${#claims} % 4)) != 0 ]; do claims="$claims="; done
                          echo "claims=$(echo "$claims" | base64 -d)"
                          echo "none=$NO_PROXY"

                """,
                named: "called"
            )
            try fixture.workflow(
                """
                permissions: { id-token: write }
                jobs: { r: { uses: ./.github/workflows/called.yml } }
                """
            )
            let run = try await fixture.run(
                "ci",
                "--host",
                adding: ["http_proxy": "http://127.0.0.1:9", "NO_PROXY": "example.org"]
            )
            let claims = run.value("claims", in: "r/a") ?? ""
            let file = "/.github/workflows/called.yml@refs/heads/main"
            #expect(claims.contains("\(file)\"") && claims.contains("job_workflow_ref"), "\(run)")
            #expect(run.value("none", in: "r/a") == "example.org,127.0.0.1,localhost,::1")
        }
    }
}
