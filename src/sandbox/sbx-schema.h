/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "sbx-decimal.h"

/* What a column holds. Everything fits in a pointer-sized SbxValue whose zero
 * is the blank of its type. */
typedef enum
{
  SBX_TYPE_GUID,     /* text, canonical lower case; NULL: zero GUID */
  SBX_TYPE_STRING,   /* text; NULL: "" */
  SBX_TYPE_ENUM,     /* text, one of values; NULL: the first of them */
  SBX_TYPE_BOOL,     /* integer 0 or 1 */
  SBX_TYPE_INT,      /* integer */
  SBX_TYPE_DECIMAL,  /* integer, an SbxDecimal */
  SBX_TYPE_DATE,     /* integer yyyymmdd; 0: blank */
  SBX_TYPE_DATETIME, /* integer, microseconds since 1970 UTC; 0: blank */
  SBX_TYPE_OBJECT,   /* text, JSON, written as it is; NULL: null (the complex types of API v1.0) */
  SBX_TYPE_NULL,     /* never stored, written as JSON null (Wello's write-only helpers) */
} SbxType;

typedef enum
{
  SBX_PROPERTY_NORMAL    = 0,
  SBX_PROPERTY_READ_ONLY = 1 << 0, /* refused or ignored when written through the API */
  SBX_PROPERTY_CODE      = 1 << 1, /* trimmed and upper-cased when set from JSON */
  SBX_PROPERTY_REQUIRED  = 1 << 2,
  SBX_PROPERTY_HIDDEN    = 1 << 3, /* kept in the row; invisible to the API */
  SBX_PROPERTY_NO_FILTER = 1 << 4, /* shown, but $filter and $orderby refuse it */
} SbxPropertyFlags;

typedef struct
{
  char            *name;
  SbxType          type;
  guint            max_length; /* in characters; 0: no limit */
  SbxPropertyFlags flags;
  GStrv            values;     /* of SBX_TYPE_ENUM */
} SbxProperty;

typedef struct
{
  char       *set;        /* "customers" */
  char       *entity;     /* "customer" */
  char       *type_name;  /* "Microsoft.NAV.customer", for messages */
  GArray     *properties; /* of SbxProperty, in the order in which they are written */
  GHashTable *by_name;    /* name → index + 1 */
  gboolean    insert_allowed, modify_allowed, delete_allowed;
  int         id_column, modified_column; /* -1: none; set by name: id, and lastModifiedDateTime or modified_dateutc */
} SbxSchema;

SbxSchema *sbx_schema_new            (const char *set, const char *entity, const char *type_name);
void       sbx_schema_free           (SbxSchema *schema);
/* Returns the new column's number. */
int        sbx_schema_add            (SbxSchema *schema, const char *name, SbxType type, guint max_length, SbxPropertyFlags flags);
int        sbx_schema_add_enum       (SbxSchema *schema, const char *name, SbxPropertyFlags flags, const char *values_with_bars);
/* -1 when there is none of that (exact) name. */
int        sbx_schema_column         (const SbxSchema *schema, const char *name);
/* The same whatever the case. */
int        sbx_schema_column_nocase  (const SbxSchema *schema, const char *name);
const SbxProperty *sbx_schema_property (const SbxSchema *schema, int column);
guint      sbx_schema_n_columns      (const SbxSchema *schema);

/* Reads one entity set of a property list in JSON:
 * {"entity":"customer","properties":[{"name":"number","type":"string","maxLength":20,"alCode":true,
 *  "readOnly":true,"values":["…"]}],"insertAllowed":true,…}; types guid string enum bool int32 int64 decimal date
 * datetime (others become strings) and null. */
SbxSchema *sbx_schema_from_json      (const char *set, JsonObject *description, const char *type_prefix);
/* The parsed root object of a JSON file kept as a resource; it lives as long as the program. */
JsonObject *sbx_schema_load_resource (const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SbxSchema, sbx_schema_free)
