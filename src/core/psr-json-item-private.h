/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string.h>

#include "psr-json-item.h"

G_BEGIN_DECLS

/* The items of a container follow it at once, each with all that is in it. */
struct _PsrJsonItem
{
  const char  *name;   /* in an object, else NULL */
  const char  *text;   /* of a text, with a NUL at its end; of a number, without */
  guint        length; /* of the text, or how many items are in the container */
  guint        span;   /* how many items this is, with all that are in it */
  guint        key;    /* of the name */
  PsrJsonType  type;
};

/* What two equal names have in common, and few others: so that most needn't be
 * compared. */
static inline guint
psr_json_key (const char *name,
              gsize       length)
{
  guint first = 0;
  guint last = 0;

  if (length >= 4)
    {
      memcpy (&first, name, 4);
      memcpy (&last, name + length - 4, 4);
    }
  else
    {
      memcpy (&first, name, length);
    }

  return first ^ (last * 31) ^ ((guint) length << 24);
}

G_END_DECLS
