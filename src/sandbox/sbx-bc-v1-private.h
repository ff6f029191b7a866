/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sbx-bc-v1.h"

/* What the files sbx-bc-v1*.c share. */

typedef enum
{
  SBX_V1_SAME,
  SBX_V1_CLOSED,         /* the same, but read-only here */
  SBX_V1_ADDRESS,        /* of the columns with a prefix */
  SBX_V1_CLOSED_ADDRESS,
  SBX_V1_UNIT,           /* of a column with its code */
  SBX_V1_DETAILS,        /* of a line's object */
  SBX_V1_LINE_ID,
  SBX_V1_BLANK,          /* always "" */
} SbxV1Kind;

typedef struct
{
  char       *name;
  SbxV1Kind   kind;
  const char *argument; /* within word */
  char       *word;
} SbxV1Property;

/* Of SbxV1Property; NULL: the same ones as in v2.0. */
GArray              *sbx_v1_properties     (const char *set);
/* NULL: v1.0 has none of that name. */
const SbxV1Property *sbx_v1_property       (const char *set, const char *name);
/* The columns of v2.0 under a prefix: "sellTo" → sellToPostCode; none → postalCode. */
char                *sbx_v1_address_column (const char *prefix, const char *part);
