/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-ledger-view"

#include "config.h"

#include "psr-ledger-view-private.h"
#include "psr-like.h"

G_DEFINE_BOXED_TYPE (PsrLedgerView, psr_ledger_view, psr_ledger_view_copy, psr_ledger_view_free)

/* What is made of a document, or will be: what is internal is an order. */
#define KIND "CASE WHEN kind <> '' THEN kind WHEN internal THEN 'order' ELSE ?16 END"

/* What a list is ordered by, in the order of PsrLedgerOrder. */
static const char * const order_columns[] = {
  "date", "internal_number", "customer_name COLLATE NOCASE", "site COLLATE NOCASE", "hours", "parts", "net", "vat", "gross",
  KIND, "state", "bc_number", "approved_by COLLATE NOCASE",
};

/* What words are searched in, as the index documents_listed spells it. */
#define SEARCHED "(internal_number || char (10) || job_number || char (10) || customer_name || char (10) || " \
                 "customer_number || char (10) || bc_number || char (10) || site)"

/* What narrows the list down besides, in the order of its parameters. */
static const char * const filters[] = {
  "date >=", "date <=", "customer_number =", "bc_status <> '' AND bc_status =", KIND " =",
  "0 < instr (char (10) || checks, char (10) ||",
  "job_id <> '' AND job_id IN (SELECT job_id FROM work_technicians WHERE technician =",
};

/* What follows the parameter of a filter. */
static const char * const filter_ends[] = { "", "", "", "", "", ")", ")" };

G_STATIC_ASSERT (G_N_ELEMENTS (filters) == G_N_ELEMENTS (filter_ends));

/* Parameters before those of the states. */
#define FIRST_FILTER (PSR_LIKE_MAX_WORDS + 1)
#define USUAL_KIND (FIRST_FILTER + G_N_ELEMENTS (filters))
#define LIMIT (USUAL_KIND + 1)
#define ALSO_REASON (LIMIT + 1)
#define FIRST_STATE (ALSO_REASON + 1)

/* As KIND spells it. */
G_STATIC_ASSERT (USUAL_KIND == 16);

/**
 * psr_ledger_view_new:
 * @states: (array zero-terminated=1): the states whose documents are listed
 * @search: (nullable): what was typed to search for
 * @order: what the list is ordered by
 * @descending: whether the greatest comes first
 *
 * Returns: (transfer full): a new #PsrLedgerView
 */
PsrLedgerView *
psr_ledger_view_new (const char * const *states,
                     const char         *search,
                     PsrLedgerOrder      order,
                     gboolean            descending)
{
  PsrLedgerView *self;

  g_return_val_if_fail (states != NULL, NULL);
  g_return_val_if_fail (order < G_N_ELEMENTS (order_columns), NULL);

  self = g_new0 (PsrLedgerView, 1);
  self->states = g_strdupv ((char **) states);
  self->search = g_strdup (search != NULL ? search : "");
  self->order = order;
  self->descending = descending;
  psr_ledger_view_set_also (self, NULL, NULL);
  psr_ledger_view_filter (self, NULL, NULL, NULL);
  psr_ledger_view_set_bc_status (self, NULL);
  psr_ledger_view_set_kind (self, NULL, NULL);
  psr_ledger_view_set_check_mark (self, NULL);
  psr_ledger_view_set_technician (self, NULL);

  return self;
}

/**
 * psr_ledger_view_set_also:
 * @self: a #PsrLedgerView
 * @states: (nullable) (array zero-terminated=1): states that aren't listed otherwise
 * @reason: (nullable): the code of a reason
 *
 * Lists of these states what is there for that reason.
 */
void
psr_ledger_view_set_also (PsrLedgerView      *self,
                          const char * const *states,
                          const char         *reason)
{
  static const char * const none[] = { NULL };

  g_return_if_fail (self != NULL);

  g_strfreev (self->also);
  self->also = g_strdupv ((char **) (states != NULL ? states : none));
  g_set_str (&self->also_reason, reason != NULL ? reason : "");
}

/**
 * psr_ledger_view_filter:
 * @self: a #PsrLedgerView
 * @since: (nullable): the first day of completion, `YYYY-MM-DD`
 * @until: (nullable): the last one
 * @customer: (nullable): the number of the customer
 *
 * Lists only those; what is %NULL doesn't matter.
 */
void
psr_ledger_view_filter (PsrLedgerView *self,
                        const char    *since,
                        const char    *until,
                        const char    *customer)
{
  g_return_if_fail (self != NULL);

  g_set_str (&self->since, since != NULL ? since : "");
  g_set_str (&self->until, until != NULL ? until : "");
  g_set_str (&self->customer, customer != NULL ? customer : "");
}

/**
 * psr_ledger_view_set_bc_status:
 * @self: a #PsrLedgerView
 * @bc_status: (nullable): what became of the documents in Business Central, in the
 *   ledger's word; %NULL for all
 */
