import ContainerEngine
import InitProtocol
import Workflows

extension JobMaking {
    /// The user that steps run as: the image's, or that of `--user`.
    func stepUser(_ details: ImageDetails) -> String {
        let user =
            opening.container.flatMap(optionsAlone)?.definition.process.user
            ?? details.configuration.user
        return user.isEmpty ? "0" : user
    }

    /// Makes the folders that a job finds, owned by the user its steps run as.
    func prepareFolders(on host: any StepHost, paths: JobPaths, user: String) async throws {
        let owned = FileAttributes(mode: 0o755, owner: user)
        var folders = [
            paths.runnerWorkspace, paths.workspace, paths.temp, paths.fileCommands,
            paths.workflowFolder, paths.actions,
        ]
        if let home = paths.home { folders.append(home) }
        if opening.container != nil { folders.append(paths.toolCache) }
        let event = PlacedFile(
            path: paths.eventFile,
            contents: Array(opening.eventJSON.utf8),
            FileAttributes(mode: 0o644, owner: user)
        )
        try await host.prepare(directories: folders, owned, files: [event])
    }

    /// The image's environment with what the user's home and the certificates add.
    func baseEnvironment(
        _ host: any StepHost,
        user: String
    ) async throws -> [EnvironmentEntry] {
        var environment = try await host.environment()
        let identity = try await host.lookUp(user: user)
        // The engine sets the home of the user that init runs as.
        if identity.userID != 0, environment["HOME"] == "/root" || environment["HOME"] == nil {
            environment["HOME"] = identity.homeDirectory
        }
        for entry in certificateVariables(besides: environment.keys) {
            environment[entry.name] = entry.value
        }
        return environment.sorted { $0.key < $1.key }.map { EnvironmentEntry($0.key, $0.value) }
    }

    /// The variables that lead tools to the certificates a container is given, those it has apart.
    func certificateVariables(
        besides names: some Sequence<String>
    ) -> [EnvironmentEntry] {
        guard settings.certificates != nil else { return [] }
        let known = Set(names)
        return Self.certificateVariables.filter { !known.contains($0) }
            .map { EnvironmentEntry($0, Self.certificatesPath) }
    }

    /// What the common tools read the certificate authorities' file from.
    private static let certificateVariables = [
        "SSL_CERT_FILE", "CURL_CA_BUNDLE", "GIT_SSL_CAINFO", "NODE_EXTRA_CA_CERTS", "PIP_CERT",
        "REQUESTS_CA_BUNDLE",
    ]
}
