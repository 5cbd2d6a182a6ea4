extension OfficialActionTests {
    /// Artifacts and caches.
    static let services: [OfficialActionUse] =
        [("v4", "v4"), ("v6", "v7"), ("v7", "v8")].map { up, down in
            OfficialActionUse(
                action: "actions/upload-artifact@\(up), actions/download-artifact@\(down)",
                steps: """
                    - run: |
                        mkdir -p out/sub && echo one > out/a.txt
                        head -c 20000000 /dev/urandom > out/sub/b
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
            OfficialActionUse(
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
        + ["v3.0.0", "v3.1.4", "v7", "v10", "v11", "v12", "v13", "v21"].map { version in
            OfficialActionUse(
                action: "@actions/artifact of dawidd6/action-download-artifact@\(version)",
                steps: client.replacing("VERSION", with: version),
                expected: [
                    "listed": "things", "again": "refused", "same": "yes", "public": "yes",
                ],
                checkedOut: ["dawidd6/action-download-artifact@\(version)"]
            )
        }
        + [
            OfficialActionUse(
                action: "lhotari/gh-actions-artifact-client@v2",
                steps: """
                    - uses: lhotari/gh-actions-artifact-client@v2
                    - run: |
                        echo some > file
                        gh-actions-artifact-client.js upload things < file
                        gh-actions-artifact-client.js download things > back
                        echo "same=$(cmp file back && echo yes)"
                        gh-actions-artifact-client.js delete things
                        gh-actions-artifact-client.js download things || echo gone=yes
                    """,
                expected: ["same": "yes", "gone": "yes"]
            ),
            OfficialActionUse(
                action: "actions/setup-go@v6, actions/setup-go@v7",
                steps: go + """
                    - uses: actions/setup-go@v6
                      with: { go-version-file: go.mod }
                    - uses: actions/setup-go@v7
                      id: go
                      with: { go-version-file: go.mod }
                    - run: echo "go=$(go version) ${{ steps.go.outputs.cache-hit }}"
                    """,
                files: ["go.mod": "module example.com/x\n\ngo 1.22\n", "go.sum": "\n"],
                expected: ["go": "go version go1.22.5 linux/amd64 false"]
            ),
        ]

    /// The official client in all that it does, from a repository that holds its source.
    private static let client = #"""
        - uses: actions/checkout@v4
          with: { repository: dawidd6/action-download-artifact, ref: VERSION, path: client }
        - run: |
            mkdir -p out/sub && echo one > out/a.txt
            head -c 20000000 /dev/urandom > out/sub/b
        - uses: actions/github-script@v8
          with:
            script: |
              const place = process.env.GITHUB_WORKSPACE
              const found = await import(
                `${place}/client/node_modules/@actions/artifact/lib/artifact.js`)
              const client = new (found.DefaultArtifactClient ?? found.default.DefaultArtifactClient)
              const files = [`${place}/out/a.txt`, `${place}/out/sub/b`]
              const upload = () => client.uploadArtifact('things', files, `${place}/out`)
              const { id } = await upload()
              await upload().then(() => 'taken', () => 'refused')
                .then(word => console.log(`again=${word}`))
              const { artifacts } = await client.listArtifacts()
              console.log(`listed=${artifacts.map(artifact => artifact.name)}`)
              const { artifact } = await client.getArtifact('things')
              if (artifact.id != id) throw new Error('another id')
              const one = await client.downloadArtifact(
                id, { path: `${place}/back`, expectedHash: artifact.digest })
              if (one.digestMismatch) throw new Error('another digest')
              const findBy = {
                token: '${{ github.token }}', workflowRunId: context.runId,
                repositoryOwner: context.repo.owner, repositoryName: context.repo.repo }
              const known = await client.getArtifact('things', { findBy })
              await client.downloadArtifact(
                known.artifact.id, { findBy, path: `${place}/public` })
              if (client.deleteArtifact) {
                await client.deleteArtifact('things')
                if ((await client.listArtifacts()).artifacts.length) throw new Error('not gone')
              }
        - run: |
            echo "same=$(diff -r out back && echo yes)"
            echo "public=$(diff -r out public && echo yes)"

        """#

    /// A stand-in for a toolchain that the tool cache has.
    private static let go = #"""
        - uses: actions/checkout@v4
        - run: |
            folder=$RUNNER_TOOL_CACHE/go/1.22.5/x64
            mkdir -p $folder/bin ~/modules ~/builds
            touch $folder.complete ~/modules/one ~/builds/two
            cat > $folder/bin/go <<'END'
            #!/bin/sh
            case "$*" in
            version) echo go version go1.22.5 linux/amd64 ;;
            "env GOMODCACHE") echo $HOME/modules ;;
            "env GOCACHE") echo $HOME/builds ;;
            esac
            END
            chmod +x $folder/bin/go

        """#
}