void
psr_ledger_view_set_bc_status (PsrLedgerView *self,
                               const char    *bc_status)
{
  g_return_if_fail (self != NULL);

  g_set_str (&self->bc_status, bc_status != NULL ? bc_status : "");
}

/**
 * psr_ledger_view_set_kind:
 * @self: a #PsrLedgerView
 * @kind: (nullable): `invoice` or `order`; %NULL for all
 * @usual_kind: (nullable): which of them is made of those for which that isn't decided yet
 *
 * Lists only that of which this is made, or will be.
 */
void
psr_ledger_view_set_kind (PsrLedgerView *self,
                          const char    *kind,
                          const char    *usual_kind)
{
  g_return_if_fail (self != NULL);

  g_set_str (&self->kind, kind != NULL ? kind : "");
  g_set_str (&self->usual_kind, usual_kind != NULL ? usual_kind : "");
}

/**
 * psr_ledger_view_set_with_revisions:
 * @self: a #PsrLedgerView
 * @with_revisions: whether each id is followed by the revision of its row
 */
void
psr_ledger_view_set_with_revisions (PsrLedgerView *self,
                                    gboolean       with_revisions)
{
  g_return_if_fail (self != NULL);

  self->with_revisions = with_revisions;
}

/**
 * psr_ledger_view_set_limit:
 * @self: a #PsrLedgerView
 * @limit: at most so many, from the first; 0 for all
 */
void
psr_ledger_view_set_limit (PsrLedgerView *self,
                           guint          limit)
{
  g_return_if_fail (self != NULL);

  self->limit = limit;
}

/**
 * psr_ledger_view_set_cancellable:
 * @self: a #PsrLedgerView
 * @cancellable: (nullable): makes whoever lists them give up, with
 *   %G_IO_ERROR_CANCELLED
 */
void
psr_ledger_view_set_cancellable (PsrLedgerView *self,
                                 GCancellable  *cancellable)
{
  g_return_if_fail (self != NULL);

  g_set_object (&self->cancellable, cancellable);
}

/**
 * psr_ledger_view_set_check_mark:
 * @self: a #PsrLedgerView
 * @check_mark: (nullable): with what a line of the documents' checks begins; %NULL
 *   for all
 */
void
psr_ledger_view_set_check_mark (PsrLedgerView *self,
                                const char    *check_mark)
{
  g_return_if_fail (self != NULL);

  g_set_str (&self->check_mark, check_mark != NULL ? check_mark : "");
}

/**
 * psr_ledger_view_set_technician:
 * @self: a #PsrLedgerView
 * @technician: (nullable): the name of who did the work; %NULL for all
 */
void
psr_ledger_view_set_technician (PsrLedgerView *self,
                                const char    *technician)
{
  g_return_if_fail (self != NULL);

  g_set_str (&self->technician, technician != NULL ? technician : "");
}

/**
 * psr_ledger_view_copy:
 * @self: a #PsrLedgerView
 *
 * Returns: (transfer full): a copy
 */
PsrLedgerView *
psr_ledger_view_copy (const PsrLedgerView *self)
{
  PsrLedgerView *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = psr_ledger_view_new ((const char * const *) self->states, self->search, self->order, self->descending);
  psr_ledger_view_set_also (copy, (const char * const *) self->also, self->also_reason);
  psr_ledger_view_filter (copy, self->since, self->until, self->customer);
  psr_ledger_view_set_bc_status (copy, self->bc_status);
  psr_ledger_view_set_kind (copy, self->kind, self->usual_kind);
  psr_ledger_view_set_cancellable (copy, self->cancellable);
  copy->with_revisions = self->with_revisions;
  copy->limit = self->limit;
  psr_ledger_view_set_check_mark (copy, self->check_mark);
  psr_ledger_view_set_technician (copy, self->technician);

  return copy;
}

/**
 * psr_ledger_view_free:
 * @self: (transfer full): a #PsrLedgerView
 */
void
psr_ledger_view_free (PsrLedgerView *self)
{
  g_strfreev (self->states);
  g_strfreev (self->also);
  g_free (self->also_reason);
  g_free (self->search);
  g_free (self->since);
  g_free (self->until);
  g_free (self->customer);
  g_free (self->bc_status);
  g_free (self->kind);
  g_free (self->usual_kind);
  g_clear_object (&self->cancellable);
  g_free (self->check_mark);
  g_free (self->technician);
  g_free (self);
}

static void
get_values (const PsrLedgerView *self,
            const char          *values[G_N_ELEMENTS (filters)])
{
  values[0] = self->since;
  values[1] = self->until;
  values[2] = self->customer;
  values[3] = self->bc_status;
  values[4] = self->kind;
  values[5] = self->check_mark;
  values[6] = self->technician;
}

/* Which index has all that is asked for. Left to itself the planner reads each row. */
static const char *
choose_index (const PsrLedgerView *self,
              guint                n_words)
{
  /* There are far fewer of one status. */
  if (*self->bc_status != '\0')
    return "";
  if (*self->technician != '\0')
    return " INDEXED BY documents_by_job";
  if (self->order == PSR_LEDGER_ORDER_DATE && n_words == 0 && *self->kind == '\0' && *self->customer == '\0')
    return " INDEXED BY documents_by_state";

  return " INDEXED BY documents_listed";
}

