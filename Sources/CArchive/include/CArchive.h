#pragma once
#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

/// Makes libarchive read and write names as UTF-8 on this thread, whatever the process's locale; gives back what was set
/// before, for `carchive_leave_utf8`.
locale_t carchive_enter_utf8(void);
void carchive_leave_utf8(locale_t before);
