import HostProcesses
import RunnerServices
import Testing
import Transfers

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("GitHub's API: the repository")
struct APIRepositoryTests {
    /// A repository of two branches: `main` with a tag, `topic` one commit ahead of where it parts.
    private struct Repository: Sendable {
        let folder: String
        private static let environment = [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent",
            "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "Ann", "GIT_AUTHOR_EMAIL": "ann@example.com",
            "GIT_AUTHOR_DATE": "2024-05-01T10:00:00+02:00",
            "GIT_COMMITTER_NAME": "Carl", "GIT_COMMITTER_EMAIL": "carl@example.com",
            "GIT_COMMITTER_DATE": "2024-05-02T11:00:00+00:00",
        ]

        /// Runs git; what it wrote, nil when it failed.
        func git(_ arguments: [String]) async -> [UInt8]? {
            let outcome = try? await HostCommand(
                "git",
                arguments,
                environment: Self.environment,
                directory: folder
            ).run()
            guard let outcome, outcome.status.isSuccess else { return nil }
            return outcome.standardOutput
        }

        func line(_ arguments: String...) async throws -> String {
            String(decoding: try #require(await git(arguments)), as: UTF8.self)
                .split(separator: "\n").first.map(String.init) ?? ""
        }

        func commit(_ files: [String: String], _ message: String) async throws -> String {
            for (path, text) in files {
                let place = URL(fileURLWithPath: "\(folder)/\(path)")
                try FileManager.default.createDirectory(
                    at: place.deletingLastPathComponent(),
                    withIntermediateDirectories: true
                )
                try Data(text.utf8).write(to: place)
            }
            _ = try await line("add", "-A")
            _ = try await line("commit", "-q", "-m", message)
            return try await line("rev-parse", "HEAD")
        }
    }

    private static let own = "/repos/octo/project"

    private func with(
        event: (_ base: String, _ head: String) -> String = { _, _ in "{}" },
        _ body: (APIClient, _ base: String, _ head: String) async throws -> Void
    ) async throws {
        try await ServiceFixture.with { fixture in
            let repository = Repository(folder: "\(fixture.folder)/repository")
            try FileManager.default.createDirectory(
                atPath: repository.folder,
                withIntermediateDirectories: true
            )
            _ = try await repository.line("init", "-q", "-b", "main")
            let first = try await repository.commit(
                ["README.md": "# Project\n", "src/old name.txt": "1\n2\n3\n4\n5\n6\n"],
                "First\n\nWith a body."
            )
            _ = try await repository.line("tag", "-a", "v1", "-m", "One")
            _ = try await repository.line("switch", "-q", "-c", "topic/a")
            _ = try await repository.line("mv", "src/old name.txt", "src/new.txt")
            let head = try await repository.commit(["README.md": "# Project\n\nMore.\n"], "More")
            _ = try await repository.line("switch", "-q", "main")
            let last = try await repository.commit(["main.txt": "main\n"], "On main")
            let job = APIClient(fixture, event: event(first, head), sha: last) {
                await repository.git($0)
            }
            try await body(job, first, head)
        }
    }

