extension WorkspaceSnapshot {
    /// The project's own files as those of a repository at a commit, for `uses: $/path`.
    ///
    /// They are there as long as the snapshot is held.
    package func repository(named name: RepositoryName) -> StoredRepository {
        StoredRepository(
            name: name,
            ref: sha,
            commit: sha,
            folder: checkout,
            url: "",
            movedFrom: nil,
            isFromCache: true,
            droppedLinks: []
        )
    }
}
