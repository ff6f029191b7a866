/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-check-results"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-check-private.h"
#include "psr-check-results.h"

/* As many are named; of the others it is said that there are more. */
#define MOST_NAMED 5

/* In the text, one line each: mark, space, id, and what it is about after another
 * space. */
static const char marks[] = {
  [PSR_CHECK_PASSED] = '+',
  [PSR_CHECK_ASKED] = '?',
  [PSR_CHECK_BLOCKED] = '!',
  [PSR_CHECK_LATER] = '-',
};

static void
result_free (gpointer data)
{
  PsrCheckResult *result = data;

  g_free (result->about);
  g_free (result);
}

static GPtrArray *
results_new (void)
{
  return g_ptr_array_new_with_free_func (result_free);
}

static void
add_result (GPtrArray       *results,
            const PsrCheck  *check,
            PsrCheckVerdict  verdict,
            char            *about)
{
  PsrCheckResult *result = g_new0 (PsrCheckResult, 1);

  result->check = check;
  result->verdict = verdict;
  result->about = about;
  g_ptr_array_add (results, result);
}

static char *
join_about (GPtrArray *about)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < MIN (about->len, MOST_NAMED); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", (const char *) g_ptr_array_index (about, i));

  if (about->len > MOST_NAMED)
    g_string_append (text, ", …");

  return g_string_free_and_steal (g_steal_pointer (&text));
}

/**
 * psr_check_results_run:
 * @draft: a document in the making
 *
 * Looks at everything. Not to be called in a fiber.
 *
 * Returns: (transfer full) (element-type PsrCheckResult): what every check found,
 *   in the order of the list
 */
GPtrArray *
psr_check_results_run (const PsrDraft *draft)
{
  g_autoptr(GPtrArray) results = results_new ();
  const PsrCheck *checks;
  gsize n;

  g_return_val_if_fail (draft != NULL, NULL);

  checks = psr_check_list (&n);

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr(GPtrArray) about = g_ptr_array_new_with_free_func (g_free);
      PsrCheckNotes notes = { about, FALSE };
      PsrCheckVerdict verdict;

      checks[i].look (draft, &notes);

      if (about->len == 0)
        verdict = notes.later ? PSR_CHECK_LATER : PSR_CHECK_PASSED;
      else
        verdict = checks[i].weight == PSR_CHECK_ASKS ? PSR_CHECK_ASKED : PSR_CHECK_BLOCKED;

      add_result (results, &checks[i], verdict, join_about (about));
    }

  return g_steal_pointer (&results);
}

/**
 * psr_check_results_to_text:
 * @self: (element-type PsrCheckResult): results
 *
 * Returns: (transfer full): the same as the ledger keeps it
 */