    @Test("branches, tags and refs are the local repository's, and the run's own ref")
    func refs() async throws {
        try await with { job, first, head in
            let repository = try await job.ask("GET", Self.own)
            #expect(repository["full_name"] == "octo/project")
            #expect(repository["default_branch"] == "main")
            #expect(try await job.ask("GET", "/repos/Octo/PROJECT")["name"] == "project")
            let branches = try await job.ask("GET", "\(Self.own)/branches")
            #expect(branches.text.contains(#""name":"topic/a","protected":false"#))
            let branch = try await job.ask("GET", "\(Self.own)/branches/topic%2Fa")
            #expect(branch.text.contains(#""sha":"\#(head)""#))
            #expect(try await job.ask("GET", "\(Self.own)/branches/none").status == 404)
            let tags = try await job.ask("GET", "\(Self.own)/tags")
            #expect(tags.text.contains(#""commit":{"sha":"\#(first)""#))
            let tag = try await job.ask("GET", "\(Self.own)/git/ref/tags/v1")
            #expect(tag.text.contains(#""type":"tag""#))
            let object = try #require(tag.text.split(separator: #""sha":""#).last?.prefix(40))
            let annotated = try await job.ask("GET", "\(Self.own)/git/tags/\(object)")
            #expect(annotated["tag"] == "v1" && annotated["message"] == "One\n")
            #expect(try await job.ask("GET", "\(Self.own)/git/ref/heads/topic").status == 404)
            let matching = try await job.ask("GET", "\(Self.own)/git/matching-refs/heads/to")
            #expect(matching.text.contains("refs/heads/topic/a"))
            #expect(!matching.text.contains("refs/heads/main"))
        }
    }

    @Test("a commit has its signatures, message, counts and files with their hunks")
    func commit() async throws {
        try await with { job, first, head in
            let commit = try await job.ask("GET", "\(Self.own)/commits/topic/a")
            #expect(commit["sha"] == head)
            let author = #""author":{"date":"2024-05-01T08:00:00Z","email":"ann@example.com""#
            #expect(commit.text.contains(author))
            #expect(commit.text.contains(#""stats":{"additions":2,"deletions":0,"total":2}"#))
            let files = commit.list("files")
            #expect(files.map { $0["filename"] } == ["README.md", "src/new.txt"])
            #expect(files.map { $0["status"] } == ["modified", "renamed"])
            #expect(files[0]["patch"] == "@@ -1 +1,3 @@\n # Project\n+\n+More.")
            #expect(files[1]["previous_filename"] == "src/old name.txt")
            let root = try await job.ask("GET", "\(Self.own)/commits/v1")
            #expect(root["sha"] == first)
            #expect(root.list("files").map { $0["status"] } == ["added", "added"])
            #expect(root.text.contains(#""message":"First\n\nWith a body.""#))
            let sha = try await job.ask(
                "GET",
                "\(Self.own)/commits/\(head.prefix(8))",
                accept: "application/vnd.github.sha"
            )
            #expect(sha.text == head)
            let page = try await job.ask("GET", "\(Self.own)/commits?sha=topic/a&per_page=1")
            #expect(page.text.contains(#""sha":"\#(head)""#))
            #expect(page.head["Link"]?.contains(#"rel="next""#) == true)
        }
    }

    @Test("names that are expressions or options of git name nothing")
    func hostileNames() async throws {
        try await with { job, _, head in
            for name in [
                "HEAD~1", "topic/a%5E%7Bcommit%7D", "--output=x", ":README.md", "@%7Bu%7D",
                "main..topic/a", "stash@%7B0%7D", "a%20b", "%2A",
            ] {
                let answer = try await job.ask("GET", "\(Self.own)/commits/\(name)")
                #expect(answer.status == 422, "\(name): \(answer.text)")
                let tree = try await job.ask("GET", "\(Self.own)/git/trees/\(name)")
                #expect(tree.status == 404, "\(name): \(tree.text)")
                let contents = try await job.ask("GET", "\(Self.own)/contents/x?ref=\(name)")
                #expect(contents.status == 404, "\(name): \(contents.text)")
            }
            #expect(try await job.ask("GET", "\(Self.own)/git/blobs/--batch").status == 404)
            let path = try await job.ask("GET", "\(Self.own)/contents/..%2F..%2Fetc%2Fpasswd")
            #expect(path.status == 404)
            let dots = try await job.ask("GET", "\(Self.own)/contents/%2E%2E/x")
            #expect(dots.status == 400)
        }
    }

