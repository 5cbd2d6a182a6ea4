#include <curl/curl.h>

// Swift cannot call C's variadic functions: each wrapper below is one option type of
// `curl_easy_setopt`, `curl_easy_getinfo` or `curl_multi_setopt`, and nothing more.

static inline CURLcode
curl_easy_setopt_long(CURL *easy, CURLoption option, long value)
{
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode
curl_easy_setopt_offset(CURL *easy, CURLoption option, curl_off_t value)
{
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode
curl_easy_setopt_string(CURL *easy, CURLoption option, const char *value)
{
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode
curl_easy_setopt_bytes(CURL *easy, CURLoption option, const void *value)
{
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode
curl_easy_setopt_pointer(CURL *easy, CURLoption option, void *value)
{
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode
curl_easy_setopt_list(CURL *easy, CURLoption option, struct curl_slist *value)
{
    return curl_easy_setopt(easy, option, value);
}

typedef size_t (*curl_transfer_callback)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode
curl_easy_setopt_callback(CURL *easy, CURLoption option, curl_transfer_callback value)
{
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode
curl_easy_getinfo_long(CURL *easy, CURLINFO info, long *value)
{
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode
curl_easy_getinfo_socket(CURL *easy, CURLINFO info, curl_socket_t *value)
{
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLMcode
curl_multi_setopt_long(CURLM *multi, CURLMoption option, long value)
{
    return curl_multi_setopt(multi, option, value);
}

// `CURLMsg.data` is a union, which Swift reads only through a function.
static inline CURLcode
curl_message_result(const CURLMsg *message)
{
    return message->data.result;
}
