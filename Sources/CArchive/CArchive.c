#define _GNU_SOURCE
#include "CArchive.h"

#include <locale.h>

locale_t carchive_enter_utf8(void) {
    locale_t utf8 = newlocale(LC_ALL_MASK, "C.UTF-8", (locale_t)0);
    return utf8 == (locale_t)0 ? (locale_t)0 : uselocale(utf8);
}

void carchive_leave_utf8(locale_t before) {
    if (before == (locale_t)0) return;
    locale_t utf8 = uselocale(before);
    if (utf8 != LC_GLOBAL_LOCALE && utf8 != (locale_t)0) freelocale(utf8);
}