    @Test("two commits are compared from where they part")
    func compare() async throws {
        try await with { job, first, head in
            let both = try await job.ask("GET", "\(Self.own)/compare/v1...octo:topic/a")
            #expect(both["status"] == "ahead" && both["ahead_by"] == "1")
            #expect(both.list("files").count == 2)
            let parted = try await job.ask("GET", "\(Self.own)/compare/topic/a...\(first)")
            #expect(parted["status"] == "behind" && parted["behind_by"] == "1")
            let same = try await job.ask("GET", "\(Self.own)/compare/\(head)...topic/a")
            #expect(same["status"] == "identical" && same.list("files").isEmpty)
            let diff = try await job.ask(
                "GET",
                "\(Self.own)/compare/v1...topic/a",
                accept: "application/vnd.github.v3.diff"
            )
            #expect(diff.text.hasPrefix("diff --git a/README.md b/README.md\n"))
            for path in ["compare/v1...topic/a", "commits/topic/a"] {
                let patch = try await job.ask(
                    "GET",
                    "\(Self.own)/\(path)",
                    accept: "application/vnd.github.v3.patch"
                )
                #expect(patch.text.hasPrefix("From \(head) "), "\(patch.text)")
                #expect(patch.text.contains("\ndiff --git a/README.md b/README.md\n"))
                let type = patch.head["Content-Type"]
                #expect(type == "application/vnd.github.v3.patch; charset=utf-8")
            }
        }
    }

    @Test("files, folders, trees and blobs are read at any ref")
    func contents() async throws {
        try await with { job, _, _ in
            let file = try await job.ask("GET", "\(Self.own)/contents/README.md?ref=topic/a")
            #expect(file["encoding"] == "base64" && file["type"] == "file")
            #expect(file["content"] == "IyBQcm9qZWN0CgpNb3JlLgo=\n")
            let raw = try await job.ask(
                "GET",
                "\(Self.own)/contents/README.md?ref=v1",
                accept: "application/vnd.github.raw+json"
            )
            #expect(raw.text == "# Project\n")
            // What octokit takes for a text, and hands on as a string.
            #expect(raw.head["Content-Type"] == "application/vnd.github.raw+json; charset=utf-8")
            let folder = try await job.ask("GET", "\(Self.own)/contents?ref=v1")
            #expect(
                folder.text.contains(#""path":"src""#) && folder.text.contains(#""type":"dir""#)
            )
            #expect(try await job.ask("GET", "\(Self.own)/contents/none").status == 404)
            #expect(try await job.ask("GET", "\(Self.own)/readme")["name"] == "README.md")
            let tree = try await job.ask("GET", "\(Self.own)/git/trees/v1?recursive=1")
            let paths = tree.list("tree").map { $0["path"] }
            #expect(paths == ["README.md", "src", "src/old name.txt"])
            let sha = try #require(tree.list("tree").first?["sha"])
            let blob = try await job.ask("GET", "\(Self.own)/git/blobs/\(sha)")
            #expect(blob["content"] == "IyBQcm9qZWN0Cg==\n" && blob["size"] == "10")
            for path in ["readme?ref=v1", "git/blobs/\(sha)"] {
                let raw = try await job.ask(
                    "GET",
                    "\(Self.own)/\(path)",
                    accept: "text/html, application/vnd.github.v3.raw;q=1"
                )
                #expect(raw.text == "# Project\n")
                #expect(raw.head["Content-Type"] == "application/vnd.github.v3.raw; charset=utf-8")
            }
        }
    }

