// `mallopt`, which the standard headers of glibc leave to one of its own.
#if __has_include(<malloc.h>)
#include <malloc.h>
#endif
