package import Planning
import Workflows

/// Which image stands for a runner label or for an image a workflow names.
package struct RunnerImages: Sendable {
    /// An image and who chose it.
    package struct Choice: Sendable, Hashable {
        /// What the workflow names.
        package let original: String
        /// The image that is used.
        package let image: String
        /// Who said so, such as `-P` or `.actlocal.yml`.
        package let source: String

        /// Chooses `image` for `original`.
        package init(original: String, image: String, source: String) {
            self.original = original
            self.image = image
            self.source = source
        }
    }

    /// The labels of GitHub's Ubuntu runners, which our own image stands for.
    package static let builtIn: [String: String] = [
        "ubuntu-latest": "actlocal/runner:latest", "ubuntu-26.04": "actlocal/runner:latest",
        "ubuntu-24.04": "actlocal/runner:latest", "ubuntu-22.04": "actlocal/runner:latest",
        "ubuntu-slim": "actlocal/runner:latest",
    ]

    private let choices: [String: Choice]

    /// Takes what the user chose, the first source that names a label winning.
    package init(_ sources: [(source: String, images: [String: String])]) {
        var choices: [String: Choice] = [:]
        for (source, images) in sources + [(Self.ownSource, Self.builtIn)] {
            for (original, image) in images where choices[original.lowercased()] == nil {
                choices[original.lowercased()] = Choice(
                    original: original,
                    image: image,
                    source: source
                )
            }
        }
        self.choices = choices
    }

    /// The image for a job's labels, one that the user chose before one that is built in; nil when
    /// none of them is mapped.
    package func choice(for request: RunnerRequest) -> Choice? {
        let found = request.labels.compactMap { label in
            choices[label.lowercased()].map {
                Choice(original: label, image: $0.image, source: $0.source)
            }
        }
        return found.first { $0.source != Self.ownSource } ?? found.first
    }

    /// Who chose an image that nobody chose.
    private static let ownSource = "built in"

    /// A label that no runner has beside that of a GitHub-hosted one; nil when there is none.
    ///
    /// A runner has to have all labels. Runners of the user's own are only known by `self-hosted`,
    /// by a group, or by an image that somebody named.
    private func unmatched(_ request: RunnerRequest) -> (hosted: String, label: String)? {
        let labels = request.labels
        guard let chosen = choice(for: request), chosen.source == Self.ownSource,
            request.group == nil, !labels.contains(where: { $0.lowercased() == "self-hosted" }),
            let other = labels.first(where: { choices[$0.lowercased()] == nil })
        else { return nil }
        return (chosen.original, other)
    }

    /// The image that stands for an image a workflow names; nil when it is used itself.
    package func replacement(for image: String) -> Choice? {
        choices[image.lowercased()]
    }

    /// Why no container here can be a job's, and what to do; a job with `container:` needs no
    /// image of its runner.
    package func obstacle(to job: PlannedJob) -> String? {
        if job.work.container != nil, !needsOtherSystem(job.runner) { return nil }
        return obstacle(to: job.runner)
    }

    private func needsOtherSystem(_ request: RunnerRequest) -> Bool {
        request.labels.contains { label in
            Self.otherSystem(of: label) != nil
        }
    }

    /// Why no image can stand for a runner, and what to do.
    package func obstacle(to request: RunnerRequest) -> String? {
        // Nearly all jobs name one label, and one that is mapped.
        if request.labels.count == 1, choices[request.labels[0].lowercased()] != nil { return nil }
        if let (hosted, label) = unmatched(request) {
            return "no runner has both labels `\(hosted)` and `\(label)`: on GitHub the job would "
                + "wait forever; for a runner of your own name an image with `-P \(label)=IMAGE`"
        }
        guard choice(for: request) == nil else { return nil }
        if let system = request.labels.lazy.compactMap(Self.otherSystem).first {
            return "it needs a \(system) runner (`\(request.text)`), which no Linux container can "
                + "stand for"
        }
        guard let label = request.labels.first(where: { $0.lowercased() != "self-hosted" }) else {
            return "no image stands for the runner `\(request.text)`; name one with "
                + "`-P self-hosted=IMAGE` or under `images:` in `.actlocal.yml`"
        }
        let isARM = Self.words(of: label).contains { $0.hasPrefix("arm") || $0 == "aarch64" }
        return "no image stands for the runner label `\(label)`"
            + (isARM ? ", a runner for ARM" : "") + "; name one with `-P \(label)=IMAGE` or under "
            + "`images:` in `.actlocal.yml`"
    }

    /// The system other than Linux that a label names, such as `windows-2025` or
    /// `depot-macos-15`.
    private static func otherSystem(of label: String) -> String? {
        let words = words(of: label)
        if words.contains(where: { $0.hasPrefix("windows") }) { return "Windows" }
        return words.contains { $0.hasPrefix("macos") } ? "macOS" : nil
    }

    private static func words(of label: String) -> [Substring] {
        label.lowercased().split { $0 == "-" || $0 == "_" }
    }
}