char *
psr_check_results_to_text (GPtrArray *self)
{
  g_autoptr(GString) text = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->len; i++)
    {
      const PsrCheckResult *result = g_ptr_array_index (self, i);
      g_autofree char *about = g_strdelimit (g_strdup (result->about), "\n", ' ');

      g_string_append_printf (text, "%c %s%s%s\n", marks[result->verdict], result->check->id,
                              about[0] != '\0' ? " " : "", about);
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static gboolean
verdict_from_mark (char             mark,
                   PsrCheckVerdict *verdict)
{
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      if (marks[i] == mark)
        {
          *verdict = i;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * psr_check_results_from_text:
 * @text: what psr_check_results_to_text() made
 *
 * Returns: (transfer full) (element-type PsrCheckResult): the results; those of
 *   checks that this version doesn't know are missing
 */
GPtrArray *
psr_check_results_from_text (const char *text)
{
  g_autoptr(GPtrArray) results = results_new ();
  g_auto(GStrv) lines = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_auto(GStrv) words = g_strsplit (lines[i], " ", 3);
      const PsrCheck *check = g_strv_length (words) >= 2 ? psr_check_find (words[1]) : NULL;
      PsrCheckVerdict verdict;

      if (check != NULL && verdict_from_mark (words[0][0], &verdict))
        add_result (results, check, verdict, g_strdup (words[2] != NULL ? words[2] : ""));
    }

  return g_steal_pointer (&results);
}

/**
 * psr_check_text_passed:
 * @text: what psr_check_results_to_text() made
 * @id: name of a check
 *
 * Returns: whether the check had passed
 */
gboolean
psr_check_text_passed (const char *text,
                       const char *id)
{
  g_autofree char *line = NULL;
  const char *found;

  g_return_val_if_fail (text != NULL && id != NULL, FALSE);

  line = g_strdup_printf ("%c %s\n", marks[PSR_CHECK_PASSED], id);
  found = strstr (text, line);

  return found != NULL && (found == text || found[-1] == '\n');
}

/**
 * psr_check_text_is_complete:
 * @text: what psr_check_results_to_text() made
 *
 * Returns: whether every check had looked
 */
gboolean
psr_check_text_is_complete (const char *text)
{
  g_autoptr(GPtrArray) results = psr_check_results_from_text (text);

  for (guint i = 0; i < results->len; i++)
    {
      if (((const PsrCheckResult *) g_ptr_array_index (results, i))->verdict == PSR_CHECK_LATER)
        return FALSE;
    }

  return TRUE;
}

/**
 * psr_check_text_dup_about:
 * @text: what psr_check_results_to_text() made
 * @id: name of a check
 *
 * Returns: (transfer full) (nullable): what the check had asked or blocked about; %NULL
 *   when it had done neither
 */
char *
psr_check_text_dup_about (const char *text,
                          const char *id)
{
  static const PsrCheckVerdict failed[] = { PSR_CHECK_ASKED, PSR_CHECK_BLOCKED };

  g_return_val_if_fail (text != NULL && id != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (failed); i++)
    {
      g_autofree char *words = g_strdup_printf ("%c %s", marks[failed[i]], id);
      gsize length = strlen (words);

      for (const char *place = strstr (text, words); place != NULL; place = strstr (place + 1, words))
        {
          const char *about = place + length;

          if ((place == text || place[-1] == '\n') && (about[0] == ' ' || about[0] == '\n'))
            return g_strndup (about + (about[0] == ' '), strcspn (about, "\n") - (about[0] == ' '));
        }
    }

  return NULL;
}

/**
 * psr_check_results_find:
 * @self: (element-type PsrCheckResult): results
 * @id: name of a check
 *
 * Returns: (transfer none) (nullable): what that check found
 */
const PsrCheckResult *
psr_check_results_find (GPtrArray  *self,
                        const char *id)
{
  g_return_val_if_fail (self != NULL && id != NULL, NULL);

  for (guint i = 0; i < self->len; i++)
    {
      const PsrCheckResult *result = g_ptr_array_index (self, i);

      if (g_str_equal (result->check->id, id))
        return result;
    }

  return NULL;
}

/**
 * psr_check_results_get_blocker:
 * @self: (element-type PsrCheckResult): results
 * @is_order: whether an order is made
 *
 * Returns: (transfer none) (nullable): the first that keeps the document from
 *   being sent, whoever accepts it
 */
const PsrCheckResult *
psr_check_results_get_blocker (GPtrArray *self,
                               gboolean   is_order)
{
  g_return_val_if_fail (self != NULL, NULL);

  /* What holds for invoices, too, comes first. */
  for (guint pass = 0; pass < 2; pass++)
    {
      PsrCheckWeight weight = pass == 0 ? PSR_CHECK_BLOCKS : PSR_CHECK_BLOCKS_ORDERS;

      for (guint i = 0; i < self->len; i++)
        {
          const PsrCheckResult *result = g_ptr_array_index (self, i);

          if (result->verdict == PSR_CHECK_BLOCKED && result->check->weight == weight &&
              (is_order || weight == PSR_CHECK_BLOCKS))
            return result;
        }
    }

  return NULL;
}

/**
 * psr_check_results_set:
 * @self: (element-type PsrCheckResult): results
 * @id: name of a check that asks
 * @about: what it is about now, or "" when it passes
 *
 * Puts another result in the place of what a check had found, which a person's own
 * choice has overtaken. A check that wasn't run stays out of it.
 */
void
psr_check_results_set (GPtrArray  *self,
                       const char *id,
                       const char *about)
{
  g_return_if_fail (self != NULL && id != NULL && about != NULL);

  for (guint i = 0; i < self->len; i++)
    {
      PsrCheckResult *result = g_ptr_array_index (self, i);

      if (!g_str_equal (result->check->id, id))
        continue;

      result->verdict = about[0] != '\0' ? PSR_CHECK_ASKED : PSR_CHECK_PASSED;
      g_set_str (&result->about, about);
    }
}

/**
 * psr_check_is_accepted:
 * @accepted: names of checks, separated by commas
 * @id: name of a check
 *
 * Returns: whether the name is among them
 */
gboolean
psr_check_is_accepted (const char *accepted,
                       const char *id)
{
  g_auto(GStrv) names = NULL;

  g_return_val_if_fail (accepted != NULL && id != NULL, FALSE);

  names = g_strsplit (accepted, ",", -1);

  return g_strv_contains ((const char * const *) names, id);
}

static void
append_name (GString    *names,
             const char *name)
{
  g_string_append_printf (names, "%s%s", names->len > 0 ? "," : "", name);
}

/**
 * psr_check_results_dup_open:
 * @self: (element-type PsrCheckResult): results
 * @accepted: names of the checks that a person accepted, separated by commas
 * @first: (out) (optional) (transfer none) (nullable): the first that is open
 *
 * Returns: (transfer full): names of the checks that ask and that nobody has
 *   accepted, separated by commas; "" when there is none
 */
char *
psr_check_results_dup_open (GPtrArray             *self,
                            const char            *accepted,
                            const PsrCheckResult **first)
{
  g_autoptr(GString) open = g_string_new (NULL);

  g_return_val_if_fail (self != NULL && accepted != NULL, NULL);

  if (first != NULL)
    *first = NULL;

  for (guint i = 0; i < self->len; i++)
    {
      const PsrCheckResult *result = g_ptr_array_index (self, i);

      if (result->verdict != PSR_CHECK_ASKED || psr_check_is_accepted (accepted, result->check->id))
        continue;

      if (first != NULL && *first == NULL)
        *first = result;

      append_name (open, result->check->id);
    }

  return g_string_free_and_steal (g_steal_pointer (&open));
}

/**
 * psr_check_results_dup_accepted:
 * @self: (element-type PsrCheckResult): results
 * @accepted: what was accepted before
 * @accept: (nullable) (array zero-terminated=1): names of what is accepted now
 *
 * Returns: (transfer full): names of the checks that ask and are accepted,
 *   separated by commas
 */
char *
psr_check_results_dup_accepted (GPtrArray          *self,
                                const char         *accepted,
                                const char * const *accept)
{
  g_autoptr(GString) all = g_string_new (NULL);

  g_return_val_if_fail (self != NULL && accepted != NULL, NULL);

  for (guint i = 0; i < self->len; i++)
    {
      const PsrCheckResult *result = g_ptr_array_index (self, i);
      const char *id = result->check->id;

      if (result->verdict == PSR_CHECK_ASKED &&
          (psr_check_is_accepted (accepted, id) || (accept != NULL && g_strv_contains (accept, id))))
        append_name (all, id);
    }

  return g_string_free_and_steal (g_steal_pointer (&all));
}

/**
 * psr_check_result_explain:
 * @result: a result that didn't pass
 * @open: names of all checks of the document that a person may accept, separated
 *   by commas, or ""
 *
 * Returns: (transfer full): what is the matter, why, and how to mend it
 */
PsrExplanation *
psr_check_result_explain (const PsrCheckResult *result,
                          const char           *open)
{
  g_autoptr(PsrExplanation) words = NULL;
  g_autofree char *accept = NULL;

  g_return_val_if_fail (result != NULL && open != NULL, NULL);

  words = psr_check_explain (result->check, result->about);

  if (result->check->weight != PSR_CHECK_ASKS || open[0] == '\0')
    return g_steal_pointer (&words);

  /* Translators: an advice, and names of checks; the command stays as it is. */
  accept = g_strdup_printf (_("%s If it is right as it is: passerellectl bill NUMBER --accept %s."), words->mend, open);

  return psr_explanation_new (words->what, words->why, accept);
}
