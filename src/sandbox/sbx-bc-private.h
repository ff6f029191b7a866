/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sbx-bc.h"
#include "sbx-query.h"

/* What the files sbx-bc-*.c share. */

typedef struct
{
  char       *id;
  char       *name;
  GHashTable *tables; /* entity set → SbxTable */
  SbxOptions *options;
  GRand      *rand;
  /* Number series: each gives its next number when a document is committed. */
  guint       next_invoice, next_order, next_quote, next_credit, next_posted, next_posted_credit, next_shipment, next_entry,
              next_customer, next_contact, next_item;
} SbxCompany;

struct _SbxBc
{
  SbxOptions *options;
  GRand      *rand;
  GPtrArray  *companies; /* of SbxCompany; the first has the data */
  GHashTable *tokens;    /* access token → gint64 * expiry */
  GHashTable *al_tables; /* entity set → name of the AL table, for messages */
  char       *missing;   /* bc.missing-properties as it was last carried out; NULL: never */
};

/* A refusal: status, code and text as the service has them; the correlation id is added when it is written. */
typedef struct
{
  guint       status;
  const char *code;
  char       *message;
} SbxProblem;

/* Sets it and returns FALSE. */
gboolean    sbx_problem_set   (SbxProblem *problem, guint status, const char *code, const char *format, ...) G_GNUC_PRINTF (4, 5);
gboolean    sbx_problem_dialog (SbxProblem *problem, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* "The Customer does not exist. Identification fields and values: No.='20000'" inside a write. */
gboolean    sbx_problem_not_found (SbxProblem *problem, SbxOptions *options, const char *al_table, const char *fields);
/* From an SBX_ODATA_ERROR. */
void        sbx_problem_from_odata (SbxProblem *problem, const GError *error);
void        sbx_problem_clear (SbxProblem *problem);
/* In the language that Accept-Language asks for. */
void        sbx_bc_write_problem (SbxBc *bc, SbxRequest *request, SbxResponse *response, const SbxProblem *problem);
char       *sbx_bc_translate  (const char *message, const char *language);

SbxTable   *sbx_company_table (SbxCompany *company, const char *set);
SbxCompany *sbx_company_new   (SbxBc *bc, const char *name);
void        sbx_company_free  (SbxCompany *company);
/* Units, VAT groups, locations, resources … */
void        sbx_company_setup (SbxCompany *company);

/* VAT posting setup: FALSE when there is none for the two groups. */
typedef struct
{
  const char *identifier;
  SbxDecimal  percent; /* 0 for reverse charge, as on sales lines */
} SbxVat;

gboolean    sbx_company_vat   (SbxCompany *company, const char *business, const char *product, SbxVat *out);

/* The properties of a JSON body, checked one by one, in the order in which they are to be applied. */
typedef struct
{
  int        column;
  JsonNode  *node;  /* borrowed */
  SbxValue   value; /* owned until taken */
} SbxStaged;

typedef struct
{
  const SbxSchema *schema;
  GArray          *list; /* of SbxStaged */
} SbxStage;

/* nested: the navigation property whose array is let through; NULL: none. */
gboolean    sbx_stage_read    (SbxStage *stage, SbxTable *table, JsonObject *body, const char *nested, SbxOptions *options,
                               SbxProblem *problem);
void        sbx_stage_clear   (SbxStage *stage);
SbxStaged  *sbx_stage_find    (SbxStage *stage, const char *name);
/* Its text, "" when it is blank; NULL when it isn't there. GUIDs: the zero GUID when blank. */
const char *sbx_stage_text    (SbxStage *stage, const char *name);
/* Moves the value into the row. */
void        sbx_stage_put     (SbxStaged *staged, SbxRow *row);
/* Gives what an item refers to by an id its code, and the other way round; FALSE when that isn't there. Before the values are put. */
gboolean    sbx_item_settle   (SbxCompany *company, SbxStage *stage, SbxRow *row, SbxProblem *problem);

char       *sbx_bc_etag       (SbxRow *row);
/* Writes {"@odata.etag":…,properties,expansions}. */
typedef struct
{
  SbxBc       *bc;
  SbxCompany  *company;
  SbxRequest  *request;
  SbxResponse *response;
  char        *service; /* "http://127.0.0.1:1/v2.0/Production/api/v2.0" */
  gboolean     v1;      /* API v1.0 */
  GPtrArray   *views;   /* of SbxTable: made for this request; NULL: none */
  gboolean     without_etags; /* rows of a query have none */
} SbxCall;

gboolean    sbx_call_write_entity (SbxCall *call, SbxQuery *query, SbxRow *row, const char *context, GString *out, SbxProblem *problem);

/* What $expand adds to an entity: a member, with a comma before it. */
gboolean    sbx_call_expand   (SbxCall *call, SbxExpand *expand, SbxRow *row, GString *out, SbxProblem *problem);

/* What the routes end in; each answers. */
gboolean    sbx_call_list     (SbxCall *call, const char *set, const char *parent_column, const char *parent_id, const char *path,
                               SbxProblem *problem);
gboolean    sbx_call_count    (SbxCall *call, const char *set, const char *parent_column, const char *parent_id, SbxProblem *problem);
/* The same of a table that was made for the request. */
gboolean    sbx_call_list_table  (SbxCall *call, SbxTable *table, const char *name, SbxProblem *problem);
gboolean    sbx_call_count_table (SbxCall *call, SbxTable *table, SbxProblem *problem);
gboolean    sbx_call_get      (SbxCall *call, const char *set, const char *key, SbxProblem *problem);
gboolean    sbx_call_create   (SbxCall *call, const char *set, const char *parent_id, SbxProblem *problem);
gboolean    sbx_call_change   (SbxCall *call, const char *set, const char *key, SbxProblem *problem);
gboolean    sbx_call_delete   (SbxCall *call, const char *set, const char *key, SbxProblem *problem);
gboolean    sbx_call_metadata (SbxCall *call, SbxProblem *problem);
gboolean    sbx_call_batch    (SbxCall *call, SbxProblem *problem);
/* Takes away, and gives back, what bc.missing-properties says. */
void        sbx_bc_settle_missing (SbxBc *bc);
gboolean    sbx_call_service_document (SbxCall *call);
SbxRow     *sbx_call_find     (SbxCall *call, const char *set, const char *key, SbxProblem *problem);
/* What the request shows a set as: its table, or in v1.0 one of rows made of those (all if NULL), which the call keeps. */
SbxTable   *sbx_call_table    (SbxCall *call, const char *set, GPtrArray *rows);
SbxRow     *sbx_call_shown    (SbxCall *call, SbxRow *row);
/* If-Match: FALSE with 400 or 409. */
gboolean    sbx_call_check_match (SbxCall *call, SbxRow *row, gboolean required, SbxProblem *problem);
/* The language of the messages for this request. */
const char *sbx_call_language (SbxBc *bc, SbxRequest *request);

/* The kinds of sales documents, and how pages and messages name what is theirs. */
typedef struct
{
  const char *set;   /* "salesInvoices" */
  const char *lines; /* "salesInvoiceLines" */
  const char *type;  /* "Invoice": the document type */
  const char *noun;  /* "invoice": in the pages' own texts */
  const char *date;  /* "invoiceDate": the property with the document date */
} SbxDocumentKind;

/* NULL for sets that are no documents. */
const SbxDocumentKind *sbx_bc_kind (const char *set);
/* "salesInvoices" → "salesInvoiceLines"; NULL for sets that are no documents. */
const char *sbx_bc_lines_of   (const char *set);
const char *sbx_bc_document_of (const char *lines_set);

/* What the acts of documents do, for the API's account and for a person: each is one transaction; nothing is left of one
 * that is refused, but for what its own comment says. */
gboolean    sbx_bc_post       (SbxCompany *company, SbxRow *header, SbxProblem *problem);
gboolean    sbx_bc_convert    (SbxCompany *company, SbxRow *quote, const char *target, SbxProblem *problem);
/* Removes a draft, an order or a quote with its lines, or a posted invoice; may leave an empty posted invoice. */
gboolean    sbx_bc_remove     (SbxCompany *company, SbxRow *header, SbxProblem *problem);
/* A draft credit memo of a posted invoice; with post it is posted too, and the invoice canceled. */
gboolean    sbx_bc_credit     (SbxCompany *company, SbxRow *invoice, gboolean cancel, SbxProblem *problem);
/* What a posted credit memo leaves of the invoice that it names. */
void        sbx_bc_apply_credit (SbxCompany *company, SbxRow *memo);
/* Ships what is left of an order, without an invoice. */
gboolean    sbx_bc_ship       (SbxCompany *company, SbxRow *order, SbxProblem *problem);
/* Bills what was shipped of several orders of one customer with one posted invoice. */
gboolean    sbx_bc_combine    (SbxCompany *company, GPtrArray *orders, SbxProblem *problem);
/* Whether it is posted; unposted documents of all kinds aren't. */
gboolean    sbx_bc_is_posted  (SbxRow *header);
/* What an unposted document becomes: the checks first, then what is written. */
gboolean    sbx_bc_check_posting (SbxCompany *company, SbxRow *header, SbxProblem *problem);
gboolean    sbx_bc_check_release (SbxCompany *company, SbxRow *header, SbxProblem *problem);
/* Adds the posted invoice's row to the list of API automate. */
void        sbx_bc_list_posted (SbxCompany *company, SbxRow *invoice);
char       *sbx_bc_posted_number (SbxCompany *company, SbxRow *header);
gboolean    sbx_bc_is_hidden  (SbxCompany *company, SbxRow *row);
gboolean    sbx_problem_permission (SbxProblem *problem, SbxOptions *options, const char *what);
/* What is below a company of api/microsoft/analytics/v1.0. */
gboolean    sbx_call_analytics (SbxCall *call, char **rest, SbxProblem *problem);
/* Dispatches Microsoft.NAV.…; answers 204. */
gboolean    sbx_call_action   (SbxCall *call, const char *set, const char *key, const char *name, SbxProblem *problem);
