extension OfficialActionTests {
    /// What workflows of many projects use besides, as far as it needs no remote end.
    static let others: [OfficialActionUse] =
        [("push", "v3"), ("push", "v4"), ("pull_request", "v3")].map { event, version in
            OfficialActionUse(
                action: "dorny/paths-filter@\(version) for \(event)",
                steps: """
                    - uses: actions/checkout@v4
                    - uses: dorny/paths-filter@\(version)
                      id: filter
                      with: { filters: "new: ['src/**']" }
                    - run: echo "new=${{ steps.filter.outputs.new }}"
                    """,
                event: event,
                files: ["src/new.txt": "new\n"],
                expected: ["new": "true"]
            )
        }
        + ["v46", "v47"].map { version in
            OfficialActionUse(
                action: "tj-actions/changed-files@\(version)",
                steps: """
                    - uses: actions/checkout@v4
                      with: { fetch-depth: 0 }
                    - run: |
                        echo more > src/new.txt
                        git config user.name Ann && git config user.email ann@example.com
                        git commit -qam More
                        echo "SHA=$(git rev-parse HEAD)" >> $GITHUB_ENV
                    - uses: tj-actions/changed-files@\(version)
                      id: files
                      with:
                        base_sha: ${{ github.sha }}
                        sha: ${{ env.SHA }}
                    - run: echo "files=${{ steps.files.outputs.all_changed_files }}"
                    """,
                files: ["src/new.txt": "new\n"],
                expected: ["files": "src/new.txt"]
            )
        }
        + pushing
        + ["v5", "v6", "v7"].map { version in
            OfficialActionUse(
                action: "actions/labeler@\(version)",
                steps: """
                    - uses: actions/labeler@\(version)
                      id: labels
                    - run: echo "labels=${{ steps.labels.outputs.all-labels }}"
                    """,
                event: "pull_request",
                files: [".github/labeler.yml": "any:\n  - base-branch: main\n"],
                expected: ["labels": "any"]
            )
        }
        + ["v2", "v3"].map { version in
            OfficialActionUse(
                action: "softprops/action-gh-release@\(version)",
                steps: """
                    - uses: actions/checkout@v4
                    - uses: softprops/action-gh-release@\(version)
                      id: release
                      with: { files: Dockerfile, tag_name: v1.0.0, generate_release_notes: true }
                    - run: |
                        echo "url=${{ steps.release.outputs.url }}"
                        echo "file=${{ fromJSON(steps.release.outputs.assets)[0].name }}"
                    """,
                files: ["Dockerfile": "FROM scratch\n"],
                expected: [
                    "url": "https://github.com/local/project/releases/tag/v1.0.0",
                    "file": "Dockerfile",
                ]
            )
        }
        + [
            OfficialActionUse(
                action: "ncipollo/release-action@v1.21.0",
                steps: """
                    - uses: actions/checkout@v4
                    - uses: ncipollo/release-action@v1.21.0
                      id: release
                      with: { artifacts: Dockerfile, tag: v2.0.0, allowUpdates: true }
                    - run: echo "url=${{ steps.release.outputs.html_url }}"
                    """,
                files: ["Dockerfile": "FROM scratch\n"],
                expected: ["url": "https://github.com/local/project/releases/tag/v2.0.0"]
            ),
            OfficialActionUse(
                action: "actions/stale@v9",
                steps: """
                    - uses: actions/stale@v9
                      id: stale
                    - run: echo "stale=${{ steps.stale.outputs.staled-issues-prs }}"
                    """,
                expected: ["stale": "[]"]
            ),
            OfficialActionUse(
                action: "actions/configure-pages@v5",
                steps: """
                    - uses: actions/configure-pages@v5
                      id: pages
                    - run: echo "path=${{ steps.pages.outputs.base_path }}"
                    """,
                expected: ["path": "/project"]
            ),
            OfficialActionUse(
                action: "nick-fields/retry@v4",
                steps: """
                    - uses: nick-fields/retry@v4
                      with:
                        timeout_minutes: 1
                        max_attempts: 3
                        retry_wait_seconds: 1
                        command: echo x >> n; test $(wc -l < n) = 2
                    - run: echo "tried=$(wc -l < n)"
                    """,
                expected: ["tried": "2"]
            ),
            OfficialActionUse(
                action: "webfactory/ssh-agent@v0.9.1",
                steps: """
                    - run: |
                        ssh-keygen -q -t ed25519 -C mine -N '' -f key
                        { echo 'KEY<<END'; cat key; echo END; } >> $GITHUB_ENV
                    - uses: webfactory/ssh-agent@v0.9.1
                      with: { ssh-private-key: "${{ env.KEY }}" }
                    - run: echo "keys=$(ssh-add -l | wc -l)"
                    """,
                expected: ["keys": "1"]
            ),
        ]
        + ["v5", "v6"].map { version in
            OfficialActionUse(
                action: "mikepenz/action-junit-report@\(version)",
                steps: """
                    - uses: actions/checkout@v4
                    - uses: mikepenz/action-junit-report@\(version)
                      id: report
                      with: { report_paths: junit.xml, detailed_summary: true }
                    - run: |
                        echo "total=${{ steps.report.outputs.total }}"
                        echo "failed=${{ steps.report.outputs.failed }}"
                    """,
                files: [
                    "junit.xml": """
                    <testsuites><testsuite name="s" tests="2" failures="1">
                    <testcase name="good" classname="c" time="1"/>
                    <testcase name="bad" classname="c" time="1"><failure message="no"/></testcase>
                    </testsuite></testsuites>

                    """
                ],
                expected: ["total": "2", "failed": "1"]
            )
        }

    /// Actions that push, to the stand-in for the remote.
    private static let pushing = [
        OfficialActionUse(
            action: "stefanzweifel/git-auto-commit-action@v7.2.0",
            steps: """
                - uses: actions/checkout@v4
                - run: |
                    # As in a project with a remote, whose checkout has it and follows its branch.
                    git remote add origin https://github.com/local/project
                    git config branch.main.remote origin
                    git config branch.main.merge refs/heads/main
                    echo new > src/new.txt
                - uses: stefanzweifel/git-auto-commit-action@v7.2.0
                  id: commit
                - run: |
                    git fetch -q origin main
                    test "$(git rev-parse FETCH_HEAD)" = ${{ steps.commit.outputs.commit_hash }}
                    echo "text=$(git show FETCH_HEAD:src/new.txt)"
                """,
            files: ["src/new.txt": "old\n"],
            expected: ["text": "new"]
        ),
        OfficialActionUse(
            action: "peaceiris/actions-gh-pages@v4.1.0",
            steps: """
                - uses: actions/checkout@v4
                - uses: peaceiris/actions-gh-pages@v4.1.0
                  with: { github_token: '${{ github.token }}', publish_dir: ./site }
                - run: |
                    git fetch -q https://github.com/local/project.git gh-pages
                    echo "page=$(git show FETCH_HEAD:index.html)"
                """,
            files: ["site/index.html": "page\n"],
            expected: ["page": "page"]
        ),
    ]
}
