import Expressions

/// The texts of one file that are parsed already: one that stands in many places is parsed once.
///
/// Generated workflows say `${{ secrets.TOKEN }}` or `github.event_name == 'push'` in every step;
/// what is parsed once also stands in memory once.
struct ParsedTexts {
    /// A text in a scope; only the same bytes are the same text, whatever Unicode says.
    private struct Key: Hashable {
        let text: String
        let scope: ObjectIdentifier

        static func == (left: Key, right: Key) -> Bool {
            left.scope == right.scope && left.text.utf8.elementsEqual(right.text.utf8)
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(text)
            hasher.combine(scope)
        }
    }

    private var templates: [Key: Template] = [:]
    private var conditions: [Key: Condition] = [:]
    private var lifecycleConditions: [Key: Condition] = [:]

    /// The template of a text that holds `${{`.
    mutating func template(
        _ text: String,
        in scope: Scope
    ) throws(TemplateError) -> Template {
        let key = Key(text: text, scope: ObjectIdentifier(scope))
        if let known = templates[key] { return known }
        let template = try Template.parse(text, scope: scope.names)
        templates[key] = template
        return template
    }

    /// The condition of an `if`.
    mutating func condition(
        _ text: String,
        in scope: Scope
    ) throws(TemplateError) -> Condition {
        let key = Key(text: text, scope: ObjectIdentifier(scope))
        if let known = conditions[key] { return known }
        let condition = try Condition.parse(text, scope: scope.names)
        conditions[key] = condition
        return condition
    }

    /// The condition of a `pre-if` or `post-if`.
    mutating func lifecycleCondition(
        _ text: String,
        in scope: Scope
    ) throws(TemplateError) -> Condition {
        let key = Key(text: text, scope: ObjectIdentifier(scope))
        if let known = lifecycleConditions[key] { return known }
        let condition = try Condition.parseLifecycle(text, scope: scope.names)
        lifecycleConditions[key] = condition
        return condition
    }
}
