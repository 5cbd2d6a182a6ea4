import Testing
import Workspaces

@Suite("Branches that nothing names")
struct GitBranchesTests {
    /// A project with a commit on `main` and another one on `feature`, which is checked out.
    private static func project() async throws -> TemporaryProject {
        let project = try await TemporaryProject()
        try project.write("a", "1")
        try await project.commit("First")
        try await project.run("git", "checkout", "-q", "-b", "feature")
        try project.write("a", "2")
        try await project.commit("Second")
        return project
    }

    @Test("a commit without a branch is one of the branch that ends with it, or holds it")
    func detached() async throws {
        let project = try await Self.project()
        #expect(try await project.open().assumedBranch == nil)
        try await project.run("git", "checkout", "-q", "--detach")
        #expect(try await project.open().ref == "refs/heads/feature")
        try await project.run("git", "checkout", "-q", "main~0")
        #expect(try await project.open().ref == "refs/heads/main")
        try await project.run("git", "branch", "-q", "another")
        #expect(try await project.open().assumedBranch == "main", "the default one before others")
        try await project.run("git", "checkout", "-q", "feature")
        try project.write("a", "3")
        try await project.commit("Third")
        try await project.run("git", "checkout", "-q", "feature~1")
        #expect(try await project.open().ref == "refs/heads/feature")
        try project.write("a", "4")
        try await project.commit("On no branch")
        #expect(try await project.open().assumedBranch == "main")
    }

    @Test("while a branch is being rebased it is still the one that is meant")
    func rebase() async throws {
        let project = try await Self.project()
        try await project.run("git", "checkout", "-q", "main")
        try project.write("a", "3")
        try await project.commit("Other")
        try await project.run("git", "checkout", "-q", "feature")
        let rebase = "git rebase -q main || true"
        try await project.run("sh", "-c", rebase)
        #expect(try await project.open().ref == "refs/heads/feature")
    }

    @Test("a remote's main is the default branch, without a local one and without its HEAD")
    func remoteMain() async throws {
        let project = try await Self.project()
        try await project.run("git", "remote", "add", "origin", "https://github.com/o/r")
        try await project.run("git", "update-ref", "refs/remotes/origin/main", "main")
        try await project.run("git", "branch", "-q", "-D", "main")
        let repository = try await project.open()
        #expect(repository.defaultBranch == "main" && !repository.isDefaultBranchGuessed)
    }

    @Test("a fetch of one branch does not tell the default one, and a repository of one does")
    func oneBranch() async throws {
        let project = try await Self.project()
        try await project.run("git", "branch", "-q", "-D", "main")
        #expect(try await project.open().defaultBranch == "feature")
        #expect(try await !project.open().isDefaultBranchGuessed)
        try await project.run("git", "remote", "add", "origin", "https://github.com/o/r")
        try await project.run("git", "update-ref", "refs/remotes/origin/feature", "feature")
        let repository = try await project.open()
        #expect(repository.defaultBranch == "main" && repository.isDefaultBranchGuessed)
        try await project.run("git", "update-ref", "refs/remotes/origin/stable", "feature")
        #expect(try await project.open().defaultBranch == "stable")
        try await project.run("git", "branch", "-q", "trunk")
        #expect(try await project.open().defaultBranch == "trunk")
    }
}
