import Diagnostics
import RunEvents
import Testing

/// What `actions/checkout` gives a job, and that the developer's tree stays as it is.
@Suite("Checkout", .needsDocker)
struct CheckoutTests {
    @Test("a job sees nothing before its checkout and the working tree after it")
    func workingTree() async throws {
        try await ProgramFixture.with { fixture in
            try await fixture.prepareTree()
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - run: echo "before=$(ls -A | wc -l)"
                      - uses: actions/checkout@v4
                      - run: |
                          echo "status=$(git status --porcelain | tr '\\n' ',')"
                          echo "files=$(ls -A | tr '\\n' ' ')"
                          echo "changed=$(cat changed)"
                          echo "mode=$(stat -c %A script)"
                          echo "link=$(readlink link)"
                          echo "sha=$(git rev-parse HEAD)"
                          echo "branch=$(git branch --show-current)"
                          echo spoiled > changed
                          rm -f kept
                          git config user.name nobody
                """
            )
            let before = try await fixture.treeRecord()
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("before", in: "a") == "0")
            #expect(run.value("status", in: "a") == " M changed,?? .github/,?? new,")
            #expect(
                run.value("files", in: "a")
                    == ".git .github .gitignore changed kept link new script "
            )
            #expect(run.value("changed", in: "a") == "after")
            #expect(run.value("mode", in: "a") == "-rwxr-xr-x")
            #expect(run.value("link", in: "a") == "kept")
            let head = try await fixture.git("rev-parse", "HEAD").prefix(40)
            #expect(run.value("sha", in: "a") == String(head))
            #expect(run.value("branch", in: "a") == "main")
            #expect(try await fixture.treeRecord() == before, "the developer's tree was changed")
        }
    }

    @Test("no workspace has the files that the run reads secrets from, unless git has them")
    func secretFiles() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.write(".actlocal.yml", "environments: { e: { secrets-file: in/e.env } }\n")
            for file in [".secrets", "in/e.env", "in/typed", "in/kept", "in/tracked"] {
                try fixture.write(file, "A=clear-in-\(file.filter(\.isLetter))\n")
            }
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - run: |
                          echo "files=$(ls -A . in | tr '\\n' ' ')"
                          echo "deep=$(find deep -type f | sort | tr '\\n' ' ')"
                """
            )
            // Other names of files: a link, a way through a linked folder, and one out of another.
            for file in ["linked", "way", "own"] {
                try fixture.write("deep/down/\(file)", "A=clear-in-\(file)\n")
            }
            try await fixture.execute("ln", ["-s", "deep/down/linked", "link"])
            try await fixture.execute("ln", ["-s", "deep/down", "folder"])
            try fixture.write("deep/back", "A=clear-in-back\n")
            try await fixture.git("add", "in/tracked")
            let run = try await fixture.run(
                "ci",
                "--host",
                "--secret-file",
                "in/typed",
                "--secret-file",
                "in/tracked",
                "--secret-file",
                "link",
                "--secret-file",
                "folder/way",
                "--secret-file",
                "in/../deep/back"
            )
            #expect(run.exitStatus == 0, "\(run)")
            let files = run.value("files", in: "a") ?? ""
            #expect(files.contains("kept") && files.contains("tracked"), "\(files)")
            for name in [".secrets", "e.env", "typed"] {
                #expect(!files.split(separator: " ").contains(Substring(name)), "\(files)")
            }
            let told = run.notHonoured.map(\.subject).filter { $0.hasPrefix("file `") }
            let left = [".secrets", "in/e.env", "in/typed", "link", "deep/back"]
            let below = ["linked", "way"].map { "deep/down/\($0)" }
            #expect(Set(told) == Set((left + below).map { "file `\($0)`" }))
            #expect(run.value("deep", in: "a") == "deep/down/own ")
            let words = "the secrets in `in/tracked` are in git"
            #expect(run.diagnostics.count { $0.message.hasPrefix(words) } == 1, "\(run)")
            let cached = try await fixture.execute(
                "grep",
                ["-rlc", "clear-in-inkept", fixture.cache]
            )
            #expect(!cached.isEmpty)
            let kept = try await fixture.execute(
                "sh",
                ["-c", "grep -rl clear-in-secrets \(fixture.cache) || true"]
            )
            #expect(kept.isEmpty, "\(kept)")
        }
    }

    @Test("a shallow clone has no whole history to give, which is listed")
    func shallowClone() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - { uses: actions/checkout@v4, with: { fetch-depth: 0 } }
                      - run: echo "commits=$(git log --oneline | wc -l)"

                """
            )
            try await fixture.commit()
            try fixture.write("second", "text\n")
            try await fixture.commit()
            let whole = try await fixture.run("ci", "--host")
            #expect(whole.value("commits", in: "a") == "2", "\(whole)")
            #expect(whole.notHonoured.isEmpty)
            let head = try await fixture.git("rev-parse", "HEAD")
            try fixture.write(".git/shallow", head)
            let run = try await fixture.run("ci", "--host")
            #expect(run.value("commits", in: "a") == "1", "\(run)")
            #expect(run.notHonoured.map(\.subject) == ["`fetch-depth: 0`"])
        }
    }

    @Test("`sparse-checkout` leaves out what it does not name")
    func sparse() async throws {
        try await ProgramFixture.with { fixture in
            for name in ["in/one", "out/two", "top"] { try fixture.write(name, "text\n") }
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - { uses: actions/checkout@v4, with: { sparse-checkout: in, path: cone } }
                      - uses: actions/checkout@v4
                        with:
                          sparse-checkout: |
                            /out/
                            top
                          sparse-checkout-cone-mode: false
                          path: patterns
                      - run: |
                          echo "cone=$(cd cone && echo *)"
                          echo "patterns=$(cd patterns && echo *)"
                """
            )
            try await fixture.commit()
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("cone", in: "a") == "in top")
            #expect(run.value("patterns", in: "a") == "out top")
            #expect(run.notHonoured.isEmpty)
        }
    }

    @Test("`path:` puts it elsewhere, a second checkout beside the first, a `ref:` goes back")
    func inputs() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.write("file", "old\n")
            try await fixture.commit("First")
            let first = String(try await fixture.git("rev-parse", "HEAD").prefix(40))
            try fixture.write("file", "new\n")
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                        with: { path: one }
                      - uses: actions/checkout@v4
                        with: { path: two, ref: \(first) }
                      - run: |
                          echo "top=$(ls -A | tr '\\n' ' ')"
                          echo "one=$(cat one/file)"
                          echo "two=$(cat two/file)"
                          echo "clean=$(git -C two status --porcelain | wc -l)"
                          echo "head=$(git -C two rev-parse HEAD)"
                  shallow:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - run: echo "count=$(git log --oneline | wc -l)"
                      - uses: actions/checkout@v4
                      - run: echo "again=$(cat file) $(git status --porcelain | wc -l)"
                """
            )
            try await fixture.commit("Second")
            try await fixture.commit("Third")
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("top", in: "a") == "one two ")
            #expect(run.value("one", in: "a") == "new")
            #expect(run.value("two", in: "a") == "old")
            #expect(run.value("clean", in: "a") == "0")
            #expect(run.value("head", in: "a") == first)
            #expect(run.value("count", in: "shallow") == "1")
            #expect(run.value("again", in: "shallow") == "new 0")
        }
    }

    @Test("`fetch-depth: 0` brings the whole history and the tags")
    func history() async throws {
        try await ProgramFixture.with { fixture in
            try await fixture.commit("First")
            try await fixture.git("tag", "v1")
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                        with: { fetch-depth: 0 }
                      - run: |
                          echo "count=$(git log --oneline | wc -l)"
                          echo "first=$(git log --reverse --format=%s | head -1)"
                          echo "describe=$(git describe --tags | cut -d- -f1,2)"
                """
            )
            try await fixture.commit("Second")
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("count", in: "a") == "2")
            #expect(run.value("first", in: "a") == "First")
            #expect(run.value("describe", in: "a") == "v1-1")
        }
    }

    @Test("`--commit` checks a commit out as it is, whatever the working tree holds")
    func commit() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.write("file", "committed\n")
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - run: |
                          test ! -e extra
                          echo "file=$(cat file) $(git status --porcelain | wc -l)"
                """
            )
            try await fixture.commit()
            try fixture.write("file", "changed\n")
            try fixture.write("extra", "")
            let run = try await fixture.run("ci", "--commit", "HEAD")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("file", in: "a") == "committed 0")
        }
    }

    @Test("removed files, links that go nowhere, pipes and a workflow of another system are fine")
    func oddTree() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.write("gone", "x\n")
            try fixture.write("lock", "y\n")
            try await fixture.execute(
                "/bin/sh",
                ["-c", "ln -s loop2 loop1; ln -s loop1 loop2; ln -s nowhere dangling"]
            )
            try await fixture.commit()
            try await fixture.git("switch", "-q", "-c", "feature/one")
            try await fixture.execute("/bin/sh", ["-c", "rm gone; mkfifo pipe; mkdir empty"])
            let text = """
                on: push
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - run: |
                          echo "status=$(git status --porcelain | tr '\\n' ',')"
                          echo "branch=$(git branch --show-current)"
                          echo "hash=${{ hashFiles('loc*') }}"
                          echo "links=$(readlink loop1) $(readlink dangling)"
                          test ! -e pipe

                """
            try fixture.write(
                ".github/workflows/ci.yml",
                "\u{FEFF}" + text.split(separator: "\n").joined(separator: "\r\n") + "\r\n"
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("status", in: "a") == " D gone,?? .github/,")
            #expect(run.value("branch", in: "a") == "feature/one")
            #expect(run.value("hash", in: "a")?.count == 64)
            #expect(run.value("links", in: "a") == "loop2 nowhere")
        }
    }

    @Test("a folder that is no repository can be run, too")
    func withoutRepository() async throws {
        try await ProgramFixture.with { fixture in
            try await fixture.execute("/bin/rm", ["-rf", ".git"])
            try fixture.write("file", "here\n")
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - run: echo "file=$(cat file)"
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("file", in: "a") == "here")
        }
    }

    @Test("the repository of a linked worktree and a folder with odd names are checked out")
    func oddNames() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.write("with space/ümlaut.txt", "a\n")
            try fixture.write("-dash", "b\n")
            try fixture.write("tab\tname", "c\n")
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - run: |
                          echo "all=$(cat 'with space/ümlaut.txt' ./-dash tab*name | tr -d '\\n')"
                          echo "status=$(git status --porcelain | wc -l)"
                """
            )
            try await fixture.commit()
            try await fixture.git("worktree", "add", "-q", "\(fixture.folder)/linked")
            let run = try await fixture.run("ci", "-C", "\(fixture.folder)/linked")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("all", in: "a") == "abc")
            #expect(run.value("status", in: "a") == "0")
        }
    }
}

extension ProgramFixture {
    /// A commit, then a change, an untracked file and an ignored one.
    fileprivate func prepareTree() async throws {
        try write("kept", "kept\n")
        try write("changed", "before\n")
        try write("script", "#!/bin/sh\n")
        try write(".gitignore", "ignored\n")
        try await execute("/bin/sh", ["-c", "chmod 755 script && ln -s kept link"])
        try await commit()
        try write("changed", "after\n")
        try write("new", "new\n")
        try write("ignored", "ignored\n")
    }

    /// Names, kinds, modes, owners, times and contents of everything in the project, `.git` too.
    fileprivate func treeRecord() async throws -> String {
        let script = """
            find . -printf '%p %y %m %U %G %T@ %s %l\\n' | sort
            find . -type f -print0 | sort -z | xargs -0 sha256sum
            """
        return try await execute("/bin/sh", ["-c", script])
    }
}
