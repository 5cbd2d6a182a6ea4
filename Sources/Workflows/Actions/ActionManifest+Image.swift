import Diagnostics

extension ActionManifest {
    /// The manifest of what is no more than an image: a step that names one, or a folder with a
    /// Dockerfile alone.
    package init(image: String, file: String) {
        let start = SourcePosition(line: 1, column: 1, offset: 0)
        let span = SourceSpan(file: file, start: start, end: start)
        self.init(
            file: file,
            name: nil,
            description: nil,
            brandingColor: nil,
            brandingIcon: nil,
            inputs: [],
            outputs: [],
            runs: .docker(
                DockerAction(
                    image: Located(image, at: span),
                    entrypoint: nil,
                    args: nil,
                    env: nil,
                    preEntrypoint: nil,
                    preCondition: nil,
                    postEntrypoint: nil,
                    postCondition: nil
                )
            )
        )
    }
}
