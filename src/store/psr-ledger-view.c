/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-ledger-view"

#include "config.h"

#include "psr-ledger-view-private.h"

G_DEFINE_BOXED_TYPE (PsrLedgerView, psr_ledger_view, psr_ledger_view_copy, psr_ledger_view_free)

/* What a list is ordered by, in the order of PsrLedgerOrder. */
static const char * const order_columns[] = {
  "date", "internal_number", "customer_name COLLATE NOCASE", "hours", "parts", "net", "gross", "state",
};

/* What words are searched in, as the index documents_searched spells it. */
#define SEARCHED "(internal_number || char (10) || job_number || char (10) || customer_name || char (10) || " \
                 "customer_number || char (10) || bc_number)"

/* More words than this are no search. */
#define MAX_WORDS 8

/* What narrows the list down besides, in the order of its parameters. */
static const char * const filters[] = { "date >=", "date <=", "customer_number =", "bc_status <> '' AND bc_status =" };

/* Parameters before those of the states. */
#define FIRST_FILTER (MAX_WORDS + 1)
#define FIRST_STATE (FIRST_FILTER + G_N_ELEMENTS (filters))

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
  psr_ledger_view_filter (self, NULL, NULL, NULL);
  psr_ledger_view_set_bc_status (self, NULL);

  return self;
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
  psr_ledger_view_filter (copy, self->since, self->until, self->customer);
  psr_ledger_view_set_bc_status (copy, self->bc_status);
  copy->with_revisions = self->with_revisions;

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
  g_free (self->search);
  g_free (self->since);
  g_free (self->until);
  g_free (self->customer);
  g_free (self->bc_status);
  g_free (self);
}

/* “%” and “_” are ordinary characters to whoever types them. */
static char *
to_pattern (const char *word)
{
  GString *text = g_string_new ("%");

  for (const char *c = word; *c != '\0'; c++)
    {
      if (*c == '%' || *c == '_' || *c == '\\')
        g_string_append_c (text, '\\');
      g_string_append_c (text, *c);
    }

  g_string_append_c (text, '%');

  return g_string_free_and_steal (text);
}

static GPtrArray *
split_words (const char *search)
{
  g_auto(GStrv) parts = g_strsplit_set (search, " \t\n", -1);
  g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; parts[i] != NULL && words->len < MAX_WORDS; i++)
    {
      if (*parts[i] != '\0')
        g_ptr_array_add (words, to_pattern (parts[i]));
    }

  return g_steal_pointer (&words);
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
  const char *values[G_N_ELEMENTS (filters)];

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (connection != NULL, NULL);

  values[0] = self->since;
  values[1] = self->until;
  values[2] = self->customer;
  values[3] = self->bc_status;
  words = split_words (self->search);
  direction = self->descending ? "DESC" : "ASC";

  /* The sign keeps the planner from the states' index: there are far fewer of one status. */
  g_string_append_printf (sql, "SELECT id%s FROM documents WHERE %sstate IN (", self->with_revisions ? ", revision" : "",
                          *self->bc_status != '\0' ? "+" : "");
  for (guint i = 0; self->states[i] != NULL; i++)
    g_string_append_printf (sql, "%s?%u", i > 0 ? ", " : "", (guint) FIRST_STATE + i);
  g_string_append_c (sql, ')');

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      if (*values[i] != '\0')
        g_string_append_printf (sql, " AND %s ?%u", filters[i], FIRST_FILTER + i);
    }

  for (guint i = 0; i < words->len; i++)
    g_string_append_printf (sql, " AND " SEARCHED " LIKE ?%u ESCAPE '\\'", i + 1);

  g_string_append_printf (sql, " ORDER BY %s %s, id %s", order_columns[self->order], direction, direction);

  statement = psr_connection_prepare (connection, sql->str, error);
  if (statement == NULL)
    return NULL;

  for (guint i = 0; i < words->len; i++)
    psr_statement_bind_text (statement, (int) (i + 1), words->pdata[i]);
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      if (*values[i] != '\0')
        psr_statement_bind_text (statement, (int) (FIRST_FILTER + i), values[i]);
    }
  for (guint i = 0; self->states[i] != NULL; i++)
    psr_statement_bind_text (statement, (int) (FIRST_STATE + i), self->states[i]);

  return statement;
}
