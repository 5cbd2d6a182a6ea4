/// What is changed in the completion script that the argument parser writes for bash.
enum CompletionScript {
    /// The function that offers words, as the argument parser writes it: `compgen` would expand
    /// them, so that Tab ran what a file of the project is called.
    private static let start = "__actlocal_add_completions() {\n    local completion\n"

    /// The same, with words taken as they are; readline quotes what it inserts of them.
    private static let safeStart =
        start
            + #"""
                if [[ "${1}" == -W ]]; then
                    local typed="${cur#[\'\"]}"
                    typed="${typed//\\/}"
                    while IFS='' read -r completion; do
                        if [[ -n "${completion}" && "${completion}" == "${typed}"* ]]; then
                            COMPREPLY+=("${completion}")
                        fi
                    done <<<"${2}"
                    return
                fi

            """#

    /// A script that expands nothing; one for another shell stays as it is.
    static func safe(_ script: String) -> String {
        script.replacing(start, with: safeStart, maxReplacements: 1)
    }
}