static void
add_conditions (const PsrLedgerView *self,
                guint                n_words,
                GString             *sql)
{
  const char *values[G_N_ELEMENTS (filters)];

  get_values (self, values);
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      if (*values[i] != '\0')
        g_string_append_printf (sql, " AND %s ?%u%s", filters[i], (guint) FIRST_FILTER + i, filter_ends[i]);
    }

  for (guint i = 0; i < n_words; i++)
    g_string_append_printf (sql, " AND " SEARCHED " LIKE ?%u ESCAPE '\\'", i + 1);
}

/* One select for each state: each walks the index from its begin, they are merged as they
 * go, and with a limit none goes on for longer than that takes. */
static void
add_merged (const PsrLedgerView *self,
            guint                n_words,
            GString             *sql)
{
  guint n_states = g_strv_length (self->states);

  for (guint i = 0; i < n_states + g_strv_length (self->also); i++)
    {
      g_string_append_printf (sql, "%sSELECT id%s, date FROM documents%s WHERE state = ?%u", i > 0 ? " UNION ALL " : "",
                              self->with_revisions ? ", revision" : "", choose_index (self, n_words), (guint) FIRST_STATE + i);
      if (i >= n_states)
        g_string_append_printf (sql, " AND reason_code = ?%u", (guint) ALSO_REASON);
      add_conditions (self, n_words, sql);
    }
}

static void
append_states (GString *sql,
               guint    first,
               guint    n)
{
  for (guint i = 0; i < n; i++)
    g_string_append_printf (sql, "%s?%u", i > 0 ? ", " : "", (guint) FIRST_STATE + first + i);
}

static void
add_sorted (const PsrLedgerView *self,
            guint                n_words,
            GString             *sql)
{
  const char *index = choose_index (self, n_words);
  guint n_states = g_strv_length (self->states);
  guint n_also = g_strv_length (self->also);

  /* The sign keeps the planner from the states' index. */
  g_string_append_printf (sql, "SELECT id%s FROM documents%s WHERE %sstate IN (", self->with_revisions ? ", revision" : "",
                          index, *index == '\0' ? "+" : "");
  append_states (sql, 0, n_states + n_also);
  g_string_append_c (sql, ')');
  if (n_also > 0)
    {
      g_string_append_printf (sql, " AND (reason_code = ?%u OR state NOT IN (", (guint) ALSO_REASON);
      append_states (sql, n_states, n_also);
      g_string_append (sql, "))");
    }
  add_conditions (self, n_words, sql);
}

static void
bind (const PsrLedgerView *self,
      const GPtrArray     *words,
      PsrStatement        *statement)
{
  const char *values[G_N_ELEMENTS (filters)];

  get_values (self, values);
  for (guint i = 0; i < words->len; i++)
    psr_statement_bind_text (statement, (int) (i + 1), words->pdata[i]);
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      if (*values[i] != '\0')
        psr_statement_bind_text (statement, (int) (FIRST_FILTER + i), values[i]);
    }
  if (self->order == PSR_LEDGER_ORDER_KIND || *self->kind != '\0')
    psr_statement_bind_text (statement, (int) USUAL_KIND, self->usual_kind);
  if (self->limit > 0)
    psr_statement_bind_int64 (statement, (int) LIMIT, self->limit);
  for (guint i = 0; self->states[i] != NULL; i++)
    psr_statement_bind_text (statement, (int) (FIRST_STATE + i), self->states[i]);
  for (guint i = 0; self->also[i] != NULL; i++)
    psr_statement_bind_text (statement, (int) (FIRST_STATE + g_strv_length (self->states) + i), self->also[i]);
  if (self->also[0] != NULL)
    psr_statement_bind_text (statement, (int) ALSO_REASON, self->also_reason);
}

/*
 * Prepares the statement that gives the ids of a list, in its order.
 */
PsrStatement *
psr_ledger_view_prepare (const PsrLedgerView  *self,
                         PsrConnection        *connection,
                         GError              **error)
{
  g_autoptr(GPtrArray) words = NULL;
  g_autoptr(GString) sql = g_string_new (NULL);
  PsrStatement *statement;
  const char *direction;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (connection != NULL, NULL);

  words = psr_like_split_words (self->search);
  direction = self->descending ? "DESC" : "ASC";

  if (self->order == PSR_LEDGER_ORDER_DATE && *self->bc_status == '\0' && self->states[0] != NULL)
    add_merged (self, words->len, sql);
  else
    add_sorted (self, words->len, sql);
  g_string_append_printf (sql, " ORDER BY %s %s, id %s", order_columns[self->order], direction, direction);
  if (self->limit > 0)
    g_string_append_printf (sql, " LIMIT ?%u", (guint) LIMIT);

  statement = psr_connection_prepare (connection, sql->str, error);
  if (statement != NULL)
    bind (self, words, statement);

  return statement;
}
