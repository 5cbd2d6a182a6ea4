/// All that decides what a run is, as typed; a `RunRequest` made of it says what is meant.
struct RequestOptions {
    /// Where the project is.
    let project: ProjectOptions
    /// What runs.
    let selection: SelectionOptions
    /// What it is given.
    let values: ValueOptions
    /// Where it runs; nil for a command that is of no place.
    let place: PlaceOptions?
    /// How it goes; nil for a command that runs nothing.
    let pace: PaceOptions?
}
