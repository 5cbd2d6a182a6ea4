import Expressions

/// The types of an action's contexts.
enum ManifestTypes {
    /// The contexts at the start of an action.
    static func contexts(of manifest: ActionManifest) -> StaticContexts {
        StaticContexts([
            "github": FixedTypes.github,
            "inputs": .object(StaticObject(manifest.inputs.map { ($0.name.value, .string) })),
            "env": FixedTypes.texts,
            "runner": FixedTypes.runner,
            "strategy": FixedTypes.strategy,
            "job": FixedTypes.job(services: nil),
        ])
    }
}
