/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Enum members are written with every character outside [A-Za-z0-9_] as _xHHHH_ (Microsoft, API v2.0, "Enums"). */
char *sbx_enum_encode (const char *text);
char *sbx_enum_decode (const char *text);
/* The member meant by a text in either spelling, newly allocated; NULL: none. */
char *sbx_enum_find   (GStrv values, const char *text);
/* "Comment,Account,Fixed Asset": as the service lists the options. */
char *sbx_enum_list   (GStrv values);
