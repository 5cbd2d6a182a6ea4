#include <curl/curl.h>
#include <dlfcn.h>

#pragma clang assume_nonnull begin

// Every function of libcurl that is called, by its name after `curl_`. The program does not link
// the library, whose own libraries take longer to load than most commands take to run.
#define CURL_FUNCTIONS(each)                                                                       \
    each(global_init)                                                                              \
    each(slist_append)                                                                             \
    each(slist_free_all)                                                                           \
    each(easy_init)                                                                                \
    each(easy_cleanup)                                                                             \
    each(easy_strerror)                                                                            \
    each(easy_setopt)                                                                              \
    each(easy_getinfo)                                                                             \
    each(easy_pause)                                                                               \
    each(easy_send)                                                                                \
    each(easy_recv)                                                                                \
    each(easy_perform)                                                                             \
    each(multi_init)                                                                               \
    each(multi_cleanup)                                                                            \
    each(multi_add_handle)                                                                         \
    each(multi_remove_handle)                                                                      \
    each(multi_perform)                                                                            \
    each(multi_poll)                                                                               \
    each(multi_wakeup)                                                                             \
    each(multi_info_read)

#define CURL_FIELD(name) __typeof__(curl_##name) *name;
struct curl_functions {
    CURL_FUNCTIONS(CURL_FIELD)
};
#undef CURL_FIELD

// Fills in all functions from a library that is open. The name of one that it lacks, else NULL.
static inline const char *_Nullable
curl_functions_resolve(struct curl_functions *functions, void *library)
{
#define CURL_RESOLVE(name)                                                                         \
    functions->name = (__typeof__(functions->name))dlsym(library, "curl_" #name);                  \
    if (functions->name == NULL)                                                                   \
        return "curl_" #name;
    CURL_FUNCTIONS(CURL_RESOLVE)
#undef CURL_RESOLVE
    return NULL;
}

// Swift cannot call C's variadic functions: each wrapper below is one option type of
// `curl_easy_setopt` or `curl_easy_getinfo`, and nothing more.

static inline CURLcode
curl_setopt_long(const struct curl_functions *curl, CURL *easy, CURLoption option, long value)
{
    return curl->easy_setopt(easy, option, value);
}

static inline CURLcode
curl_setopt_offset(
    const struct curl_functions *curl, CURL *easy, CURLoption option, curl_off_t value)
{
    return curl->easy_setopt(easy, option, value);
}

static inline CURLcode
curl_setopt_string(
    const struct curl_functions *curl, CURL *easy, CURLoption option, const char *value)
{
    return curl->easy_setopt(easy, option, value);
}

static inline CURLcode
curl_setopt_bytes(
    const struct curl_functions *curl, CURL *easy, CURLoption option, const void *_Nullable value)
{
    return curl->easy_setopt(easy, option, value);
}

static inline CURLcode
curl_setopt_pointer(
    const struct curl_functions *curl, CURL *easy, CURLoption option, void *_Nullable value)
{
    return curl->easy_setopt(easy, option, value);
}

static inline CURLcode
curl_setopt_list(
    const struct curl_functions *curl, CURL *easy, CURLoption option, struct curl_slist *value)
{
    return curl->easy_setopt(easy, option, value);
}

typedef size_t (*curl_transfer_callback)(
    char *_Nullable bytes, size_t size, size_t count, void *_Nullable context);

static inline CURLcode
curl_setopt_callback(
    const struct curl_functions *curl, CURL *easy, CURLoption option, curl_transfer_callback value)
{
    return curl->easy_setopt(easy, option, value);
}

static inline CURLcode
curl_getinfo_long(const struct curl_functions *curl, CURL *easy, CURLINFO info, long *value)
{
    return curl->easy_getinfo(easy, info, value);
}

static inline CURLcode
curl_getinfo_socket(
    const struct curl_functions *curl, CURL *easy, CURLINFO info, curl_socket_t *value)
{
    return curl->easy_getinfo(easy, info, value);
}

// `CURLMsg.data` is a union, which Swift reads only through a function.
static inline CURLcode
curl_message_result(const CURLMsg *message)
{
    return message->data.result;
}

#pragma clang assume_nonnull end
