#include <archive.h>
#include <archive_entry.h>
#include <dlfcn.h>

#pragma clang assume_nonnull begin

// Every function of libarchive that is called, by its name after `archive_`. The program does not
// link the library, whose own libraries take longer to load than most commands take to run.
#define ARCHIVE_FUNCTIONS(each)                                                                    \
    each(read_new)                                                                                 \
    each(read_free)                                                                                \
    each(read_support_filter_gzip)                                                                 \
    each(read_support_filter_zstd)                                                                 \
    each(read_support_filter_xz)                                                                   \
    each(read_support_filter_bzip2)                                                                \
    each(read_support_format_tar)                                                                  \
    each(read_support_format_gnutar)                                                               \
    each(read_support_format_zip)                                                                  \
    each(read_support_format_empty)                                                                \
    each(read_open_filename)                                                                       \
    each(read_open_fd)                                                                             \
    each(read_open_memory)                                                                         \
    each(read_next_header)                                                                         \
    each(read_data)                                                                                \
    each(filter_bytes)                                                                             \
    each(error_string)                                                                             \
    each(write_new)                                                                                \
    each(write_free)                                                                               \
    each(write_close)                                                                              \
    each(write_set_format_gnutar)                                                                  \
    each(write_add_filter_none)                                                                    \
    each(write_add_filter_gzip)                                                                    \
    each(write_add_filter_zstd)                                                                    \
    each(write_set_filter_option)                                                                  \
    each(write_set_bytes_in_last_block)                                                            \
    each(write_open2)                                                                              \
    each(write_header)                                                                             \
    each(write_data)                                                                               \
    each(entry_new)                                                                                \
    each(entry_free)                                                                               \
    each(entry_pathname)                                                                           \
    each(entry_pathname_utf8)                                                                      \
    each(entry_hardlink)                                                                           \
    each(entry_hardlink_utf8)                                                                      \
    each(entry_symlink)                                                                            \
    each(entry_symlink_utf8)                                                                       \
    each(entry_filetype)                                                                           \
    each(entry_size)                                                                               \
    each(entry_perm)                                                                               \
    each(entry_mtime)                                                                              \
    each(entry_uid)                                                                                \
    each(entry_gid)                                                                                \
    each(entry_set_pathname)                                                                       \
    each(entry_set_perm)                                                                           \
    each(entry_set_mtime)                                                                          \
    each(entry_set_uid)                                                                            \
    each(entry_set_gid)                                                                            \
    each(entry_set_filetype)                                                                       \
    each(entry_set_size)                                                                           \
    each(entry_set_symlink)                                                                        \
    each(entry_set_hardlink)                                                                       \
    each(read_open)

#define ARCHIVE_FIELD(name) __typeof__(archive_##name) *name;
struct archive_functions {
    ARCHIVE_FUNCTIONS(ARCHIVE_FIELD)
};
#undef ARCHIVE_FIELD

// Fills in all functions from a library that is open. The name of one that it lacks, else NULL.
static inline const char *_Nullable
archive_functions_resolve(struct archive_functions *functions, void *library)
{
#define ARCHIVE_RESOLVE(name)                                                                      \
    functions->name = (__typeof__(functions->name))dlsym(library, "archive_" #name);               \
    if (functions->name == NULL)                                                                   \
        return "archive_" #name;
    ARCHIVE_FUNCTIONS(ARCHIVE_RESOLVE)
#undef ARCHIVE_RESOLVE
    return NULL;
}

// What is called of libzstd, which libarchive itself links; `zstd.h` says what each does. Its header
// need not be installed.
struct zstd_buffer {
    void *_Nullable bytes;
    size_t size;
    size_t position;
};

struct zstd_functions {
    void *_Nullable (*createDStream)(void);
    size_t (*freeDStream)(void *stream);
    size_t (*DCtx_setParameter)(void *stream, int parameter, int value);
    size_t (*decompressStream)(void *stream, struct zstd_buffer *output, struct zstd_buffer *input);
    unsigned (*isError)(size_t result);
};

// `ZSTD_d_windowLogMax`.
static const int zstd_window_log_max = 100;

// Fills in all functions from a library that is open; 0 when it lacks one.
static inline int zstd_functions_resolve(struct zstd_functions *functions, void *library)
{
#define ZSTD_RESOLVE(name)                                                                         \
    functions->name = (__typeof__(functions->name))dlsym(library, "ZSTD_" #name);                  \
    if (functions->name == NULL)                                                                   \
        return 0;
    ZSTD_RESOLVE(createDStream)
    ZSTD_RESOLVE(freeDStream)
    ZSTD_RESOLVE(DCtx_setParameter)
    ZSTD_RESOLVE(decompressStream)
    ZSTD_RESOLVE(isError)
#undef ZSTD_RESOLVE
    return 1;
}

#pragma clang assume_nonnull end