    @Test("a symbolic link gives the file it leads to, and tells where it leads to none")
    func links() async throws {
        try await ServiceFixture.with { fixture in
            let repository = Repository(folder: "\(fixture.folder)/repository")
            let folder = "\(repository.folder)/d"
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true
            )
            _ = try await repository.line("init", "-q", "-b", "main")
            for (link, target) in [
                ("a", "b"), ("b", "../t.txt"), ("out", "../../t.txt"), ("up", "../d"),
                ("far", "/etc/passwd"), ("round", "round"),
            ] {
                try FileManager.default.createSymbolicLink(
                    atPath: "\(folder)/\(link)",
                    withDestinationPath: target
                )
            }
            let sha = try await repository.commit(["t.txt": "text\n"], "Links")
            let job = APIClient(fixture, sha: sha) { await repository.git($0) }
            for link in ["a", "b"] {
                let file = try await job.ask("GET", "\(Self.own)/contents/d/\(link)")
                #expect(file["type"] == "file" && file["content"] == "dGV4dAo=\n")
            }
            for (link, target) in [
                ("out", "../../t.txt"), ("up", "../d"), ("far", "/etc/passwd"), ("round", "round"),
            ] {
                let found = try await job.ask("GET", "\(Self.own)/contents/d/\(link)")
                #expect(found["type"] == "symlink" && found["target"] == target, "\(found.text)")
            }
            let tree = try await job.ask(
                "GET",
                "\(Self.own)/contents/d",
                accept: "application/vnd.github.object+json"
            )
            #expect(tree["type"] == "dir" && tree.list("entries").count == 6)
            _ = try await repository.line("tag", "v1")
            let tags = try await job.ask("GET", "\(Self.own)/tags").text
            #expect(tags.contains("v1") && !tags.contains("tarball_url"))
        }
    }

    @Test("the event's pull request has its files and commits; there is no other")
    func pull() async throws {
        func event(_ base: String, _ head: String) -> String {
            """
            {"pull_request":{"number":7,"state":"open","title":"Topic","labels":[{"name":"ui"}],\
            "base":{"ref":"main","sha":"\(base)"},"head":{"ref":"topic/a","sha":"\(head)"}}}
            """
        }
        try await with(event: event) { job, _, head in
            #expect(try await job.ask("GET", "\(Self.own)/pulls/7")["title"] == "Topic")
            #expect(try await job.ask("GET", "\(Self.own)/issues/7")["title"] == "Topic")
            let files = try await job.ask("GET", "\(Self.own)/pulls/7/files?per_page=1&page=2")
            #expect(files.text.contains(#""filename":"src/new.txt""#))
            #expect(!files.text.contains("README.md"))
            let commits = try await job.ask("GET", "\(Self.own)/pulls/7/commits")
            #expect(commits.text.contains(#""sha":"\#(head)""#))
            let open = try await job.ask("GET", "\(Self.own)/pulls?head=octo:topic/a")
            #expect(open.text.contains(#""title":"Topic""#))
            let labels = try await job.ask("GET", "\(Self.own)/issues/7/labels")
            #expect(labels.text == #"[{"name":"ui"}]"#)
            let pulls = try await job.ask("GET", "\(Self.own)/commits/\(head)/pulls")
            #expect(pulls.text.contains(#""number":7"#))
            #expect(try await job.ask("GET", "\(Self.own)/issues/7/comments").text == "[]")
            #expect(job.remarks.texts.isEmpty)
            for path in ["pulls/8", "issues/8", "issues/8/labels"] {
                let other = try await job.ask("GET", "\(Self.own)/\(path)")
                #expect(other.status == 404 && other["message"]?.contains("actlocal") == true)
            }
            #expect(job.remarks.texts.count == 3, "\(job.remarks.texts)")
        }
    }

    @Test("an empty list that stands for what only GitHub knows is said in the report")
    func unknownPulls() async throws {
        try await with { job, _, head in
            let paths = [
                "pulls", "pulls?head=octo:topic/a", "commits/\(head)/pulls", "issues/1/comments",
                "pulls/1/comments", "pulls/1/reviews",
            ]
            for (index, path) in paths.enumerated() {
                let answer = try await job.ask("GET", "\(Self.own)/\(path)")
                #expect(answer.text == "[]")
                #expect(job.remarks.texts.count == index + 1, "\(path)")
            }
            #expect(
                job.remarks.texts.allSatisfy {
                    $0.contains("only what the run's event is about is known here")
                }
            )
        }
    }
}
