/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sbx-schema.h"

/* Whose spelling of blanks, literals and errors. */
typedef enum
{
  SBX_DIALECT_BC,
  SBX_DIALECT_WELLO,
} SbxDialect;

typedef union
{
  gint64 integer;
  char  *text;
} SbxValue;

#define SBX_ZERO_GUID "00000000-0000-0000-0000-000000000000"

/* What is wrong with a JSON value for a property. */
typedef enum
{
  SBX_VALUE_OK,
  SBX_VALUE_WRONG_TYPE, /* a string where a number belongs, and so on; not a date, not a GUID */
  SBX_VALUE_TOO_LONG,
  SBX_VALUE_NOT_A_MEMBER, /* of the enum */
} SbxValueProblem;

gboolean        sbx_type_is_text       (SbxType type);
SbxValueProblem sbx_value_from_json    (const SbxProperty *property, JsonNode *node, SbxValue *out);
SbxValue        sbx_value_copy         (SbxType type, SbxValue value);
void            sbx_value_clear        (SbxType type, SbxValue *value);
int             sbx_value_compare      (const SbxProperty *property, SbxValue a, SbxValue b);
/* As JSON, with the blanks of the dialect. */
void            sbx_value_write_json   (const SbxProperty *property, SbxValue value, SbxDialect dialect, GString *out);

/* A random GUID in canonical text; made from the program's own seeded generator, so equal for equal seeds. */
char           *sbx_guid_random        (GRand *rand);
/* Canonical (lower case) text, or NULL when it is no GUID. */
char           *sbx_guid_parse         (const char *text);

/* Now in microseconds, cut to milliseconds, never going back. */
gint64          sbx_now                (void);
/* Today in UTC as yyyymmdd. */
gint64          sbx_today              (void);
/* yyyymmdd plus days. */
gint64          sbx_date_add_days      (gint64 date, int days);
gboolean        sbx_date_parse         (const char *text, gint64 *out);
gboolean        sbx_datetime_parse     (const char *text, gint64 *out);
char           *sbx_datetime_to_string (gint64 usec, SbxDialect dialect);

/* JSON text. */
void            sbx_json_append_string (GString *out, const char *text);
/* "name": with a comma before it unless it comes first in its object. */
void            sbx_json_append_member (GString *out, const char *name);
void            sbx_json_append_text_member (GString *out, const char *name, const char *text);
void            sbx_json_append_int_member  (GString *out, const char *name, gint64 number);
