/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sbx-query.h"
#include "sbx-wello.h"

/* What the files sbx-wello-*.c share. */

/* What the property list says of a column besides its type. */
typedef struct
{
  const char *ref;       /* set in which a key must exist; NULL: none */
  const char *by;        /* a helper: the key by which it names the row; NULL: no helper */
  int         target;    /* of a helper or a node: the column that gets the id; -1: none */
  gboolean    node;      /* an embedded entity */
  gboolean    view_only; /* the view shows it, the table doesn't */
  gboolean    own;       /* this program's own column */
  gboolean    is_default; /* a flag that is set when nothing is said of it */
} SbxWelloColumn;

typedef struct
{
  char           *name;        /* "Invoice" */
  char           *view;        /* "InvoiceView"; NULL: none */
  char           *entity;      /* "invoice" */
  char           *view_entity;
  const char     *key;         /* the ERP's key: "code"; NULL: none */
  gboolean        internal;    /* has no route */
  gboolean        small;       /* has one where wello.small-tables says so */
  SbxSchema      *schema;      /* the table's */
  SbxTable       *table;
  SbxWelloColumn *columns;     /* as many as the schema has */
  JsonArray      *groups;      /* of arrays of names of which one must be given; NULL: none */
  GPtrArray      *by_id;       /* rows in the order of their ids, as long as none came or went */
  guint           by_id_size, by_id_end;
} SbxWelloSet;

typedef struct
{
  char *service, *set, *id, *name;
} SbxWelloCase;

struct _SbxWello
{
  SbxOptions *options;
  GPtrArray  *list;  /* of SbxWelloSet */
  GHashTable *sets;  /* name or view in lower case → SbxWelloSet */
  GPtrArray  *cases; /* of SbxWelloCase */
  GRand      *rand;
};

/* A refusal. */
typedef struct
{
  guint  status;
  char  *property; /* "company.name"; NULL: it is about the whole */
  char  *message;
} SbxWelloProblem;

/* Sets it and returns FALSE. */
gboolean     sbx_wello_refuse       (SbxWelloProblem *problem, guint status, const char *property, const char *format, ...) G_GNUC_PRINTF (4, 5);
void         sbx_wello_problem_clear (SbxWelloProblem *problem);
void         sbx_wello_write_problem (SbxWello *wello, SbxResponse *response, const SbxWelloProblem *problem);
/* What Web API says when no controller answers. */
void         sbx_wello_write_no_route (SbxRequest *request, SbxResponse *response);
void         sbx_wello_write_no_method (SbxRequest *request, SbxResponse *response);

SbxWelloSet *sbx_wello_set_new      (const char *name, JsonObject *description);
void         sbx_wello_set_free     (SbxWelloSet *set);
/* By the name of the table or of its view, whatever the case. */
SbxWelloSet *sbx_wello_find_set     (SbxWello *wello, const char *name, gboolean *is_view);
/* One table serves Invoice and InvoiceView: hides from queries what the one asked for doesn't have. */
void         sbx_wello_set_show     (SbxWello *wello, SbxWelloSet *set, gboolean view);
/* The row of a set by its key for the ERP. */
SbxRow      *sbx_wello_find_by_key  (SbxWelloSet *set, const char *key, const char *text);

void         sbx_wello_add_references (SbxWello *wello);

/* The readings that decide how a row is written. */
typedef struct
{
  SbxWello    *wello;
  SbxWelloSet *set;
  gboolean     view;
  gboolean     omit_helpers, country_text, status_null, long_dates, with_vat, discount_amount, round_quantity;
} SbxWelloStyle;

void         sbx_wello_style_init   (SbxWelloStyle *style, SbxWello *wello, SbxWelloSet *set, gboolean view);
/* A line as InvoiceView embeds it, without the braces. */
void         sbx_wello_write_line   (SbxRow *line, gboolean long_dates, GString *out);
/* Its properties without the braces; select: of int columns, NULL: all. */
void         sbx_wello_write_row    (SbxWelloStyle *style, SbxRow *row, GArray *select, GString *out);

typedef struct
{
  SbxWello    *wello;
  SbxRequest  *request;
  SbxResponse *response;
  SbxWelloSet *set;
  gboolean     view;
} SbxWelloCall;

/* What the routes end in. */
gboolean     sbx_wello_list         (SbxWelloCall *call, SbxWelloProblem *problem);
gboolean     sbx_wello_get          (SbxWelloCall *call, const char *id, SbxWelloProblem *problem);
gboolean     sbx_wello_create       (SbxWelloCall *call, SbxWelloProblem *problem);
gboolean     sbx_wello_change       (SbxWelloCall *call, const char *id, SbxWelloProblem *problem);
gboolean     sbx_wello_remove       (SbxWelloCall *call, const char *id, SbxWelloProblem *problem);
gboolean     sbx_wello_change_status (SbxWelloCall *call, SbxWelloProblem *problem);
/* The whole entity, or its id alone for "Prefer: return=minimal". */
void         sbx_wello_answer_row   (SbxWelloCall *call, guint status, SbxRow *row);
/* Puts the members of body into row (which is in no table yet, or a copy); original: the row as it stands, NULL when
 * it is new. */
gboolean     sbx_wello_apply        (SbxWello *wello, SbxWelloSet *set, SbxRow *row, SbxRow *original, JsonObject *body,
                                     SbxWelloProblem *problem);
/* The row that an embedded entity describes, made or changed if need be. */
SbxRow      *sbx_wello_upsert       (SbxWello *wello, SbxWelloSet *set, JsonObject *node, SbxWelloProblem *problem);
